/* SPDX-License-Identifier: MIT */
/*
 * Measuring: a warm-up of each side, then rounds in which each side has a run, then medians.
 *
 * The warm-up finds how many calls take long enough to be timed, and compares every element of the
 * results; the rounds compare samples. Before each run the process rests, because the threads of
 * the side that ran last go on looking for work for some milliseconds, at the expense of the next:
 * an OpenMP team's would slow down every peer that has threads of its own.
 */
#include "bench/measure.h"

#include <stdlib.h>
#include <time.h>

enum { SAMPLE_STRIDE = 997, SLOW_RUNS = 3 };

static const double least_seconds = 5e-3; /* of a run */

/* Of a run, for which fewer are enough: what takes long varies less, and hash tables of others take
 * half a minute for what others do in one second. */
static const double slow_seconds = 8;

double bench_cpu_seconds(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

/* How often to measure what takes so long. */
static int runs_of(double seconds, int runs)
{
    return seconds > slow_seconds && runs > SLOW_RUNS ? SLOW_RUNS : runs;
}

/* -- Figure rows ------------------------------------------------------------------------------- */

struct bench_figure_result bench_measure_figure(const struct bench_figure_row *row, int runs)
{
    struct bench_figure_result result = {.agrees = true};
    double figure[BENCH_MOST_RUNS];
    void *data = row->prepare != NULL ? row->prepare() : NULL;
    if (row->prepare != NULL && data == NULL)
        return result;
    result.is_here = true;
    for (int i = -1; i < runs && result.is_here; i++) { /* run -1 warms up */
        double begin = seconds_now(), measured = row->figure(data);
        result.is_here = measured >= 0;
        result.agrees = measured > BENCH_DIFFERENT;
        if (i < 0)
            runs = runs_of(seconds_now() - begin, runs);
        else
            figure[i] = measured;
    }
    if (result.is_here)
        result.figure = spread_of(figure, runs);
    if (row->finish != NULL)
        row->finish(data);
    return result;
}

/* -- Work rows --------------------------------------------------------------------------------- */

/* What all runs of a row have in common. */
struct course {
    const struct bench_work_row *row;
    struct bench_arrays *arrays;
    struct bench_entrants entrants;
    size_t calls[BENCH_SIDE_COUNT]; /* in a run */
    int runs[BENCH_SIDE_COUNT];
    uint64_t sample; /* the digest of cupro's result that runs are compared with */
};

static void rest(void)
{
    const struct timespec pause = {0, 10000000};
    nanosleep(&pause, NULL);
}

static double time_calls(const struct course *course, bench_task *task, size_t calls)
{
    double begin = seconds_now();
    for (size_t i = 0; i < calls; i++)
        task(course->arrays);
    return seconds_now() - begin;
}

/* Where calls work in place, each is timed by itself. */
static double time_run(const struct course *course, bench_task *task, size_t calls)
{
    if (!course->row->in_place)
        return time_calls(course, task, calls);
    double seconds = 0;
    for (size_t i = 0; i < calls; i++) {
        arrays_restore(course->arrays, course->row);
        seconds += time_calls(course, task, 1);
    }
    return seconds;
}

static void plan(struct course *course, size_t e, int runs)
{
    size_t calls = 1;
    double seconds;
    while ((seconds = time_run(course, course->entrants.task[e], calls)) < least_seconds)
        calls *= 2;
    course->calls[e] = calls;
    course->runs[e] = runs_of(seconds, runs);
}

/* No place of an order that is random can be compared, only the whole. */
static uint64_t sample_of(const struct course *course)
{
    return arrays_digest(course->arrays, course->row, course->row->any_order ? 1 : SAMPLE_STRIDE);
}

static void warm_up(struct course *course, struct bench_work_result *result, int runs)
{
    uint64_t whole = 0;
    for (size_t e = 0; e < course->entrants.count; e++) {
        arrays_forget(course->arrays, course->row);
        plan(course, e, runs);
        uint64_t digest = arrays_digest(course->arrays, course->row, 1);
        if (e == 0) {
            whole = digest;
            course->sample = sample_of(course);
        }
        result->agrees[e] = digest == whole;
    }
}

static double run(const struct course *course, size_t e, struct bench_work_result *result)
{
    arrays_forget(course->arrays, course->row);
    rest();
    double seconds = time_run(course, course->entrants.task[e], course->calls[e]);
    result->agrees[e] = result->agrees[e] && sample_of(course) == course->sample;
    return seconds / (double)course->calls[e];
}

struct bench_work_result bench_measure_work(const struct bench_work_row *row,
                                            struct bench_arrays *arrays, size_t n, int runs)
{
    const size_t whole = arrays->n;
    struct course course = {.row = row, .arrays = arrays, .entrants = bench_entrants_of(row->work)};
    struct bench_work_result result = {.n = n, .entrants = course.entrants};
    const size_t count = course.entrants.count;
    double seconds[BENCH_SIDE_COUNT][BENCH_MOST_RUNS], ratio[BENCH_MOST_RUNS];
    arrays->n = n;
    warm_up(&course, &result, runs);
    for (int r = 0; r < runs; r++)
        for (size_t e = 0; e < count; e++)
            if (r < course.runs[e])
                seconds[e][r] = run(&course, e, &result);
    for (size_t e = count; e-- > 0;) { /* cupro's are sorted last */
        const int both = course.runs[e] < course.runs[0] ? course.runs[e] : course.runs[0];
        for (int r = 0; r < both; r++)
            ratio[r] = seconds[0][r] / seconds[e][r];
        result.ratio[e] = spread_of(ratio, both);
        result.seconds[e] = spread_of(seconds[e], course.runs[e]).median;
    }
    bench_release(arrays);
    arrays->n = whole;
    return result;
}

bool bench_all_agree(const struct bench_work_result *result)
{
    bool agree = true;
    for (size_t e = 0; e < result->entrants.count; e++)
        agree = agree && result->agrees[e];
    return agree;
}
