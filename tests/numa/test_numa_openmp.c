/* SPDX-License-Identifier: MIT */
/* Slices for the default pool, whose threads OpenMP binds (OMP_PROC_BIND, OMP_PLACES). */
#include "numa/slices.h"
#include "run_tests.h"

START_TEST(slices_lie_near_the_threads_that_openmp_binds)
{
    char *x;
    struct nodes nodes = read_nodes();
    const size_t bytes = (1u << 20) + 999;
    ck_assert_int_eq(
        cupro_alloc(&x, bytes, .place = CUPRO_PLACE_SLICES, .prefer = CUPRO_PREFER_LATENCY), 0);
    touch(x, bytes);
    int bound = expect_slices(&nodes, x, bytes, page_size(), NULL, "of the default pool");
    if (nodes.count > 1)
        ck_assert_int_eq(bound, cupro_threads(NULL));
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

/* Its threads are busy, and cannot be asked; there is memory all the same. */
static int get_slices(size_t lo, size_t hi, void *ctx)
{
    char *x;
    (void)lo;
    (void)hi;
    (void)ctx;
    int error = cupro_alloc(&x, 1u << 20, .place = CUPRO_PLACE_SLICES);
    if (error == 0)
        touch(x, 1u << 20);
    return error != 0 ? error : cupro_free(x);
}

START_TEST(bodies_get_slices_too)
{
    ck_assert_int_eq(cupro_for(8, get_slices, NULL, .grain = 1), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("numa openmp", 1, slices_lie_near_the_threads_that_openmp_binds,
                     bodies_get_slices_too);
}
