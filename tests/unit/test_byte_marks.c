/* SPDX-License-Identifier: MIT */
/* Byte marks, on each instruction set that this processor has, against the plain loop. */
#include "dice.h"
#include "fence.h"
#include "places.h"
#include "run_tests.h"

#include "primitives/pieces/byte_marks.h"

enum { MOST = 300, WORDS = (MOST + 63) / 64, LEVELS = 3 };

/* The kernels of a level; NULL when the processor cannot run them. */
static const struct cupro__byte_marks *kernels_of(int level)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (level == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return &cupro__byte_marks_avx2;
    if (level == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return &cupro__byte_marks_avx512;
#endif
    return level == 0 ? &cupro__byte_marks_portable : NULL;
}

/* Any bytes, or only a few kinds that are close to each other in one bit or by one. */
static void throw_text(struct dice *dice, unsigned char *text, size_t n)
{
    static const unsigned char close[] = {0, 1, 0x7f, 0x80, 0x81, 0xff, '\n', '\n' ^ 0x80};
    bool any = dice_once_in(dice, 2);
    for (size_t i = 0; i < n; i++)
        text[i] = any ? (unsigned char)dice_bits(dice) : close[dice_below(dice, sizeof close)];
}

static void mark_plainly(const unsigned char *text, size_t n, const bool is_in[256], uint64_t *bits)
{
    memset(bits, 0, (n + 63) / 64 * sizeof *bits);
    for (size_t i = 0; i < n; i++)
        bits[i / 64] |= (uint64_t)is_in[text[i]] << i % 64;
}

struct fences {
    struct fence text, bits;
};

/* n bytes before a fence, and words of canaries before another. */
static unsigned char *set_up(const struct fences *fences, struct dice *dice, size_t n,
                             uint64_t **bits)
{
    unsigned char *text = fence_last(&fences->text, n);
    throw_text(dice, text, n);
    *bits = fence_last(&fences->bits, (n + 63) / 64 * sizeof **bits);
    return text;
}

static void check_marks(const struct fences *fences, const char *kernel, size_t n,
                        const uint64_t *bits, const uint64_t *expected)
{
    ck_assert_msg(memcmp(bits, expected, (n + 63) / 64 * sizeof *bits) == 0 &&
                      fence_untouched_before(&fences->bits, bits),
                  "%s, %zu bytes", kernel, n);
}

START_TEST(equal_bytes_are_marked)
{
    const struct cupro__byte_marks *kernels = kernels_of(_i);
    struct dice dice = dice_for(_i);
    struct fences fences = {fence_new(MOST), fence_new(WORDS * sizeof(uint64_t))};
    for (size_t n = 0; n <= MOST && kernels != NULL; n++)
        for (int round = 0; round < 4; round++) {
            uint64_t *bits, expected[WORDS];
            unsigned char *text = set_up(&fences, &dice, n, &bits);
            unsigned char byte = n > 0 ? text[dice_below(&dice, n)] : 0;
            bool is_in[256] = {false};
            is_in[byte] = true;
            mark_plainly(text, n, is_in, expected);
            kernels->equal(text, n, byte, bits);
            check_marks(&fences, "equal", n, bits, expected);
        }
    fence_free(&fences.text);
    fence_free(&fences.bits);
}
END_TEST

START_TEST(bytes_of_a_set_are_marked)
{
    static const size_t sizes_of_sets[] = {0, 1, 2, 5, 100, 256};
    const struct cupro__byte_marks *kernels = kernels_of(_i);
    struct dice dice = dice_for(_i);
    struct fences fences = {fence_new(MOST), fence_new(WORDS * sizeof(uint64_t))};
    for (size_t n = 0; n <= MOST && kernels != NULL; n++)
        for (size_t s = 0; s < COUNT_OF(sizes_of_sets); s++) {
            uint64_t *bits, expected[WORDS];
            unsigned char *text = set_up(&fences, &dice, n, &bits), members[256];
            throw_text(&dice, members, sizes_of_sets[s]);
            bool is_in[256] = {false};
            for (size_t i = 0; i < sizes_of_sets[s]; i++)
                is_in[members[i]] = true;
            cupro_bytes set = cupro_bytes_of(members, sizes_of_sets[s]);
            mark_plainly(text, n, is_in, expected);
            kernels->among(text, n, &set, bits);
            check_marks(&fences, "among", n, bits, expected);
        }
    fence_free(&fences.text);
    fence_free(&fences.bits);
}
END_TEST

/* Each byte in a set of its own, in a text of all bytes. */
START_TEST(each_byte_is_told_from_all_others)
{
    const struct cupro__byte_marks *kernels = kernels_of(_i);
    unsigned char text[256];
    for (int c = 0; c < 256; c++)
        text[c] = (unsigned char)c;
    for (unsigned c = 0; c < 256 && kernels != NULL; c++) {
        uint64_t expected[4] = {0}, bits[4];
        expected[c / 64] = (uint64_t)1 << c % 64;
        cupro_bytes set = cupro_bytes_of(&text[c], 1);
        kernels->equal(text, 256, (unsigned char)c, bits);
        ck_assert_mem_eq(bits, expected, sizeof bits);
        kernels->among(text, 256, &set, bits);
        ck_assert_mem_eq(bits, expected, sizeof bits);
    }
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("byte_marks", LEVELS, equal_bytes_are_marked, bytes_of_a_set_are_marked,
                     each_byte_is_told_from_all_others);
}
