/* SPDX-License-Identifier: MIT */
/* A thread beside those that work: it takes no signals, which are for the others. */
#ifndef APPS_SIDE_THREAD_H
#define APPS_SIDE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* As pthread_create(), but it has all signals blocked. */
bool side_thread_start(pthread_t *thread, void *(*body)(void *), void *arg);

#endif
