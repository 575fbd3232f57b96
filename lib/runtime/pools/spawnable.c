/* SPDX-License-Identifier: MIT */
/*
 * Would the system create n threads? The OpenMP runtimes end the whole process when it refuses
 * ("libgomp: Thread creation failed"), so we ask before they do: create the threads ourselves, all
 * alive at once, and end them again. Another process can still take the last ones in between.
 */
#include "runtime/pools/spawnable.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t opens;
    bool open;
};

static void *stand(void *arg)
{
    struct gate *gate = arg;
    pthread_mutex_lock(&gate->lock);
    while (!gate->open)
        pthread_cond_wait(&gate->opens, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
    return NULL;
}

static void open_gate(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->open = true;
    pthread_cond_broadcast(&gate->opens);
    pthread_mutex_unlock(&gate->lock);
}

/* Threads of this process, or 0 where /proc does not tell. */
static long live_threads(void)
{
    struct stat task;
    return stat("/proc/self/task", &task) == 0 ? (long)task.st_nlink - 2 : 0;
}

/* A joined thread counts against the limits until the kernel has buried it; wait for that, but not
 * for ever, since other threads of the program come and go too. */
static void wait_for_burials(long before)
{
    for (int i = 0; i < 1000 && live_threads() > before; i++)
        sched_yield();
}

/* How many there were, with all signals blocked: these are for the program's threads. */
static int create(pthread_t *thread, int n, const pthread_attr_t *attr, struct gate *gate)
{
    int created = 0;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (created < n && pthread_create(&thread[created], attr, stand, gate) == 0)
        created++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return created;
}

int cupro__spawnable(int n, size_t stack_size)
{
    pthread_attr_t attr;
    pthread_t *thread = malloc((size_t)n * sizeof *thread);
    if (thread == NULL || pthread_attr_init(&attr) != 0) {
        free(thread);
        return 0;
    }
    int created = 0;
    struct gate gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
    long before = live_threads();
    if (stack_size == 0 || pthread_attr_setstacksize(&attr, stack_size) == 0)
        created = create(thread, n, &attr, &gate);
    open_gate(&gate);
    for (int i = 0; i < created; i++)
        pthread_join(thread[i], NULL);
    wait_for_burials(before);
    pthread_attr_destroy(&attr);
    pthread_mutex_destroy(&gate.lock);
    pthread_cond_destroy(&gate.opens);
    free(thread);
    return created;
}
