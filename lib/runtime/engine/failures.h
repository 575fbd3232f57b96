/* SPDX-License-Identifier: MIT */
/* Collecting the failures of an operation (cupro/failures.h) from several threads. Failures are
 * rare, and a lock is cheap then. */
#ifndef CUPRO__FAILURES_H
#define CUPRO__FAILURES_H

#include <cupro/failures.h>
#include <pthread.h>
#include <stdbool.h>

struct cupro__failure_log {
    cupro_failures *list;
    pthread_mutex_t lock;
    bool short_of_memory;
};

/* Begin with an empty list. */
void cupro__failure_log_open(struct cupro__failure_log *log, cupro_failures *list);

/* Any thread. */
void cupro__failure_log_add(struct cupro__failure_log *log, size_t index, int code);

/* Sort the list; false if some of the failures found no room in it. */
bool cupro__failure_log_close(struct cupro__failure_log *log);

#endif
