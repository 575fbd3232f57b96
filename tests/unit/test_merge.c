/* SPDX-License-Identifier: MIT */
/* cupro_merge of all types, against sorting both arrays together. */
#include "places.h"
#include "reports.h"
#include "run_tests.h"
#include "shaped.h"

#include <cupro/error.h>
#include <cupro/merge.h>
#include <stdlib.h>

#define DEFINE_CHECK(tag, T, S)                                                                    \
    static void check_##tag(const struct place *place, struct dice *dice, size_t na, size_t nb)    \
    {                                                                                              \
        enum shape shape = (enum shape)dice_below(dice, ALL_SHAPES);                               \
        size_t n = na + nb, grain = dice_below(dice, 3) * 1500;                                    \
        T *both = shaped_##tag(dice, shape, n), *a = sorted_##tag(both, na);                       \
        T *b = sorted_##tag(both + na, nb), *all = sorted_##tag(both, n);                          \
        T *out = malloc((n + 2) * sizeof *out);                                                    \
        out[0] = out[n + 1] = 77;                                                                  \
        int error = cupro_merge(a, na, b, nb, out + 1, AT(*place), .grain = grain);                \
        bool same = memcmp(out + 1, all, n * sizeof *out) == 0;                                    \
        bool fenced = out[0] == 77 && out[n + 1] == 77;                                            \
        error |= cupro_merge(both, na, both + na, nb, out + 1, AT(*place)); /* not sorted */       \
        ck_assert_msg(error == 0 && same && fenced && out[0] == 77 && out[n + 1] == 77,            \
                      #tag ", shape %d, %zu and %zu: %d, %d, %d", (int)shape, na, nb, error, same, \
                      fenced);                                                                     \
        free(out);                                                                                 \
        free(all);                                                                                 \
        free(b);                                                                                   \
        free(a);                                                                                   \
        free(both);                                                                                \
    }
CUPRO_NUMBERS(DEFINE_CHECK)

#define CHECK(tag, T, S) check_##tag(&place, &dice, na, nb);

/* Each on one of the places. */
START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = (size_t)_i; n <= 500; n += PLACES) {
        size_t na = dice_below(&dice, n + 1), nb = n - na;
        CUPRO_NUMBERS(CHECK)
    }
    place_close(&place);
}
END_TEST

/* Batches of 2048, and what stays on the caller. */
START_TEST(around_borders)
{
    static const size_t lengths[] = {0, 1, 2047, 2048, 2049, 16384, 16385, 50000, 131073};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t na = lengths[dice_below(&dice, COUNT_OF(lengths))];
    size_t nb = lengths[dice_below(&dice, COUNT_OF(lengths))];
    CUPRO_NUMBERS(CHECK)
    nb = 5;
    CUPRO_NUMBERS(CHECK)
    place_close(&place);
}
END_TEST

/* So many that the result is streamed. */
START_TEST(many)
{
    enum { NA = 1200003, NB = 1000000 };
    struct place place = place_open(_i);
    uint64_t *a = malloc(NA * sizeof *a), *b = malloc(NB * sizeof *b);
    uint64_t *out = malloc((NA + NB) * sizeof *out);
    for (size_t i = 0; i < NA; i++)
        a[i] = 5 * i;
    for (size_t i = 0; i < NB; i++)
        b[i] = 5 * i + 2;
    ck_assert_int_eq(cupro_merge(a, NA, b, NB, out, AT(place)), 0);
    size_t wrong = 0;
    for (uint64_t i = 0; i < NA + NB; i++)
        wrong += out[i] != (i < 2 * NB ? i / 2 * 5 + i % 2 * 2 : (i - NB) * 5);
    ck_assert_uint_eq(wrong, 0);
    free(out);
    free(b);
    free(a);
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    double a[3] = {1, 2, 5}, b[6] = {3, 4}, out[6] = {0}, *none = NULL;
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_merge(a, 3, b, 2, out, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_merge(none, 3, b, 2, out), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge(a, 3, none, 2, out), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge(a, 3, b, 2, none), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge(a, SIZE_MAX / 4, b, 2, out), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge(a, SIZE_MAX / 16 + 1, b, SIZE_MAX / 16 + 1, out), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge(a, 3, b, 2, b + 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge(b + 4, 2, a, 3, b), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge(a, 3, b, 2, out, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge(a, 3, b, 2, out, .keep_going = true), CUPRO_EINVAL);
    ck_assert(out[0] == 0 && b[0] == 3 && b[1] == 4);
    ck_assert_int_eq(cupro_merge(none, 0, none, 0, none), 0);
    ck_assert_int_eq(cupro_merge(a, 3, none, 0, out), 0);
    ck_assert(out[2] == 5);
    struct reports reports = {.total = 0};
    cupro_progress progress = REPORTS_TO(&reports);
    ck_assert_int_eq(cupro_merge(a, 3, b, 2, out, .progress = &progress), 0);
    ck_assert(reports_are_complete(&reports) && reports.total == 5 && out[4] == 5);
    ck_assert_int_eq(cupro_merge_f64(a, 2, b, 2, b + 2, NULL), 0);
    ck_assert(b[2] == 1 && b[5] == 4);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("merge", PLACES, every_small_size, around_borders, many,
                     what_is_wrong_is_refused);
}
