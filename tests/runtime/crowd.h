/* SPDX-License-Identifier: MIT */
/* Which threads took part in something. */
#ifndef CUPRO_TEST_CROWD_H
#define CUPRO_TEST_CROWD_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>
#include <unistd.h>

#define CROWD_ROOM 256

struct crowd {
    pthread_mutex_t lock;
    int size;
    pid_t tid[CROWD_ROOM];
};

#define CROWD_OF_NONE                     \
    {                                     \
        .lock = PTHREAD_MUTEX_INITIALIZER \
    }

static inline bool crowd_has(const struct crowd *crowd, pid_t tid)
{
    for (int i = 0; i < crowd->size; i++)
        if (crowd->tid[i] == tid)
            return true;
    return false;
}

/* The calling thread joins; again changes nothing. */
static inline void crowd_join(struct crowd *crowd)
{
    pthread_mutex_lock(&crowd->lock);
    if (!crowd_has(crowd, gettid()) && crowd->size < CROWD_ROOM)
        crowd->tid[crowd->size++] = gettid();
    pthread_mutex_unlock(&crowd->lock);
}

static inline bool crowd_within(const struct crowd *some, const struct crowd *all)
{
    for (int i = 0; i < some->size; i++)
        if (!crowd_has(all, some->tid[i]))
            return false;
    return true;
}

#endif
