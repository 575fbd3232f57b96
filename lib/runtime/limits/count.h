/* SPDX-License-Identifier: MIT */
/* How many threads, and why: CUPRO_NUM_THREADS, else OMP_NUM_THREADS, else the processors that the
 * affinity mask and the CPU quota leave to the calling thread, or fewer if the profile says so. */
#ifndef CUPRO__COUNT_H
#define CUPRO__COUNT_H

#include <stddef.h>

/* More threads than this are refused: a typing mistake, not a machine. */
#define CUPRO__MOST_THREADS 65536

/* The number, at least 1. Environment, profile and quota are read once a process, the affinity mask
 * once a thread; what omp_set_num_threads says counts at each call. */
int cupro__count_threads(void);

/* Where that number comes from, as "2 CPUs in the affinity mask". */
void cupro__count_reason(char *text, size_t size);

#endif
