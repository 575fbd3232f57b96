/* SPDX-License-Identifier: MIT */
/* The table of all functions of all sides. Those that do not exist are weak, and so NULL here. */
#include "bench/sides/sides.h"

#define WEAK(work) extern __attribute__((weak)) bench_task BENCH_TASKS(work);
BENCH_WORKS(WEAK)
#pragma weak tbb_start

#define ROW(work) {BENCH_TASKS(work)},
static bench_task *const tasks[BENCH_WORK_COUNT][BENCH_SIDE_COUNT] = {BENCH_WORKS(ROW)};

static const struct {
    const char *name, *packages;
    void (*start)(int threads); /* NULL: it reads the number from variables, or was not built */
} sides[BENCH_SIDE_COUNT] = {
    [BENCH_CUPRO] = {"cupro", "", NULL},
    [BENCH_SERIAL] = {"serial loop", "gcc", NULL},
    [BENCH_OPENMP] = {"OpenMP", "gcc", NULL},
    [BENCH_STD_PAR] = {"std::execution::par", "g++ libtbb-dev", tbb_start},
    [BENCH_TBB] = {"oneTBB", "g++ libtbb-dev", tbb_start},
    [BENCH_PARALLEL_MODE] = {"libstdc++ parallel", "gcc g++", NULL},
    [BENCH_RAYON] = {"Rayon", "cargo librust-rayon-dev librust-hashbrown-dev", NULL},
    [BENCH_RAYON_STD] = {"Rayon, std HashMap", "cargo librust-rayon-dev", NULL},
    [BENCH_DASHMAP] = {"Rayon, DashMap", "cargo librust-rayon-dev librust-dashmap-dev", NULL},
};

struct bench_entrants bench_entrants_of(enum bench_work work)
{
    struct bench_entrants entrants = {0};
    for (enum bench_side_id side = 0; side < BENCH_SIDE_COUNT; side++) {
        if (tasks[work][side] == NULL)
            continue;
        entrants.side[entrants.count] = side;
        entrants.task[entrants.count++] = tasks[work][side];
    }
    return entrants;
}

const char *bench_side_name(enum bench_side_id side)
{
    return sides[side].name;
}

const char *bench_side_packages(enum bench_side_id side)
{
    return sides[side].packages;
}

bool bench_side_does(enum bench_side_id side, enum bench_work work)
{
    return tasks[work][side] != NULL;
}

bool bench_side_is_built(enum bench_side_id side)
{
    for (enum bench_work work = 0; work < BENCH_WORK_COUNT; work++)
        if (tasks[work][side] != NULL)
            return true;
    return false;
}

void bench_sides_start(int threads)
{
    for (enum bench_side_id side = 0; side < BENCH_SIDE_COUNT; side++)
        if (sides[side].start != NULL)
            sides[side].start(threads);
}
