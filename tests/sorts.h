/* SPDX-License-Identifier: MIT */
/* One sort of one array, both ways, against qsort. */
#ifndef CUPRO_TEST_SORTS_H
#define CUPRO_TEST_SORTS_H

#include "places.h"
#include "shaped.h"

#include <cupro/sort.h>

/* Sort copies between two guards. One assertion for all: each costs Check a system call. */
#define DEFINE_CHECK(tag, T, S)                                                                  \
    static void check_##tag(const struct place *place, struct dice *dice, enum shape shape,      \
                            size_t n)                                                            \
    {                                                                                            \
        T *before = shaped_##tag(dice, shape, n), *sorted = sorted_##tag(before, n);             \
        T *x = malloc((n + 2) * sizeof *x);                                                      \
        bool in_place = dice_once_in(dice, 2);                                                   \
        size_t wrong = 0;                                                                        \
        x[0] = x[n + 1] = 77;                                                                    \
        memcpy(x + 1, before, n * sizeof *x);                                                    \
        int error = cupro_sort(x + 1, n, AT(*place), .in_place = in_place);                      \
        bool rises = memcmp(x + 1, sorted, n * sizeof *x) == 0;                                  \
        memcpy(x + 1, before, n * sizeof *x);                                                    \
        error |= cupro_sort_descending(x + 1, n, AT(*place), .in_place = in_place);              \
        for (size_t i = 0; i < n; i++)                                                           \
            wrong += memcmp(&x[n - i], &sorted[i], sizeof *x) != 0;                              \
        ck_assert_msg(error == 0 && rises && wrong == 0 && x[0] == 77 && x[n + 1] == 77,         \
                      #tag ", shape %d, %zu, in place %d: %d, %d, %zu", (int)shape, n, in_place, \
                      error, rises, wrong);                                                      \
        free(x);                                                                                 \
        free(sorted);                                                                            \
        free(before);                                                                            \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

/* In a test that has place, dice, shape and n. */
#define CHECK_SORT(tag, T, S) check_##tag(&place, &dice, shape, n);

#endif
