/* SPDX-License-Identifier: MIT */
/*
 * Grain (see grain_sweep.h). The work is arithmetic in registers, in units of some 20 ns, so that
 * what differs is the cost of handing it out.
 *
 * Chunks: the same work of some milliseconds in ever longer chunks. Starts: an ever longer
 * operation by the caller alone, then by the team, from where it takes the team less time. Between
 * two operations the caller does something else for a while, as programs do: a team that is called
 * at once again starts sooner, one that has gone to sleep much later.
 */
#include "tune/grain_sweep.h"

#include "tune/stopwatch.h"

#include "common/output/progress.h"

#include <cupro/loop.h>

#include <stdatomic.h>

static const double first_chunk_ns = 125, first_start_ns = 1000;
static const double sweep_seconds = 4e-3; /* of work for each thread, or less where time is short */
static const double pause_seconds = 100e-6;

static _Atomic double unused; /* what is computed goes somewhere */

static double unit(double x)
{
    for (int i = 0; i < 8; i++)
        x = x * 0.999999 + 1e-6;
    return x;
}

static int run_units(size_t lo, size_t hi, void *arg)
{
    (void)arg;
    double x = (double)lo;
    for (size_t i = lo; i < hi; i++)
        x = unit(x);
    atomic_store_explicit(&unused, x, memory_order_relaxed);
    return 0;
}

struct sweep {
    size_t units, grain;
    int threads; /* 0: all */
};

static int run_sweep(void *arg)
{
    const struct sweep *sweep = arg;
    return cupro_for(sweep->units, run_units, NULL, .grain = sweep->grain,
                     .threads = sweep->threads);
}

static size_t units_of(double ns, double unit_ns)
{
    return ns > unit_ns ? (size_t)(ns / unit_ns) : 1;
}

static double measure_unit(double seconds)
{
    enum { UNITS = 100000 };
    struct sweep sweep = {.units = UNITS, .grain = UNITS, .threads = 1};
    const struct stopwatch_task task = {NULL, run_sweep, &sweep};
    return stopwatch_time(&task, seconds).spread.median * 1e9 / UNITS;
}

static void sweep_chunks(struct grain *grain, double unit_ns, double seconds)
{
    const double share = seconds / TUNE_CHUNKS, few_runs = share / (STOPWATCH_LEAST_RUNS + 1);
    const double work = few_runs < sweep_seconds ? few_runs : sweep_seconds;
    cupro_pool *pool;
    stopwatch_check(
        cupro_pool_open(&pool, .threads = grain->threads, .bind = CUPRO_BIND_NONE, .name = "tune"));
    cupro_use(pool);
    for (int i = 0; i < TUNE_CHUNKS; i++) {
        grain->chunk[i] = first_chunk_ns * (double)(1 << i);
        struct sweep sweep = {
            .units = units_of(work * 1e9 * grain->threads, unit_ns),
            .grain = units_of(grain->chunk[i], unit_ns),
        };
        const struct stopwatch_task task = {NULL, run_sweep, &sweep};
        grain->time[i] = stopwatch_time(&task, share);
    }
    cupro_use(NULL);
    cupro_pool_close(pool);
}

static int do_something_else(void *arg)
{
    (void)arg;
    const double end = seconds_now() + pause_seconds;
    while (seconds_now() < end)
        ;
    return 0;
}

static void sweep_starts(struct grain *grain, double unit_ns, double seconds)
{
    for (int i = 0; i < TUNE_STARTS; i++) {
        grain->start[i] = first_start_ns * (double)(1 << i);
        const size_t units = units_of(grain->start[i], unit_ns);
        struct sweep alone = {.units = units, .grain = units, .threads = 1};
        struct sweep team = {.units = units,
                             .grain = (units + (size_t)grain->threads - 1) / (size_t)grain->threads,
                             .threads = grain->threads};
        const struct stopwatch_task one = {do_something_else, run_sweep, &alone};
        const struct stopwatch_task all = {do_something_else, run_sweep, &team};
        grain->alone[i] = stopwatch_time(&one, seconds / TUNE_STARTS / 2);
        grain->team[i] = stopwatch_time(&all, seconds / TUNE_STARTS / 2);
    }
}

void grain_measure(struct grain *grain, int threads, double seconds)
{
    *grain = (struct grain){.threads = threads};
    if (threads == 1)
        return;
    progress_show("grain");
    const double unit_ns = measure_unit(seconds / 20);
    sweep_chunks(grain, unit_ns, seconds * 0.6);
    sweep_starts(grain, unit_ns, seconds * 0.3);
}
