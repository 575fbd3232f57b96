/* SPDX-License-Identifier: MIT */
/* The peers. Those that were not built have no code to link with, and a NULL here. */
#include "side.h"

#pragma weak std_par_task_for
#pragma weak tbb_task_for
#pragma weak tbb_start
#pragma weak parallel_mode_task_for
#pragma weak rayon_task_for

const struct bench_side bench_peers[BENCH_PEERS] = {
    [BENCH_OPENMP] = {"OpenMP", "gcc", openmp_task_for, NULL},
    [BENCH_STD_PAR] = {"std::execution::par", "g++ libtbb-dev", std_par_task_for, tbb_start},
    [BENCH_TBB] = {"oneTBB", "g++ libtbb-dev", tbb_task_for, tbb_start},
    [BENCH_PARALLEL_MODE] = {"libstdc++ parallel", "gcc g++", parallel_mode_task_for, NULL},
    [BENCH_RAYON] = {"Rayon", "cargo librust-rayon-dev", rayon_task_for, NULL},
};
