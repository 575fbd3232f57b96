/* SPDX-License-Identifier: MIT */
/* Timing (see stopwatch.h). */
#include "tune/stopwatch.h"

#include "common/diagnostics.h"

void stopwatch_check(int code)
{
    if (code != 0)
        fail_code(code);
}

static double time_once(const struct stopwatch_task *task)
{
    if (task->prepare)
        stopwatch_check(task->prepare(task->arg));
    const double begin = seconds_now();
    stopwatch_check(task->run(task->arg));
    return seconds_now() - begin;
}

struct figure stopwatch_time(const struct stopwatch_task *task, double seconds)
{
    double took[STOPWATCH_MOST_RUNS];
    const double end = seconds_now() + seconds;
    int runs = 0;
    time_once(task);
    while (runs < STOPWATCH_LEAST_RUNS || (runs < STOPWATCH_MOST_RUNS && seconds_now() < end))
        took[runs++] = time_once(task);
    return (struct figure){spread_of(took, runs), runs};
}
