/* SPDX-License-Identifier: MIT */
#ifndef CUPRO__CLOCK_H
#define CUPRO__CLOCK_H

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Nanoseconds of the monotonic clock. */
static inline int64_t cupro__now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Sleep until a signal, or until the deadline (INT64_MAX: none); false when that has passed. */
static inline bool cupro__sleep_until(pthread_cond_t *wake, pthread_mutex_t *lock, int64_t deadline)
{
    if (deadline == INT64_MAX)
        return pthread_cond_wait(wake, lock) == 0;
    int64_t time = deadline > 0 ? deadline : 0; /* the call refuses what was before the boot */
    struct timespec until = {time / 1000000000, time % 1000000000};
    return pthread_cond_clockwait(wake, lock, CLOCK_MONOTONIC, &until) != ETIMEDOUT;
}

#endif
