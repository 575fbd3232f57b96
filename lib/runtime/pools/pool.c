/* SPDX-License-Identifier: MIT */
/* Pools: the public calls. What they stand on: host.c (threads), registry.c (handles), inbox.c
 * (dispatch), plan.c (binding). */
#include "runtime/pools/pool.h"

#include "runtime/limits/count.h"
#include "runtime/pools/exit.h"
#include "runtime/pools/fork.h"
#include "runtime/engine/here.h"
#include "runtime/limits/profile.h"
#include "runtime/plans/spots.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- Opening and closing ------------------------------------------------------------------------
 */

static const char *const bind_names[] = {"default", "none", "compact", "scatter",
                                         "core",    "numa", "list"};

const char *cupro__bind_name(cupro_bind bind)
{
    return bind_names[bind];
}

cupro_bind cupro__bind_named(const char *name)
{
    for (int bind = CUPRO_BIND_NONE; bind <= CUPRO_BIND_NUMA; bind++)
        if (strcmp(name, bind_names[bind]) == 0)
            return (cupro_bind)bind;
    return CUPRO_BIND_DEFAULT;
}

/* In CUPRO_BIND a name other than those above is not an error: it is none. */
cupro_bind cupro__bind_by_default(const char **why)
{
    const char *name = getenv("CUPRO_BIND");
    const cupro_bind bind = name != NULL ? cupro__bind_named(name) : cupro__profile()->bind;
    if (bind == CUPRO_BIND_DEFAULT) {
        *why = name != NULL ? "CUPRO_BIND names no policy" : "usual";
        return CUPRO_BIND_NONE;
    }
    *why = name != NULL ? "CUPRO_BIND" : "the profile";
    return bind;
}

bool cupro__pool_options_are_valid(const cupro_pool_options *options)
{
    bool list = options->bind == CUPRO_BIND_LIST;
    bool stack = options->stack_size == 0 || options->stack_size >= (size_t)PTHREAD_STACK_MIN;
    return options->threads >= 0 && options->threads <= CUPRO__MOST_THREADS &&
           (int)options->bind >= CUPRO_BIND_DEFAULT && options->bind <= CUPRO_BIND_LIST &&
           (unsigned)options->cores <= CUPRO_CORES_EFFICIENCY && list == (options->cpus != NULL) &&
           !(list && cupro__spots_confined(options, NULL)) && stack;
}

static void destroy(cupro_pool *pool)
{
    if (pool == NULL)
        return;
    hwloc_bitmap_free(pool->part);
    cupro__plan_free(&pool->plan);
    cupro__inbox_destroy(&pool->inbox);
    cupro__victims_free(&pool->victims);
    free(pool->fellow);
    free((char *)pool->options.name);
    free((char *)pool->options.cpus);
    free(pool);
}

static char *copy(const char *text)
{
    return text != NULL ? strdup(text) : NULL;
}

static int make_plan(cupro_pool *pool, hwloc_const_cpuset_t within)
{
    if (pool->machine == NULL)
        return 0;
    int error = cupro__plan_make(&pool->plan, pool->machine, &pool->options, pool->asked, within);
    return error != 0 ? error : cupro__victims_find(&pool->victims, &pool->plan, pool->machine);
}

static int find_part(cupro_pool *pool, hwloc_const_cpuset_t within)
{
    bool confined = cupro__spots_confined(&pool->options, within);
    int error = 0;
    if (confined || pool->options.bind != CUPRO_BIND_NONE)
        error = cupro__machine(&pool->machine);
    if (error != 0 || !confined)
        return error;
    pool->part = hwloc_bitmap_alloc();
    return pool->part == NULL
               ? CUPRO_ENOMEM
               : cupro__spots_usable(pool->part, pool->machine, &pool->options, within);
}

static void choose_threads(cupro_pool *pool, const struct cupro__pool_share *share)
{
    pool->asked = pool->options.threads;
    snprintf(pool->why, sizeof pool->why, "asked for");
    if (pool->asked > 0)
        return;
    pool->asked = share != NULL ? share->threads : cupro__count_threads();
    cupro__count_reason(pool->why, sizeof pool->why);
    if (share != NULL)
        snprintf(pool->why, sizeof pool->why, "its share of %d", cupro__count_threads());
    int pus = pool->part != NULL ? hwloc_bitmap_weight(pool->part) : pool->asked;
    if (pool->asked > pus) {
        pool->asked = pus;
        snprintf(pool->why, sizeof pool->why, "one for each PU of its part");
    }
}

static int create(cupro_pool **result, const cupro_pool_options *options,
                  const struct cupro__pool_share *share)
{
    hwloc_const_cpuset_t within = share != NULL ? share->cpus : NULL;
    cupro_pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL)
        return CUPRO_ENOMEM;
    cupro__inbox_init(&pool->inbox);
    pool->options = *options;
    pool->options.name = copy(options->name != NULL ? options->name : "cupro");
    pool->options.cpus = copy(options->cpus);
    pool->why_bind = "asked for";
    if (options->bind == CUPRO_BIND_DEFAULT)
        pool->options.bind = cupro__bind_by_default(&pool->why_bind);
    bool copied = pool->options.name != NULL && (options->cpus == NULL || pool->options.cpus);
    int error = copied ? find_part(pool, within) : CUPRO_ENOMEM;
    if (error == 0) {
        choose_threads(pool, share);
        pool->fellow = calloc((size_t)pool->asked, sizeof *pool->fellow);
        error = pool->fellow != NULL ? make_plan(pool, within) : CUPRO_ENOMEM;
    }
    if (error != 0) {
        destroy(pool);
        return error;
    }
    *result = pool;
    return 0;
}

int cupro__pool_open(cupro_pool **result, const cupro_pool_options *options,
                     const struct cupro__pool_share *share, bool roams)
{
    cupro_pool *pool = NULL;
    int error = create(&pool, options, share);
    if (error != 0)
        return error;
    pool->roams = roams;
    cupro__fork_forbid();
    error = cupro__host_start(pool);
    pool->alive = error == 0;
    if (error == 0)
        cupro__registry_add(pool);
    cupro__fork_allow();
    if (error != 0) {
        destroy(pool);
        return error;
    }
    *result = pool;
    return 0;
}

bool cupro__pool_opener_is_bound(void)
{
    return cupro__here.pool != NULL && cupro__here.pool->machine != NULL;
}

int cupro_pool_open_with(cupro_pool **result, const cupro_pool_options *options)
{
    static const cupro_pool_options usual;
    if (result == NULL)
        return CUPRO_EINVAL;
    *result = NULL;
    if (options == NULL)
        options = &usual;
    if (!cupro__pool_options_are_valid(options))
        return CUPRO_EINVAL;
    return cupro__pool_open(result, options, NULL, cupro__pool_opener_is_bound());
}

/* Of a pool that is retired. */
static void end_pool(cupro_pool *pool)
{
    cupro__registry_empty(pool);
    cupro__fork_forbid();
    cupro__registry_remove(pool);
    if (pool->alive)
        cupro__host_end(pool);
    cupro__fork_allow();
    destroy(pool);
}

int cupro_pool_close(cupro_pool *pool)
{
    if (pool == NULL)
        return 0;
    if (cupro__here.pool == pool)
        return CUPRO_EBUSY;
    int error = cupro__registry_retire(pool, true);
    if (error == 0)
        end_pool(pool);
    return error;
}

static void *close_main(void *pool)
{
    end_pool(pool);
    cupro__exit_allow();
    return NULL;
}

int cupro_pool_close_async(cupro_pool *pool)
{
    if (pool == NULL)
        return 0;
    int error = cupro__registry_retire(pool, false);
    if (error != 0)
        return error;
    cupro__exit_delay();
    error = cupro__spawn_detached(close_main, pool);
    if (error != 0) {
        cupro__exit_allow();
        cupro__registry_reopen(pool);
    }
    return error;
}

/* -- Sending work there -------------------------------------------------------------------------
 */

struct cupro__inbox *cupro__pool_home(void)
{
    return cupro__here.pool != NULL ? &cupro__here.pool->inbox : NULL;
}

void cupro__pool_send(cupro_pool *pool, bool whole, void (*run)(void *arg), void *arg)
{
    struct cupro__request request;
    struct cupro__inbox *home = cupro__pool_home();
    cupro__inbox_post(&pool->inbox, &request, home, whole, run, arg);
    cupro__inbox_await(&request, home);
}

struct install {
    cupro_task *fn;
    void *arg;
    int result;
};

static void run_install(void *arg)
{
    struct install *install = arg;
    cupro_pool *used = cupro__here.used;
    cupro__here.used = NULL;
    install->result = install->fn(install->arg);
    cupro__here.used = used;
}

int cupro_install(cupro_pool *pool, cupro_task *fn, void *arg)
{
    if (pool == NULL || fn == NULL)
        return CUPRO_EINVAL;
    struct install install = {fn, arg, 0};
    if (pool == cupro__here.pool) {
        run_install(&install);
        return install.result;
    }
    int error = cupro__registry_enter(pool);
    if (error != 0)
        return error;
    cupro__pool_send(pool, false, run_install, &install);
    cupro__registry_leave(pool);
    return install.result;
}

int cupro_use(cupro_pool *pool)
{
    if (pool != NULL && pool != cupro__here.pool) {
        int error = cupro__registry_enter(pool);
        if (error != 0)
            return error;
        cupro__registry_leave(pool);
    }
    cupro__here.used = pool;
    return 0;
}

int cupro_threads(cupro_pool *pool)
{
    if (pool == NULL)
        pool = cupro__here.used != NULL ? cupro__here.used : cupro__here.pool;
    if (pool == NULL) {
        struct cupro__context team = cupro__backend_context();
        return team.in_team && !cupro__here.forked ? team.size : cupro__count_threads();
    }
    if (pool == cupro__here.pool)
        return pool->threads;
    int error = cupro__registry_enter(pool);
    if (error != 0)
        return error;
    int threads = pool->threads;
    cupro__registry_leave(pool);
    return threads;
}
