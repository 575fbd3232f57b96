/* SPDX-License-Identifier: MIT */
/* The default pool's rule (see default.h). */
#include "runtime/pools/default.h"

#include "runtime/engine/backend.h"
#include "runtime/limits/count.h"
#include "runtime/pools/fork.h"
#include "runtime/engine/here.h"
#include "runtime/pools/pool.h"
#include "runtime/pools/spawnable.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

/* A thread is known by the address of its cupro__here. */
static _Atomic(struct cupro__here *) owner;
static pthread_key_t farewell;
static pthread_once_t farewell_once = PTHREAD_ONCE_INIT;

static cupro_pool *helpers;
static pthread_mutex_t helpers_lock = PTHREAD_MUTEX_INITIALIZER;

static void after_fork(void)
{
    atomic_store(&owner, NULL);
    pthread_mutex_init(&helpers_lock, NULL);
}

static void leave_owner(void *here)
{
    struct cupro__here *self = here;
    atomic_compare_exchange_strong(&owner, &self, NULL);
}

static void make_farewell(void)
{
    pthread_key_create(&farewell, leave_owner);
    cupro__fork_tell(after_fork);
}

/* The main thread stays for good. */
static bool may_have_a_team(void)
{
    return !cupro__backend_keeps_threads() || gettid() == getpid();
}

bool cupro__default_is_owner(void)
{
    struct cupro__here *self = &cupro__here;
    struct cupro__here *now = atomic_load_explicit(&owner, memory_order_relaxed);
    if (now == self)
        return true;
    if (now != NULL || self->forked || !may_have_a_team())
        return false;
    pthread_once(&farewell_once, make_farewell);
    if (!atomic_compare_exchange_strong(&owner, &now, self))
        return false;
    pthread_setspecific(farewell, self);
    return true;
}

cupro_pool *cupro__default_helpers(void)
{
    return cupro__count_threads() > 1 ? cupro__default_workers() : NULL;
}

cupro_pool *cupro__default_workers(void)
{
    cupro__fork_tell(after_fork);
    pthread_mutex_lock(&helpers_lock);
    int threads = cupro__count_threads(), others = threads > 1 ? threads - 1 : 1;
    const cupro_pool_options options = {.threads = others, .bind = CUPRO_BIND_NONE};
    if (helpers == NULL)
        cupro__pool_open(&helpers, &options, NULL, true);
    cupro_pool *pool = helpers;
    pthread_mutex_unlock(&helpers_lock);
    return pool != NULL && cupro__registry_enter(pool) == 0 ? pool : NULL;
}

int cupro__default_possible(int n)
{
    struct cupro__here *self = &cupro__here;
    if (n > self->proven) {
        cupro__fork_forbid();
        int possible = 1 + cupro__spawnable(n - 1, 0);
        cupro__fork_allow();
        if (possible < n)
            return possible;
        self->proven = n;
    }
    return n;
}
