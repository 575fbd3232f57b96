/* SPDX-License-Identifier: MIT */
/* Works (see works.h). Map and reduce are as fast as the memory, sort and count are not; so they
 * have their knees at different numbers of threads. */
#include "tune/works.h"

#include "tune/stopwatch.h"

#include "common/diagnostics.h"

#include <cupro.h>

#include <math.h>
#include <string.h>

static const struct {
    const char *name, *text;
} names[TUNE_WORKS] = {
    {"map", "cupro_collect, y = sqrt(1 + x * x), doubles"},
    {"reduce", "cupro_sum, doubles"},
    {"sort", "cupro_sort, random doubles"},
    {"count", "cupro_count_values, 32-bit numbers, 100000 of them, some more frequent"},
};

const char *tune_work_name(enum tune_work work)
{
    return names[work].name;
}

const char *tune_work_text(enum tune_work work)
{
    return names[work].text;
}

/* In [0, 1), the same for each index on any thread. (Steele, Lea, Flood: splitmix64.) */
static double random_number(size_t i)
{
    uint64_t x = (uint64_t)i * 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return (double)((x ^ x >> 31) >> 11) * 0x1p-53;
}

CUPRO_MAP(random_of, size_t, double, i, random_number(i));
CUPRO_MAP(key_of, size_t, uint32_t, i, (uint32_t)(100000 * random_number(i) * random_number(~i)));
CUPRO_MAP(length_of, double, double, x, sqrt(1 + x * x));

void works_open(struct works *works, size_t n)
{
    const struct works_results found = works->found;
    *works = (struct works){.n = n, .found = found};
    stopwatch_check(cupro_alloc(&works->numbers, n * sizeof *works->numbers, .huge = true));
    stopwatch_check(cupro_alloc(&works->result, n * sizeof *works->result, .huge = true));
    stopwatch_check(cupro_alloc(&works->keys, n * sizeof *works->keys, .huge = true));
    stopwatch_check(cupro_tabulate(works->numbers, n, &random_of));
    stopwatch_check(cupro_tabulate(works->result, n, &random_of));
    stopwatch_check(cupro_tabulate(works->keys, n, &key_of));
}

void works_close(struct works *works)
{
    cupro_free(works->numbers);
    cupro_free(works->result);
    cupro_free(works->keys);
}

/* -- Each of them ------------------------------------------------------------------------------ */

static int run_map(void *arg)
{
    struct works *works = arg;
    return cupro_collect(cupro_from(works->numbers, works->n, &length_of), works->result, NULL);
}

static int run_reduce(void *arg)
{
    struct works *works = arg;
    double sum;
    const int error = cupro_sum(works->numbers, works->n, &sum);
    if (error == 0 && works->found.sum != 0 && works->found.sum != sum)
        fail("sums differ: %.17g and %.17g", works->found.sum, sum);
    works->found.sum = sum;
    return error;
}

static int copy_range(size_t lo, size_t hi, void *arg)
{
    const struct works *works = arg;
    memcpy(works->result + lo, works->numbers + lo, (hi - lo) * sizeof *works->result);
    return 0;
}

static int restore(void *arg)
{
    struct works *works = arg;
    return cupro_for(works->n, copy_range, works);
}

static int run_sort(void *arg)
{
    struct works *works = arg;
    return cupro_sort(works->result, works->n);
}

static int run_count(void *arg)
{
    struct works *works = arg;
    cupro_counts counts = {0};
    const int error = cupro_count_values(works->keys, works->n, &counts);
    if (error == 0 && works->found.keys != 0 && works->found.keys != counts.count)
        fail("numbers of keys differ: %zu and %zu", works->found.keys, counts.count);
    works->found.keys = counts.count;
    cupro_counts_free(&counts);
    return error;
}

static void check_sorted(struct works *works)
{
    struct works_results *found = &works->found;
    bool sorted;
    const double least = works->result[0], most = works->result[works->n - 1];
    stopwatch_check(cupro_is_sorted(works->result, works->n, &sorted));
    if (!sorted || (found->most != 0 && (found->least != least || found->most != most)))
        fail("sorted arrays differ");
    found->least = least;
    found->most = most;
}

struct figure works_time(struct works *works, enum tune_work work, double seconds)
{
    static int (*const run[TUNE_WORKS])(void *) = {run_map, run_reduce, run_sort, run_count};
    const struct stopwatch_task task = {work == TUNE_SORT ? restore : NULL, run[work], works};
    const struct figure figure = stopwatch_time(&task, seconds);
    if (work == TUNE_SORT)
        check_sorted(works);
    return figure;
}
