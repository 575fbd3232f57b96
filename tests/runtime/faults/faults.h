/* SPDX-License-Identifier: MIT */
/*
 * Faults on demand: the library's calls of malloc and its kin, and of pthread_create, are wrapped
 * by the linker (see CMakeLists.txt) and can be made to fail. hwloc, OpenMP and libc keep theirs.
 */
#ifndef CUPRO_TEST_FAULTS_H
#define CUPRO_TEST_FAULTS_H

#include <stdbool.h>

enum fault { FAULT_OF_MEMORY, FAULT_OF_THREADS };

/* From now on the which-th call of that kind fails, counted from 1; `on`: and all after it. */
void faults_arm(enum fault fault, int which, bool on);

/* No more; whether a call has failed. */
bool faults_disarm(void);

/* Blocks that were allocated and not freed, by all calls that are wrapped. */
long faults_blocks(void);

/* Calls that could have been made to fail, so far. */
long faults_calls(void);

#endif
