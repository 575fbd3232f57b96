/* SPDX-License-Identifier: MIT */
/* Threads for hosts (see lodge.h): each waits for a life, leads it, and then ends or waits for
 * another. */
#include "runtime/pools/lodge.h"

#include "runtime/engine/backend.h"
#include "runtime/pools/fork.h"

#include <cupro/error.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

struct cupro__lodger {
    pthread_t thread;
    size_t stack_size;
    pthread_cond_t change;
    void (*life)(void *arg); /* NULL: free */
    void *arg;
    struct cupro__lodger *next; /* among those that are free */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of all lodgers */
static struct cupro__lodger *free_lodgers;

static void *lodge(void *arg)
{
    struct cupro__lodger *self = arg;
    bool stays = cupro__backend_keeps_threads();
    pthread_mutex_lock(&lock);
    do {
        while (self->life == NULL)
            pthread_cond_wait(&self->change, &lock);
        pthread_mutex_unlock(&lock);
        self->life(self->arg);
        pthread_mutex_lock(&lock);
        self->life = NULL;
        pthread_cond_signal(&self->change);
    } while (stays);
    pthread_mutex_unlock(&lock);
    return NULL;
}

/* In a child none of the threads is left. */
static void after_fork(void)
{
    pthread_mutex_init(&lock, NULL);
    free_lodgers = NULL;
}

/* A thread with that stack (0: the default), and all signals blocked. */
static int create_thread(pthread_t *thread, size_t stack_size, void *(*main)(void *), void *arg)
{
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0)
        return CUPRO_ENOMEM;
    int refused = 0;
    if (stack_size > 0)
        refused = pthread_attr_setstacksize(&attr, stack_size);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (refused == 0)
        refused = pthread_create(thread, &attr, main, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attr);
    return refused == 0 ? 0 : CUPRO_ETHREADS;
}

int cupro__spawn_detached(void *(*main)(void *), void *arg)
{
    pthread_t thread;
    cupro__fork_forbid();
    int error = create_thread(&thread, 0, main, arg);
    cupro__fork_allow();
    if (error == 0)
        pthread_detach(thread);
    return error;
}

static int add(struct cupro__lodger **result, size_t stack_size, void (*life)(void *arg), void *arg)
{
    struct cupro__lodger *lodger = malloc(sizeof *lodger);
    if (lodger == NULL)
        return CUPRO_ENOMEM;
    *lodger = (struct cupro__lodger){.stack_size = stack_size, .life = life, .arg = arg};
    pthread_cond_init(&lodger->change, NULL);
    int error = create_thread(&lodger->thread, stack_size, lodge, lodger);
    if (error != 0) {
        pthread_cond_destroy(&lodger->change);
        free(lodger);
        return error;
    }
    *result = lodger;
    return 0;
}

static struct cupro__lodger *take_free(size_t stack_size)
{
    struct cupro__lodger **link = &free_lodgers;
    while (*link != NULL && (*link)->stack_size != stack_size)
        link = &(*link)->next;
    struct cupro__lodger *lodger = *link;
    if (lodger != NULL)
        *link = lodger->next;
    return lodger;
}

int cupro__lodge_start(struct cupro__lodger **result, size_t stack_size, void (*life)(void *arg),
                       void *arg)
{
    cupro__fork_tell(after_fork);
    pthread_mutex_lock(&lock);
    struct cupro__lodger *lodger = take_free(stack_size);
    if (lodger != NULL) {
        lodger->life = life;
        lodger->arg = arg;
        pthread_cond_signal(&lodger->change);
    }
    pthread_mutex_unlock(&lock);
    if (lodger == NULL)
        return add(result, stack_size, life, arg);
    *result = lodger;
    return 0;
}

void cupro__lodge_join(struct cupro__lodger *lodger)
{
    pthread_mutex_lock(&lock);
    while (lodger->life != NULL)
        pthread_cond_wait(&lodger->change, &lock);
    bool stays = cupro__backend_keeps_threads();
    if (stays) {
        lodger->next = free_lodgers;
        free_lodgers = lodger;
    }
    pthread_mutex_unlock(&lock);
    if (stays)
        return;
    pthread_join(lodger->thread, NULL);
    pthread_cond_destroy(&lodger->change);
    free(lodger);
}
