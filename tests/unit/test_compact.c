/* SPDX-License-Identifier: MIT */
/* Compaction kernels, on each instruction set that this processor has, against the plain loop. */
#include "dice.h"
#include "fence.h"
#include "places.h"
#include "run_tests.h"

#include "primitives/chains/compact.h"

enum { MOST = 300, WORDS = (MOST + 63) / 64, LEVELS = 3 };

/* The kernels of a level; NULL when the processor cannot run them. */
static const struct cupro__compact *kernels_of(int level)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (level == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return &cupro__compact_avx2;
    if (level == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return &cupro__compact_avx512;
#endif
    return level == 0 ? &cupro__compact_portable : NULL;
}

/* Marks of 0 and 1: none, few, half, most or all of them 1. */
static void throw_marks(struct dice *dice, unsigned char *marks, size_t n)
{
    static const size_t percents[] = {0, 3, 50, 97, 100};
    size_t percent = percents[dice_below(dice, COUNT_OF(percents))];
    for (size_t i = 0; i < n; i++)
        marks[i] = dice_below(dice, 100) < percent;
}

static void throw_bytes(struct dice *dice, void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ((unsigned char *)bytes)[i] = (unsigned char)dice_bits(dice);
}

static size_t words_of(size_t n)
{
    return (n + 63) / 64;
}

static size_t pack_plainly(const unsigned char *marks, size_t n, uint64_t *bits)
{
    size_t kept = 0;
    memset(bits, 0, words_of(n) * sizeof *bits);
    for (size_t i = 0; i < n; i++) {
        bits[i / 64] |= (uint64_t)marks[i] << i % 64;
        kept += marks[i];
    }
    return kept;
}

static size_t squeeze_plainly(const unsigned char *in, size_t size, size_t n,
                              const unsigned char *marks, unsigned char *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (marks[i])
            memcpy(out + size * kept++, in + i * size, size);
    return kept;
}

START_TEST(marks_are_packed_into_bits)
{
    const struct cupro__compact *kernels = kernels_of(_i);
    struct dice dice = dice_for(_i);
    struct fence in = fence_new(MOST), out = fence_new(WORDS * sizeof(uint64_t));
    for (size_t n = 0; n <= MOST && kernels != NULL; n++) {
        uint64_t expected[WORDS], *bits = fence_last(&out, words_of(n) * sizeof *bits);
        unsigned char *marks = fence_last(&in, n);
        throw_marks(&dice, marks, n);
        size_t kept = pack_plainly(marks, n, expected);
        ck_assert_uint_eq(kernels->pack(marks, n, bits), kept);
        ck_assert_mem_eq(bits, expected, words_of(n) * sizeof *bits);
        ck_assert(fence_untouched_before(&out, bits));
    }
    fence_free(&in);
    fence_free(&out);
}
END_TEST

static void check_squeeze(const struct cupro__compact *kernels, struct dice *dice, size_t size,
                          size_t n, const struct fence *array, const struct fence *result)
{
    unsigned char marks[MOST], *in = fence_last(array, n * size), *expected = malloc(n * size + 1);
    uint64_t bits[WORDS];
    throw_bytes(dice, in, n * size);
    throw_marks(dice, marks, n);
    size_t kept = pack_plainly(marks, n, bits);
    squeeze_plainly(in, size, n, marks, expected);
    unsigned char *out = fence_last(result, kept * size);
    size_t squeezed = kernels->squeeze(in, size, n, bits, out);
    ck_assert_msg(squeezed == kept && memcmp(out, expected, kept * size) == 0 &&
                      fence_untouched_before(result, out),
                  "n %zu, elements of %zu bytes: %zu squeezed, %zu kept", n, size, squeezed, kept);
    unsigned char *place = in - size * dice_below(dice, 3); /* where they are, or a little before */
    squeezed = kernels->squeeze(in, size, n, bits, place);
    ck_assert_msg(squeezed == kept && memcmp(place, expected, kept * size) == 0,
                  "n %zu, elements of %zu bytes, to %td before", n, size, in - place);
    free(expected);
}

START_TEST(kept_elements_are_moved_together_and_nothing_else_is_written)
{
    static const size_t element_sizes[] = {1, 2, 3, 4, 8, 16, 24, 32, 100};
    const struct cupro__compact *kernels = kernels_of(_i);
    struct dice dice = dice_for(_i);
    struct fence in = fence_new(MOST * 100), out = fence_new(MOST * 100);
    for (size_t s = 0; s < COUNT_OF(element_sizes); s++)
        for (size_t n = 0; n <= MOST && kernels != NULL; n++)
            check_squeeze(kernels, &dice, element_sizes[s], n, &in, &out);
    fence_free(&in);
    fence_free(&out);
}
END_TEST

START_TEST(bits_of_bits_are_bits_of_the_whole)
{
    struct dice dice = dice_for(_i);
    for (size_t n = 0; n <= MOST; n++) {
        unsigned char outer[MOST], inner[MOST];
        uint64_t bits[WORDS], among[WORDS], expected[WORDS];
        throw_marks(&dice, outer, n);
        size_t kept = pack_plainly(outer, n, bits), at = 0;
        throw_marks(&dice, inner, kept);
        pack_plainly(inner, kept, among);
        cupro__bits_refine(bits, n, among);
        for (size_t i = 0; i < n; i++)
            if (outer[i])
                outer[i] = inner[at++];
        pack_plainly(outer, n, expected);
        ck_assert_mem_eq(bits, expected, words_of(n) * sizeof *bits);
    }
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("compact", LEVELS, marks_are_packed_into_bits,
                     kept_elements_are_moved_together_and_nothing_else_is_written,
                     bits_of_bits_are_bits_of_the_whole);
}
