/* SPDX-License-Identifier: MIT */
/* The process's end (see exit.h). What begins after the handler has run is not held back; libomp's
 * own handler comes next, for it was registered earlier (fork.c). */
#include "runtime/pools/exit.h"

#include "runtime/engine/backend.h"
#include "runtime/pools/fork.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { POLL_US = 50, MOST_POLLS = 1000 };

static atomic_int inside;

void cupro__exit_delay(void)
{
    atomic_fetch_add_explicit(&inside, 1, memory_order_relaxed);
}

void cupro__exit_allow(void)
{
    atomic_fetch_sub_explicit(&inside, 1, memory_order_release);
}

static void await_others(void)
{
    for (int i = 0; i < MOST_POLLS && atomic_load_explicit(&inside, memory_order_acquire) > 0; i++)
        usleep(POLL_US);
}

/* In a child none of the threads is left. */
static void after_fork(void)
{
    atomic_store(&inside, 0);
}

static void watch(void)
{
    cupro__fork_tell(after_fork);
    if (cupro__backend_keeps_threads())
        atexit(await_others);
}

void cupro__exit_watch(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch);
}
