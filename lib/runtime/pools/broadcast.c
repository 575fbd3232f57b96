/* SPDX-License-Identifier: MIT */
/* cupro_broadcast: a region over the whole team, in which each member calls fn once. */
#include "runtime/limits/count.h"
#include "runtime/pools/default.h"
#include "runtime/engine/here.h"
#include "runtime/pools/pool.h"

#include <pthread.h>

struct broadcast {
    cupro_pool *pool;
    cupro_thread_task *fn;
    void *arg;
    pthread_mutex_t lock; /* of the next two */
    int failed_index;
    int failure;
};

static void call_member(struct broadcast *broadcast, int index)
{
    int code = broadcast->fn(index, broadcast->arg);
    if (code == 0)
        return;
    pthread_mutex_lock(&broadcast->lock);
    if (broadcast->failure == 0 || index < broadcast->failed_index) {
        broadcast->failure = code;
        broadcast->failed_index = index;
    }
    pthread_mutex_unlock(&broadcast->lock);
}

static void member(int index, int size, void *arg)
{
    (void)size;
    call_member(arg, index);
}

/* On a thread of the pool. One that serves this while its team is inside a region cannot open
 * another. */
static void over_pool(void *arg)
{
    struct broadcast *broadcast = arg;
    if (cupro__backend_context().in_team)
        broadcast->failure = CUPRO_EBUSY;
    else
        cupro__host_region(broadcast->pool, member, broadcast);
}

static void member_of_default(int index, int size, void *arg)
{
    struct cupro__here before = cupro__here;
    cupro__here.index = index;
    member(index, size, arg);
    cupro__here = before;
}

static int over_default(struct broadcast *broadcast)
{
    if (cupro__here.working || (!cupro__here.forked && cupro__backend_context().in_team))
        return CUPRO_EBUSY;
    if (cupro__default_is_owner()) {
        int threads = cupro__default_possible(cupro__count_threads());
        cupro__backend_region(threads, member_of_default, broadcast);
        return broadcast->failure;
    }
    broadcast->pool = cupro__default_helpers();
    struct cupro__request request;
    if (broadcast->pool != NULL)
        cupro__inbox_post(&broadcast->pool->inbox, &request, NULL, true, over_pool, broadcast);
    int last = broadcast->pool != NULL ? broadcast->pool->threads : 0;
    member_of_default(last, last + 1, broadcast);
    if (broadcast->pool != NULL) {
        cupro__inbox_await(&request, NULL);
        cupro__registry_leave(broadcast->pool);
    }
    return broadcast->failure;
}

int cupro_broadcast(cupro_pool *pool, cupro_thread_task *fn, void *arg)
{
    if (fn == NULL)
        return CUPRO_EINVAL;
    if (pool == NULL)
        pool = cupro__here.used != NULL ? cupro__here.used : cupro__here.pool;
    struct broadcast broadcast = {pool, fn, arg, PTHREAD_MUTEX_INITIALIZER, 0, 0};
    if (pool == NULL)
        return over_default(&broadcast);
    if (pool == cupro__here.pool) {
        if (cupro__here.working)
            return CUPRO_EBUSY;
        over_pool(&broadcast);
        return broadcast.failure;
    }
    int error = cupro__registry_enter(pool);
    if (error != 0)
        return error;
    cupro__pool_send(pool, true, over_pool, &broadcast);
    cupro__registry_leave(pool);
    return broadcast.failure;
}
