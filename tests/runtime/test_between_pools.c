/* SPDX-License-Identifier: MIT */
/* Pools that call each other: everything finishes, and nothing foreign runs in between. */
#include "run_tests.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

/* A route through pools, one step of which is taken by each call. */
struct route {
    cupro_pool *pool[8];
    int length, at; /* at: steps taken so far */
    int (*step)(struct route *route);
};

static int take_step(void *arg)
{
    struct route *route = arg;
    if (route->at == route->length)
        return 4711;
    return route->step(route);
}

static int by_install(struct route *route)
{
    struct route next = *route;
    next.at++;
    return cupro_install(route->pool[route->at], take_step, &next);
}

static int take_step_in_body(size_t lo, size_t hi, void *arg)
{
    (void)lo;
    (void)hi;
    int result = take_step(arg);
    return result == 4711 ? 0 : result != 0 ? result : WRONG_RESULT;
}

static int by_loop(struct route *route)
{
    struct route next = *route;
    next.at++;
    int result = cupro_for(6, take_step_in_body, &next, .pool = route->pool[route->at], .grain = 1);
    return result == 0 ? 4711 : result;
}

static int by_both(struct route *route)
{
    return route->at % 2 == 0 ? by_install(route) : by_loop(route);
}

START_TEST(routes_through_pools_come_to_an_end)
{
    static const char *const routes[] = {"AB",   "ABA",  "ABC",   "ABCA",
                                         "ABAB", "AABB", "ABCBA", "ABCABC"};
    static int (*const steps[])(struct route *) = {by_install, by_loop, by_both};
    static const int sizes[][3] = {{1, 1, 1}, {2, 2, 2}, {1, 3, 2}, {4, 1, 1}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        cupro_pool *pool[3];
        for (int i = 0; i < 3; i++)
            ck_assert_int_eq(cupro_pool_open(&pool[i], .threads = sizes[s][i]), 0);
        for (size_t r = 0; r < 3 * (sizeof routes / sizeof *routes); r++) {
            const char *name = routes[r / 3];
            struct route route = {.length = (int)strlen(name), .step = steps[r % 3]};
            if (route.length > 4 && route.step == by_loop)
                continue; /* 6^5 bodies tell nothing new */
            for (int i = 0; i < route.length; i++)
                route.pool[i] = pool[name[i] - 'A'];
            ck_assert_msg(take_step(&route) == 4711, "%s, step %zu, pools of %d", name, r % 3,
                          sizes[s][0]);
        }
        for (int i = 0; i < 3; i++)
            ck_assert_int_eq(cupro_pool_close(pool[i]), 0);
    }
}
END_TEST

/* -- Many at once -------------------------------------------------------------------------------
 */

struct pair {
    cupro_pool *a, *b;
    pthread_mutex_t lock;
    atomic_int inside; /* threads that hold the lock */
};

static struct pair open_pair(int threads)
{
    struct pair pair = {.lock = PTHREAD_MUTEX_INITIALIZER};
    ck_assert_int_eq(cupro_pool_open(&pair.a, .threads = threads), 0);
    ck_assert_int_eq(cupro_pool_open(&pair.b, .threads = threads), 0);
    return pair;
}

static void close_pair(struct pair *pair)
{
    ck_assert_int_eq(cupro_pool_close(pair->a), 0);
    ck_assert_int_eq(cupro_pool_close(pair->b), 0);
}

static int works_in_a(void *arg)
{
    struct pair *pair = arg;
    return pool_works(pair->a);
}

static int back_through_b(size_t lo, size_t hi, void *arg)
{
    (void)lo;
    (void)hi;
    struct pair *pair = arg;
    return cupro_install(pair->b, works_in_a, pair);
}

static int all_from_a(void *arg)
{
    struct pair *pair = arg;
    for (int i = 0; i < 20; i++) {
        int result = cupro_for(8, back_through_b, pair, .pool = pair->a, .grain = 1);
        if (result != 0)
            return result;
    }
    return 0;
}

START_TEST(all_threads_of_a_pool_may_go_through_another_at_once)
{
    for (int threads = 1; threads <= 4; threads++) {
        struct pair pair = open_pair(threads);
        ck_assert_int_eq(all_from_a(&pair), 0);
        close_pair(&pair);
    }
}
END_TEST

START_TEST(so_may_several_callers)
{
    struct pair pair = open_pair(2);
    struct trip trip[4];
    pthread_t thread[4];
    for (int i = 0; i < 4; i++) {
        trip[i] = (struct trip){all_from_a, &pair, WRONG_RESULT};
        ck_assert_int_eq(pthread_create(&thread[i], NULL, thread_of_trip, &trip[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        ck_assert_int_eq(trip[i].result, 0);
    }
    close_pair(&pair);
}
END_TEST

/* -- Locks --------------------------------------------------------------------------------------
 */

/* Holds the lock while it calls the other pool, which calls this one. */
static int lock_and_go(size_t lo, size_t hi, void *arg)
{
    struct pair *pair = arg;
    pthread_mutex_lock(&pair->lock);
    bool alone = atomic_fetch_add(&pair->inside, 1) == 0;
    int result = back_through_b(lo, hi, pair);
    atomic_fetch_sub(&pair->inside, 1);
    pthread_mutex_unlock(&pair->lock);
    return alone ? result : WRONG_RESULT;
}

static int take_the_lock(size_t lo, size_t hi, void *arg)
{
    (void)lo;
    (void)hi;
    struct pair *pair = arg;
    pthread_mutex_lock(&pair->lock);
    pthread_mutex_unlock(&pair->lock);
    return 0;
}

/* Even bodies hold the lock over a call; odd ones call for bodies that take it. A waiter that
 * helped itself to one of these would wait for itself. */
static int lock_in_turn(size_t lo, size_t hi, void *arg)
{
    struct pair *pair = arg;
    if (lo % 2 == 0)
        return lock_and_go(lo, hi, pair);
    return cupro_for(4, take_the_lock, pair, .grain = 1);
}

START_TEST(a_lock_may_be_held_over_a_call_to_another_pool)
{
    for (int threads = 1; threads <= 4; threads++) {
        struct pair pair = open_pair(threads);
        for (int i = 0; i < 10; i++)
            ck_assert_int_eq(cupro_for(12, lock_in_turn, &pair, .pool = pair.a, .grain = 1), 0);
        close_pair(&pair);
    }
}
END_TEST

struct absence {
    struct pair pair;
    atomic_bool away, strangers_asked;
    int result;
};

static int wait_for_the_stranger(void *arg)
{
    struct absence *absence = arg;
    atomic_store(&absence->away, true);
    while (!atomic_load(&absence->strangers_asked))
        sleep_ms(1);
    sleep_ms(50);
    atomic_store(&absence->away, false);
    return 0;
}

static int go_away(void *arg)
{
    struct absence *absence = arg;
    return cupro_install(absence->pair.b, wait_for_the_stranger, absence);
}

static void *send_it_away(void *arg)
{
    struct absence *absence = arg;
    absence->result = cupro_install(absence->pair.a, go_away, absence);
    return NULL;
}

static int nobody_is_away(void *arg)
{
    struct absence *absence = arg;
    return atomic_load(&absence->away) ? WRONG_RESULT : 0;
}

START_TEST(a_thread_that_waits_for_another_pool_serves_no_strangers)
{
    struct absence absence = {.pair = open_pair(1)};
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, send_it_away, &absence), 0);
    while (!atomic_load(&absence.away))
        sleep_ms(1);
    atomic_store(&absence.strangers_asked, true);
    ck_assert_int_eq(cupro_install(absence.pair.a, nobody_is_away, &absence), 0);
    pthread_join(thread, NULL);
    ck_assert_int_eq(absence.result, 0);
    close_pair(&absence.pair);
}
END_TEST

int main(void)
{
    return RUN_TESTS("between_pools", 1, routes_through_pools_come_to_an_end,
                     all_threads_of_a_pool_may_go_through_another_at_once, so_may_several_callers,
                     a_lock_may_be_held_over_a_call_to_another_pool,
                     a_thread_that_waits_for_another_pool_serves_no_strangers);
}
