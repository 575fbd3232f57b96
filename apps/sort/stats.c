/* SPDX-License-Identifier: MIT */
/* Figures (see stats.h). */
#include "sort/stats.h"

#include "common/diagnostics.h"

#include <cupro/pool.h>

#include <inttypes.h>
#include <sys/resource.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void stats_begin(struct stats *stats, bool wanted)
{
    *stats = (struct stats){.wanted = wanted, .begin = now()};
}

void stats_add(struct stats *stats, uint64_t bytes, uint64_t lines)
{
    atomic_fetch_add(&stats->bytes, bytes);
    atomic_fetch_add(&stats->lines, lines);
}

void stats_end(const struct stats *stats, const struct result *result)
{
    struct rusage usage;
    if (!stats->wanted)
        return;
    getrusage(RUSAGE_SELF, &usage);
    complain("%" PRIu64 " bytes, %" PRIu64 " lines read, %zu runs put aside",
             (uint64_t)atomic_load(&stats->bytes), (uint64_t)atomic_load(&stats->lines),
             stats->runs);
    if (result)
        complain("%" PRIu64 " bytes, %" PRIu64 " lines written", result->bytes, result->lines);
    complain("%d threads, %.2f s, at most %ld MB of memory", cupro_threads(NULL),
             now() - stats->begin, usage.ru_maxrss / 1024);
}
