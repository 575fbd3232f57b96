/* SPDX-License-Identifier: MIT */
/* --stats: what was done, and what it took. */
#ifndef SORT_STATS_H
#define SORT_STATS_H

#include "sort/result.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stats {
    bool wanted;
    double begin;                       /* seconds */
    atomic_uint_least64_t bytes, lines; /* read */
    size_t runs;                        /* put aside */
};

void stats_begin(struct stats *stats, bool wanted);

/* So much was read. Any thread. */
void stats_add(struct stats *stats, uint64_t bytes, uint64_t lines);

/* Print them on standard error, if they are wanted; `result` is NULL where there is none. */
void stats_end(const struct stats *stats, const struct result *result);

#endif
