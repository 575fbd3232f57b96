/* SPDX-License-Identifier: MIT */
/*
 * fork(): what becomes of the library in the child.
 *
 * The child has one thread. libgomp would deadlock if that thread owned a team and opened a region
 * again, so it never does (`forked`): its operations go to a pool, whose host is created then. No
 * thread of ours is created or ended during the fork: a libgomp that is caught counting its threads
 * would be fatal to the child. Those of the default team end when they like.
 */
#include "runtime/pools/fork.h"

#include "runtime/engine/backend.h"
#include "runtime/engine/here.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

enum { MOST_LISTENERS = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of all here, and held over a fork */
static pthread_cond_t quiet = PTHREAD_COND_INITIALIZER;
static int busy; /* how many forbid it */
static void (*listener[MOST_LISTENERS])(void);

static void before(void)
{
    pthread_mutex_lock(&lock);
    while (busy > 0)
        pthread_cond_wait(&quiet, &lock);
}

static void in_parent(void)
{
    pthread_mutex_unlock(&lock);
}

void cupro__fork_forbid(void)
{
    pthread_mutex_lock(&lock);
    busy++;
    pthread_mutex_unlock(&lock);
}

void cupro__fork_allow(void)
{
    pthread_mutex_lock(&lock);
    if (--busy == 0)
        pthread_cond_broadcast(&quiet);
    pthread_mutex_unlock(&lock);
}

void cupro__fork_tell(void (*listen)(void))
{
    int i = 0;
    pthread_mutex_lock(&lock);
    while (listener[i] != NULL && listener[i] != listen)
        i++;
    listener[i] = listen;
    pthread_mutex_unlock(&lock);
}

static void in_child(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&quiet, NULL);
    busy = 0;
    cupro__here = (struct cupro__here){.index = -1, .forked = true, .used = cupro__here.used};
    for (int i = 0; i < MOST_LISTENERS && listener[i] != NULL; i++)
        listener[i]();
}

/* glibc loads this when the first thread ends, and a child that copies a loader at that cannot
 * unwind: its threads abort when they end (18 of 360 children did). So we load it, and keep it. */
static void load_unwinder(void)
{
    (void)dlopen("libgcc_s.so.1", RTLD_LAZY);
}

/* From the start: a child must know that it is one even if the parent has used OpenMP, and not us.
 * But after libomp, which takes its own locks before a fork: those for whom we wait may need them,
 * and what is registered last goes first. */
__attribute__((constructor)) static void watch(void)
{
    load_unwinder();
    cupro__backend_begin();
    pthread_atfork(before, in_parent, in_child);
}
