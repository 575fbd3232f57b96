/* SPDX-License-Identifier: MIT */
/* What the engine itself costs: dispatch, chunks, idling. */
#include "bench/measure.h"
#include "bench/settings.h"

#include <cupro.h>
#include <time.h>

enum { CHUNKS = 1000000, REPEATS = 20000, QUICK_REPEATS = 4000 };

static int nothing(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    (void)ctx;
    return 0;
}

/* CPU time of all threads, in ns a chunk; the bodies are empty. */
static double chunk_overhead(void *data)
{
    (void)data;
    double begin = bench_cpu_seconds();
    if (cupro_for(CHUNKS, nothing, NULL, .grain = 1) != 0)
        return -1;
    return (bench_cpu_seconds() - begin) * 1e9 / CHUNKS;
}

static double dispatch(cupro_pool *pool)
{
    const int repeats = bench_settings.is_quick ? QUICK_REPEATS : REPEATS;
    double begin = seconds_now();
    for (int i = 0; i < repeats; i++)
        if (cupro_for(2, nothing, NULL, .grain = 1, .pool = pool) != 0)
            return -1;
    return (seconds_now() - begin) * 1e6 / repeats;
}

static double dispatch_to_default(void *data)
{
    (void)data;
    return dispatch(NULL);
}

static double dispatch_to_pool(void *pool)
{
    return dispatch(pool);
}

static void *open_pool(void)
{
    cupro_pool *pool;
    return cupro_pool_open(&pool, .threads = bench_settings.threads) == 0 ? pool : NULL;
}

static void close_pool(void *pool)
{
    cupro_pool_close(pool);
}

static double small_sum(void *data)
{
    (void)data;
    static int32_t x[1000];
    int64_t sum = 0;
    double begin = seconds_now();
    for (int i = 0; i < REPEATS; i++) {
        x[i % 1000] = i;
        if (cupro_sum(x, 1000, &sum) != 0)
            return -1;
    }
    return (seconds_now() - begin) * 1e6 / REPEATS;
}

/* Percent of a CPU that the process burns, 100 ms after its last operation. */
static double idle(void *data)
{
    (void)data;
    const struct timespec settle = {0, 100000000}, watch = {0, 500000000};
    if (cupro_for(2, nothing, NULL, .grain = 1) != 0)
        return -1;
    nanosleep(&settle, NULL);
    double begin = bench_cpu_seconds();
    nanosleep(&watch, NULL);
    return (bench_cpu_seconds() - begin) / 0.5 * 100;
}

/* The pool's rows come first: a process that has had a default team has more threads than
 * processors once a pool is open, and libgomp then waits in a slower way. */
static const struct bench_figure_row rows[] = {
    {.name = "engine-pool",
     .what = "an empty cupro_for of 2 chunks, through an explicit pool",
     .figure = dispatch_to_pool,
     .prepare = open_pool,
     .finish = close_pool,
     .unit = "us",
     .target = 4},
    {.name = "engine-default",
     .what = "an empty cupro_for of 2 chunks, on the default pool",
     .figure = dispatch_to_default,
     .unit = "us",
     .target = 2},
    {.name = "engine-chunk",
     .what = "CPU time a chunk, 1e6 empty chunks",
     .figure = chunk_overhead,
     .unit = "ns",
     .target = 20},
    {.name = "sum-small",
     .what = "cupro_sum of 1000 int32",
     .figure = small_sum,
     .unit = "us",
     .target = 0.3},
    {.name = "engine-idle",
     .what = "CPU used 100 ms after the last call",
     .figure = idle,
     .unit = "%",
     .target = 1},
};

const struct bench_figure_rows bench_engine_rows = {rows, sizeof rows / sizeof rows[0]};
