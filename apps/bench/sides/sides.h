/* SPDX-License-Identifier: MIT */
/* Which sides there are, and what they can do. */
#ifndef BENCH_SIDES_H
#define BENCH_SIDES_H

#include "bench/sides/side.h"

#include <stdbool.h>

/* Those who take part in a work: cupro first, then the peers that have it. */
struct bench_entrants {
    size_t count;
    enum bench_side_id side[BENCH_SIDE_COUNT];
    bench_task *task[BENCH_SIDE_COUNT];
};

struct bench_entrants bench_entrants_of(enum bench_work work);

const char *bench_side_name(enum bench_side_id side);

/* Debian's, to build the side. */
const char *bench_side_packages(enum bench_side_id side);

bool bench_side_is_built(enum bench_side_id side);

/* Whether it has the work. */
bool bench_side_does(enum bench_side_id side, enum bench_work work);

/* Tell those sides their number of threads that do not read it from variables. */
void bench_sides_start(int threads);

#endif
