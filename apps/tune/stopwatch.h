/* SPDX-License-Identifier: MIT */
/*
 * Timing one thing: a warm-up, then runs until its share of the time is used up, but some at least
 * and not too many; median, fastest and slowest.
 */
#ifndef TUNE_STOPWATCH_H
#define TUNE_STOPWATCH_H

#include "tune/tuning.h"

enum { STOPWATCH_LEAST_RUNS = 3, STOPWATCH_MOST_RUNS = 15 };

struct stopwatch_task {
    int (*prepare)(void *arg); /* before each run, not timed; or NULL */
    int (*run)(void *arg);
    void *arg;
};

/* Seconds a run. `seconds` is the share; fails with a message when the task returns a code. */
struct figure stopwatch_time(const struct stopwatch_task *task, double seconds);

/* Fails with the words for a code that is not 0. */
void stopwatch_check(int code);

#endif
