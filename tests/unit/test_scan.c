/* SPDX-License-Identifier: MIT */
/* Scans: right, in place too, and the same bits on any number of threads. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/number.h>
#include <cupro/scan.h>
#include <stdlib.h>

enum { MOST = 1000007 };

/* A monoid that is not commutative: affine maps x -> a x + b, first one first. */
struct affine {
    uint32_t a, b;
};
CUPRO_MONOID(then, struct affine, f, g, ((struct affine){g.a * f.a, g.a *f.b + g.b}), {1, 0});

static int combine_slowly(void *acc, void *other, void *ctx)
{
    (void)ctx;
    *(struct affine *)acc = then_op_(*(struct affine *)acc, *(struct affine *)other);
    return 0;
}

/* The same without fold and scan of its own. */
static const cupro_monoid then_slowly = {
    .size = sizeof(struct affine), .identity = &then_identity_, .combine = combine_slowly};

static void check_affine(const struct affine *in, size_t n, const cupro_monoid *monoid,
                         struct place place)
{
    struct affine *inclusive = malloc((n + 1) * sizeof *in);
    struct affine *exclusive = malloc((n + 1) * sizeof *in), sum = {1, 0};
    memcpy(exclusive, in, n * sizeof *in); /* in place */
    ck_assert_int_eq(cupro_scan_inclusive(in, inclusive, n, monoid, AT(place)), 0);
    ck_assert_int_eq(cupro_scan_exclusive(exclusive, exclusive, n, monoid, AT(place)), 0);
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        wrong += memcmp(&exclusive[i], &sum, sizeof sum) != 0;
        sum = then_op_(sum, in[i]);
        wrong += memcmp(&inclusive[i], &sum, sizeof sum) != 0;
    }
    ck_assert_msg(wrong == 0, "n %zu: %zu are wrong", n, wrong);
    free(inclusive);
    free(exclusive);
}

START_TEST(what_was_folded_so_far_stands_at_each_place)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct affine *in = malloc(MOST * sizeof *in);
    for (size_t i = 0; i < MOST; i++)
        in[i] = (struct affine){(uint32_t)dice_bits(&dice), (uint32_t)dice_bits(&dice)};
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        check_affine(in, sizes[s], &then, place);
        check_affine(in, sizes[s], &then_slowly, place);
    }
    free(in);
    place_close(&place);
}
END_TEST

#define CHECK_NUMBERS(tag, T, S)                                                                 \
    static void check_##tag(struct dice *dice, struct place place)                               \
    {                                                                                            \
        static T in[5000], plus[5000], least[5000];                                              \
        T sum = 0, low;                                                                          \
        for (size_t i = 0; i < 5000; i++)                                                        \
            in[i] = (T)dice_below(dice, 100);                                                    \
        ck_assert_int_eq(cupro_scan_exclusive(in, plus, 5000, &cupro_plus_##tag, AT(place)), 0); \
        ck_assert_int_eq(cupro_scan_inclusive(in, least, 5000, &cupro_min_##tag, AT(place)), 0); \
        low = in[0];                                                                             \
        for (size_t i = 0; i < 5000; i++) {                                                      \
            low = in[i] < low ? in[i] : low;                                                     \
            ck_assert(plus[i] == sum && least[i] == low);                                        \
            sum = (T)((S)sum + in[i]);                                                           \
        }                                                                                        \
    }
CUPRO_NUMBERS(CHECK_NUMBERS)

START_TEST(numbers_have_scans_of_their_own)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
#define CHECK(tag, T, S) check_##tag(&dice, place);
    CUPRO_NUMBERS(CHECK)
    place_close(&place);
}
END_TEST

START_TEST(floats_have_the_same_bits_on_any_number_of_threads)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(0);
    enum { N = 300000 };
    double *in = malloc(N * sizeof *in), *out = malloc(N * sizeof *out),
           *alone = malloc(N * sizeof *alone);
    for (size_t i = 0; i < N; i++)
        in[i] = (double)dice_bits(&dice) / 3e15;
    ck_assert_int_eq(cupro_scan_inclusive(in, alone, N, &cupro_plus_f64, .threads = 1), 0);
    ck_assert_int_eq(cupro_scan_inclusive(in, out, N, &cupro_plus_f64, AT(place)), 0);
    ck_assert(memcmp(out, alone, N * sizeof *out) == 0);
    free(in);
    free(out);
    free(alone);
    place_close(&place);
}
END_TEST

/* -- Scans of one's own: where each line of a text begins ---------------------------------------
 */

struct text {
    const char *bytes;
    size_t *begin;
};

static int count_ends(void *acc, size_t lo, size_t hi, void *ctx)
{
    const struct text *text = ctx;
    for (size_t i = lo; i < hi; i++)
        *(uint64_t *)acc += text->bytes[i] == '\n';
    return 0;
}

static int note_begins(void *acc, size_t lo, size_t hi, void *ctx)
{
    const struct text *text = ctx;
    uint64_t lines = *(uint64_t *)acc;
    for (size_t i = lo; i < hi; i++)
        if (text->bytes[i] == '\n')
            text->begin[lines++] = i + 1;
    return 0;
}

START_TEST(every_index_is_folded_once_and_scanned_once)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    char *bytes = malloc(MOST);
    size_t *begin = malloc((MOST + 1) * sizeof *begin), lines = 0;
    for (size_t i = 0; i < MOST; i++)
        bytes[i] = dice_once_in(&dice, 20) ? '\n' : 'a';
    struct text text = {bytes, begin};
    uint64_t total = 0;
    ck_assert_int_eq(
        cupro_scan(MOST, count_ends, note_begins, &cupro_plus_u64, &total, &text, AT(place)), 0);
    for (size_t i = 0; i < MOST; i++)
        if (bytes[i] == '\n')
            ck_assert_uint_eq(begin[lines++], i + 1);
    ck_assert_uint_eq(total, lines);
    free(bytes);
    free(begin);
    place_close(&place);
}
END_TEST

/* -- What goes wrong ----------------------------------------------------------------------------
 */

static int fail_late(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc, (void)lo;
    return hi == *(const size_t *)ctx ? 77 : 0;
}

static int nothing(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc, (void)lo, (void)hi, (void)ctx;
    return 0;
}

START_TEST(failures_come_back)
{
    struct place place = place_open(_i);
    size_t n = 100000;
    ck_assert_int_eq(cupro_scan(n, fail_late, nothing, &cupro_plus_u64, NULL, &n, AT(place)), 77);
    ck_assert_int_eq(cupro_scan(n, nothing, fail_late, &cupro_plus_u64, NULL, &n, AT(place)), 77);
    place_close(&place);
}
END_TEST

static int make_zero(void *acc, void *ctx)
{
    (void)ctx;
    *(int32_t *)acc = 0;
    return 0;
}

START_TEST(what_is_wrong_is_refused)
{
    static int32_t in[100], out[100], *none = NULL;
    const cupro_monoid *plus = &cupro_plus_i32;
    cupro_monoid owning = *plus;
    owning.init = make_zero;
    ck_assert_int_eq(cupro_scan_inclusive(in, out, 100, &cupro_plus_i64), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_inclusive(in, in + 1, 99, plus), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_exclusive(in + 1, in, 99, plus), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_exclusive(in, out, 100, &owning), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_inclusive(none, out, 1, plus), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_inclusive_with(in, NULL, 4, 1, plus, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_inclusive_with(in, out, 4, SIZE_MAX, plus, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_with(9, NULL, nothing, plus, NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_with(9, nothing, NULL, plus, NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scan_inclusive(in, out, 0, plus), 0);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS(
        "scan", PLACES, what_was_folded_so_far_stands_at_each_place,
        numbers_have_scans_of_their_own, floats_have_the_same_bits_on_any_number_of_threads,
        every_index_is_folded_once_and_scanned_once, failures_come_back, what_is_wrong_is_refused);
}
