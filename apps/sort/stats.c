/* SPDX-License-Identifier: MIT */
/* Figures (see stats.h). */
#include "sort/stats.h"

#include "common/diagnostics.h"

#include <cupro/pool.h>

#include <inttypes.h>
#include <sys/resource.h>

void stats_add(struct stats *stats, const struct intake *intake)
{
    stats->bytes = intake->total;
    stats->lines += intake->lines;
}

void stats_print(const struct stats *stats, double seconds)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    complain("%" PRIu64 " bytes, %" PRIu64 " lines, %zu runs put aside", stats->bytes, stats->lines,
             stats->runs);
    complain("%d threads, %.2f s, at most %ld MB of memory", cupro_threads(NULL), seconds,
             usage.ru_maxrss / 1024);
}
