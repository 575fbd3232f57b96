/* SPDX-License-Identifier: MIT */
/* Crews (see crew.h): the table of where a call may come from, and what it then does. */
#include "runtime/engine/crew.h"

#include "runtime/limits/count.h"
#include "runtime/pools/default.h"
#include "runtime/engine/here.h"
#include "runtime/engine/offer.h"
#include "runtime/pools/pool.h"

static int least(int a, int b)
{
    return a < b ? a : b;
}

static struct cupro__context context(void)
{
    struct cupro__context none = {false, 1};
    return cupro__here.forked ? none : cupro__backend_context();
}

/* The caller belongs to the pool: is it its host, outside of a region, or one of the team? */
static void muster_inside(struct cupro__crew *crew, cupro_pool *pool)
{
    struct cupro__context team = context();
    crew->pool = pool;
    crew->carrier = team.in_team ? CUPRO__TASKS : CUPRO__REGION;
    crew->team = team.in_team ? team.size : pool->threads;
    crew->runners = crew->team;
}

static void muster_default(struct cupro__crew *crew, int wanted)
{
    struct cupro__context team = context();
    if (team.in_team) {
        crew->carrier = CUPRO__TASKS;
        crew->team = team.size;
        crew->runners = team.size;
        return;
    }
    int usual = cupro__count_threads();
    if (wanted == 1 || (wanted == 0 && usual == 1))
        return;
    if (cupro__default_is_owner()) {
        /* Less than usual still takes the usual team, and leaves some of it idle: a change of size
         * would end threads and create them again, half a millisecond each way. */
        crew->team = cupro__default_possible(wanted > usual ? wanted : usual);
        crew->carrier = CUPRO__REGION;
        crew->runners = crew->team;
        return;
    }
    crew->pool = cupro__default_helpers();
    if (crew->pool != NULL) {
        crew->entered = true;
        crew->carrier = CUPRO__HELPERS;
        crew->team = crew->pool->threads + 1;
        crew->runners = crew->team;
    }
}

int cupro__crew_muster(struct cupro__crew *crew, const cupro_call *call)
{
    *crew = (struct cupro__crew){.carrier = CUPRO__INLINE, .runners = 1};
    if (call->threads < 0 || call->threads > CUPRO__MOST_THREADS)
        return CUPRO_EINVAL;
    cupro_pool *pool = call->pool != NULL ? call->pool : cupro__here.used;
    if (pool == NULL)
        pool = cupro__here.pool;
    if (pool == NULL) {
        muster_default(crew, call->threads);
    } else if (pool == cupro__here.pool) {
        muster_inside(crew, pool);
    } else {
        int error = cupro__registry_enter(pool);
        if (error != 0)
            return error;
        *crew = (struct cupro__crew){CUPRO__AWAY, pool->threads, 0, pool, true};
    }
    if (call->threads > 0)
        crew->runners = least(crew->runners, call->threads);
    if (crew->runners == 1 && crew->carrier != CUPRO__AWAY)
        crew->carrier = CUPRO__INLINE;
    return 0;
}

void cupro__crew_dismiss(struct cupro__crew *crew)
{
    if (crew->entered)
        cupro__registry_leave(crew->pool);
    crew->entered = false;
}

/* What each thread that carries runners does around them. */
struct ride {
    cupro__member *runner;
    void *arg;
    cupro_pool *pool; /* to belong to meanwhile */
    const struct cupro__request *chain;
};

static void board(int index, int size, void *arg)
{
    const struct ride *ride = arg;
    struct cupro__here before = cupro__here;
    cupro__here.pool = ride->pool;
    cupro__here.index = index;
    cupro__here.chain = ride->chain;
    cupro__here.working = true;
    cupro__here.token = NULL;
    cupro__here.worker = NULL; /* a nested operation has branches of its own */
    ride->runner(index, size, ride->arg);
    before.settled = cupro__here.settled;
    cupro__here = before;
}

static void serve_helpers(void *arg)
{
    struct ride *ride = arg;
    cupro_pool *pool = cupro__here.pool;
    if (cupro__here.shift != NULL)
        cupro__offer_run(pool->threads - 1, ride->runner, ride->arg);
    else
        cupro__host_region(pool, ride->runner, ride->arg);
}

static void launch_with_helpers(const struct cupro__crew *crew, struct ride *ride)
{
    struct cupro__request request;
    struct cupro__inbox *home = cupro__pool_home();
    cupro__inbox_post(&crew->pool->inbox, &request, home, false, serve_helpers, ride);
    board(crew->pool->threads, crew->pool->threads + 1, ride);
    if (!cupro__inbox_withdraw(&crew->pool->inbox, &request))
        cupro__inbox_await(&request, home);
}

void cupro__crew_launch(const struct cupro__crew *crew, cupro__member *runner, void *arg)
{
    struct ride ride = {runner, arg, cupro__here.pool, cupro__here.chain};
    switch (crew->carrier) {
    case CUPRO__REGION:
        if (crew->pool != NULL)
            cupro__host_region(crew->pool, runner, arg);
        else
            cupro__backend_region(crew->team, board, &ride);
        break;
    case CUPRO__TASKS:
        cupro__offer_run(crew->runners - 1, board, &ride);
        break;
    case CUPRO__HELPERS:
        launch_with_helpers(crew, &ride);
        break;
    default:
        /* nested: still the thread that it was */
        board(cupro__here.index < 0 ? 0 : cupro__here.index, 1, &ride);
    }
}

struct move {
    struct cupro__crew crew;
    void (*work)(const struct cupro__crew *crew, void *arg);
    void *arg;
};

static void arrive(void *arg)
{
    struct move *move = arg;
    struct cupro__crew *crew = &move->crew;
    int runners = crew->runners;
    muster_inside(crew, crew->pool);
    crew->runners = least(crew->runners, runners);
    if (crew->runners == 1)
        crew->carrier = CUPRO__INLINE;
    move->work(crew, move->arg);
}

void cupro__crew_move(const struct cupro__crew *crew,
                      void (*work)(const struct cupro__crew *crew, void *arg), void *arg)
{
    struct move move = {*crew, work, arg};
    cupro__pool_send(crew->pool, false, arrive, &move);
}
