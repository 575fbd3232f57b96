/* SPDX-License-Identifier: MIT */
/* Tallies inside OpenMP regions and tasks of the user's own. */
#include "run_tests.h"

#include <cupro.h>
#include <omp.h>

enum { ADDS = 10000, KEYS = 100 };

static int add_range(size_t lo, size_t hi, void *tally)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = cupro_tally_add_number(tally, i % KEYS, 1);
    return error;
}

static void check_all(cupro_tally *tally, uint64_t each)
{
    cupro_tally_number *numbers;
    size_t n;
    ck_assert_int_eq(cupro_tally_numbers(tally, &numbers, &n), 0);
    ck_assert_uint_eq(n, KEYS);
    for (size_t i = 0; i < n; i++) {
        ck_assert_uint_eq(numbers[i].key, i);
        ck_assert_uint_eq(numbers[i].count, each);
    }
    free(numbers);
}

START_TEST(regions_tasks_and_nested_regions)
{
    cupro_tally *tally;
    int errors = 0;
    ck_assert_int_eq(cupro_tally_open_numbers(&tally), 0);
#pragma omp parallel for num_threads(4) reduction(| : errors)
    for (size_t i = 0; i < ADDS; i++)
        errors |= cupro_tally_add_number(tally, i % KEYS, 1);
#pragma omp parallel num_threads(4) reduction(| : errors)
#pragma omp single
    errors |= cupro_for(ADDS, add_range, tally, .grain = 10);
    omp_set_max_active_levels(2);
#pragma omp parallel num_threads(2) reduction(| : errors)
    {
#pragma omp parallel num_threads(3) reduction(| : errors)
        errors |= add_range(0, ADDS, tally);
    }
    ck_assert_int_eq(errors, 0);
    check_all(tally, 8 * ADDS / KEYS);
    /* Read from inside one. */
    size_t n = 0;
    ck_assert_int_eq(cupro_tally_add_number(tally, KEYS, 1), 0);
#pragma omp parallel num_threads(3)
#pragma omp single
    errors |= cupro_tally_size(tally, &n, NULL);
    ck_assert(errors == 0 && n == KEYS + 1);
    cupro_tally_close(tally);
}
END_TEST

int main(void)
{
    return RUN_TESTS("tally in OpenMP", 3, regions_tasks_and_nested_regions);
}
