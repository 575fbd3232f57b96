/* SPDX-License-Identifier: MIT */
/* cupro_alloc, cupro_free and cupro_where, on any machine. */
#include "run_tests.h"

#include <cupro.h>

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

START_TEST(memory_is_zeros_and_begins_with_a_page)
{
    unsigned char *x;
    ck_assert_int_eq(cupro_alloc(&x, 100000), 0);
    ck_assert_uint_eq((uintptr_t)x % page_size(), 0);
    for (size_t i = 0; i < 100000; i++)
        if (x[i] != 0)
            ck_abort_msg("byte %zu is %d", i, x[i]);
    memset(x, 1, 100000);
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

START_TEST(nothing_is_no_memory)
{
    double *x = (double *)&x;
    ck_assert_int_eq(cupro_alloc(&x, 0), 0);
    ck_assert_ptr_null(x);
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

START_TEST(what_there_cannot_be_is_refused)
{
    const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 5000, SIZE_MAX - (2u << 20), SIZE_MAX / 2};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int huge = 0; huge < 2; huge++) {
            void *x = &x;
            ck_assert_int_eq(cupro_alloc(&x, sizes[i], .huge = huge), CUPRO_ENOMEM);
            ck_assert_ptr_null(x);
        }
}
END_TEST

START_TEST(memory_is_released_once)
{
    char *x, here;
    ck_assert_int_eq(cupro_alloc(&x, 3 * page_size()), 0);
    ck_assert_int_eq(cupro_free(x + page_size()), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_free(x + 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_free(&here), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_free(x), 0);
    ck_assert_int_eq(cupro_free(x), CUPRO_EINVAL);
}
END_TEST

static size_t present(const cupro_map *map)
{
    size_t pages = 0;
    for (int i = 0; i < map->nodes; i++)
        pages += map->on_node[i];
    return pages;
}

START_TEST(pages_are_counted_as_they_come_to_be)
{
    const size_t page = page_size(), pages = 1300;
    static cupro_map map;
    char *x;
    ck_assert_int_eq(cupro_alloc(&x, pages * page), 0);
    ck_assert_int_eq(cupro_where(x, pages * page, &map), 0);
    ck_assert_uint_eq(map.page_size, page);
    ck_assert_uint_eq(map.pages, pages);
    ck_assert_uint_eq(map.absent + map.unknown, pages);
    for (size_t i = 0; i < pages / 2; i++)
        x[i * page] = 1;
    ck_assert_int_eq(cupro_where(x, pages * page, &map), 0);
    ck_assert_uint_eq(map.pages, pages);
    ck_assert_uint_eq(map.absent + map.unknown + present(&map), pages);
    if (map.unknown == 0)
        ck_assert_uint_ge(present(&map), pages / 2);
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

START_TEST(pages_that_have_a_part_of_the_range_count)
{
    const size_t page = page_size();
    static cupro_map map;
    char *x;
    ck_assert_int_eq(cupro_alloc(&x, 4 * page), 0);
    const struct {
        size_t from, bytes, pages;
    } ranges[] = {{0, 1, 1},        {0, page, 1},     {1, page, 2},     {page - 1, 2, 2},
                  {5, 0, 0},        {5, page - 5, 1}, {5, page - 4, 2}, {0, 4 * page, 4},
                  {1, 2 * page, 3}, {page, page, 1}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        ck_assert_int_eq(cupro_where(x + ranges[i].from, ranges[i].bytes, &map), 0);
        ck_assert_uint_eq(map.pages, ranges[i].pages);
    }
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

START_TEST(bad_questions_are_refused)
{
    static cupro_map map;
    char here = 0;
    ck_assert_int_eq(cupro_where(&here, 1, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_where(NULL, 1, &map), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_where(&here, SIZE_MAX, &map), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_where(NULL, 0, &map), 0);
    ck_assert_int_eq(cupro_alloc_with(NULL, 1, NULL), CUPRO_EINVAL);
}
END_TEST

static int get_and_release(size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    for (size_t i = lo; i < hi; i++) {
        char *x;
        int error = cupro_alloc(&x, 1 + i * 1000);
        if (error != 0)
            return error;
        x[i * 1000] = 1;
        bool listed = cupro_place(x, 1 + i * 1000) == 0 && cupro_free(x + 1) == CUPRO_EINVAL;
        if (!listed || cupro_free(x) != 0)
            return 1;
    }
    return 0;
}

START_TEST(threads_get_and_release_at_the_same_time)
{
    ck_assert_int_eq(cupro_for(200, get_and_release, NULL, .grain = 1), 0);
}
END_TEST

START_TEST(options_that_mean_nothing_are_refused)
{
    char *x = NULL, here[10];
    cupro_pool *closed;
    ck_assert_int_eq(cupro_pool_open(&closed, .threads = 1), 0);
    ck_assert_int_eq(cupro_pool_close(closed), 0);
    const cupro_memory_options wrong[] = {
        {.place = (cupro_placement)-1},
        {.place = (cupro_placement)(CUPRO_PLACE_NODE + 1)},
        {.prefer = (cupro_prefer)-1},
        {.prefer = (cupro_prefer)(CUPRO_PREFER_CAPACITY + 1)},
        {.node = 1},
        {.place = CUPRO_PLACE_NODE, .node = -1},
        {.place = CUPRO_PLACE_NODE, .node = 100000},
        {.place = CUPRO_PLACE_SLICES, .pool = closed},
        {.pool = closed},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(cupro_alloc_with(&x, 10, &wrong[i]), CUPRO_EINVAL);
        ck_assert_ptr_null(x);
        ck_assert_int_eq(cupro_place_with(here, sizeof here, &wrong[i]), CUPRO_EINVAL);
    }
    ck_assert_int_eq(cupro_alloc(&x, 10, .migrate = true), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_place(here, sizeof here, .huge = true), CUPRO_EINVAL);
}
END_TEST

START_TEST(ranges_that_cannot_be_placed_are_refused)
{
    char *x, here[10];
    ck_assert_int_eq(cupro_alloc(&x, 3 * page_size() + 5), 0);
    ck_assert_int_eq(cupro_place(NULL, 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_place(here, SIZE_MAX), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_place(x, 3 * page_size() + 6), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_place(x - 1, page_size()), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_place(x + 1, 3 * page_size() + 5), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_place(NULL, 0), 0);
    ck_assert_int_eq(cupro_place(x + 1, 3 * page_size() + 4), 0);
    ck_assert_int_eq(cupro_place(here, sizeof here), 0);
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

START_TEST(a_range_with_a_hole_is_not_placed)
{
    size_t page = page_size();
    char *x = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(x, MAP_FAILED);
    ck_assert_int_eq(cupro_place(x, 3 * page, .place = CUPRO_PLACE_INTERLEAVE), 0);
    munmap(x + page, page);
    for (int place = CUPRO_PLACE_DEFAULT; place < CUPRO_PLACE_NODE; place++) {
        ck_assert_int_eq(cupro_place(x, 3 * page, .place = (cupro_placement)place), CUPRO_EINVAL);
        ck_assert_int_eq(cupro_place(x + page, 5, .place = (cupro_placement)place), CUPRO_EINVAL);
        ck_assert_int_eq(cupro_place(x + page - 1, 2, .place = (cupro_placement)place),
                         CUPRO_EINVAL);
        ck_assert_int_eq(cupro_place(x, page, .place = (cupro_placement)place), 0);
    }
    munmap(x, 3 * page);
}
END_TEST

int main(void)
{
    return RUN_TESTS("memory", 1, memory_is_zeros_and_begins_with_a_page, nothing_is_no_memory,
                     what_there_cannot_be_is_refused, memory_is_released_once,
                     pages_are_counted_as_they_come_to_be,
                     pages_that_have_a_part_of_the_range_count, bad_questions_are_refused,
                     threads_get_and_release_at_the_same_time,
                     options_that_mean_nothing_are_refused,
                     ranges_that_cannot_be_placed_are_refused, a_range_with_a_hole_is_not_placed);
}
