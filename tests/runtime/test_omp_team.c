/* SPDX-License-Identifier: MIT */
/*
 * Operations inside a team of the program's own: from one thread, from all, from tasks, in loops,
 * in nested regions. Everything ends, the results are right, and where OpenMP lets other threads
 * help they do.
 */
#include "run_tests.h"
#include "runtime/children.h"
#include "runtime/crowd.h"
#include "runtime/omp_scenes.h"
#include "runtime/process.h"

#include <cupro.h>

static const int teams[] = {1, 2, 3, 7};

#define TEAMS (sizeof teams / sizeof *teams)

static void *play_on_thread(void *arg)
{
    struct act *act = arg;
    act->scene->play(act);
    atomic_store(&act->over, true);
    /* libomp 14 frees the tasks of a thread that ends while others hold on to them, and crashes
     * later; with or without us. So this one stays until the process ends. */
    while (on_libomp())
        pause();
    return NULL;
}

/* On a thread that came through no fork, as the main thread of a program. */
static void play(struct act *act)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, play_on_thread, act), 0);
    if (!on_libomp())
        pthread_join(thread, NULL);
    while (!atomic_load(&act->over))
        sleep_ms(1);
}

static struct act act_of(const struct scene *scene, int threads, int (*call)(struct act *act))
{
    return (struct act){.scene = scene,
                        .threads = threads,
                        .call = call,
                        .crowd = CROWD_OF_NONE,
                        .lock = PTHREAD_MUTEX_INITIALIZER};
}

static void play_all(int (*call)(struct act *act))
{
    for (size_t s = 0; s < SCENES; s++)
        for (size_t t = 0; t < TEAMS; t++) {
            struct act act = act_of(&scenes[s], teams[t], call);
            play(&act);
            ck_assert_msg(atomic_load(&act.result) == 0, "%s, team of %d: %d", scenes[s].name,
                          teams[t], atomic_load(&act.result));
            ck_assert_int_ge(atomic_load(&act.calls), 1);
        }
}

START_TEST(operations_go_right_in_every_scene)
{
    play_all(call_works);
}
END_TEST

/* -- Trees of tasks, and loops that take their blocks in order -----------------------------------
 */

static int count_leaves(void *arg)
{
    long half[2], *leaves = arg;
    if (*leaves <= 1)
        return 0;
    half[0] = *leaves / 2;
    half[1] = *leaves - half[0];
    int error = cupro_join(count_leaves, &half[0], count_leaves, &half[1]);
    *leaves = half[0] + half[1];
    return error;
}

static int count_one(void *arg)
{
    atomic_fetch_add((atomic_long *)arg, 1);
    return 0;
}

static int spawn_many(cupro_scope *scope, void *arg)
{
    int error = 0;
    for (int i = 0; i < 500 && error == 0; i++)
        error = cupro_spawn(scope, count_one, arg);
    return error;
}

CUPRO_FILTER(is_late, int32_t, x, x >= 4321);

static int call_trees_and_orders(struct act *act)
{
    int32_t x[5000], sums[5000];
    size_t at = 0;
    long leaves = 1000;
    atomic_long spawned = 0;
    for (int32_t i = 0; i < 5000; i++)
        x[i] = i;
    (void)act;
    int error = count_leaves(&leaves);
    if (error == 0)
        error = cupro_scope_run(spawn_many, &spawned);
    if (error == 0)
        error = cupro_find_first(cupro_from(x, 5000, &is_late), &at);
    if (error == 0)
        error = cupro_scan_inclusive(x, sums, 5000, &cupro_plus_i32);
    bool right = leaves == 1000 && spawned == 500 && at == 4321 && sums[4999] == 4999 * 2500;
    return error != 0 ? error : right ? 0 : -1;
}

START_TEST(trees_and_orders_go_right_in_every_scene)
{
    play_all(call_trees_and_orders);
}
END_TEST

/* -- Pipelines ----------------------------------------------------------------------------------
 */

struct flow {
    int given, taken;
};

/* What waits for tasks may find the pipeline's own runners there, and run them on its own stack. */
static int give_number(void *item, bool *end, void *ctx)
{
    struct flow *flow = ctx;
    wait_for_tasks();
    *(int *)item = flow->given;
    *end = flow->given == 100;
    flow->given += !*end;
    return 0;
}

static int wait_and_negate(void *item, void *ctx)
{
    (void)ctx;
    wait_for_tasks();
    *(int *)item = -*(int *)item;
    return 0;
}

static int take_number(void *item, void *ctx)
{
    struct flow *flow = ctx;
    return *(int *)item == -flow->taken++ ? 0 : WRONG_RESULT;
}

static int call_pipeline(struct act *act)
{
    struct flow flow = {0, 0};
    (void)act;
    int error = cupro_pipeline(int, give_number, wait_and_negate, take_number, 3, &flow);
    return error != 0 || flow.taken == 100 ? error : WRONG_RESULT;
}

START_TEST(pipelines_go_right_in_every_scene)
{
    play_all(call_pipeline);
}
END_TEST

static int join_slowly(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    crowd_join(ctx);
    sleep_ms(1);
    return 0;
}

static int slow_loop(struct act *act)
{
    return cupro_for(30, join_slowly, &act->crowd, .grain = 1);
}

START_TEST(threads_that_wait_take_part)
{
    for (size_t s = 0; s < SCENES; s++) {
        struct act act = act_of(&scenes[s], 3, slow_loop);
        if (!scenes[s].helped)
            continue;
        play(&act);
        ck_assert_int_eq(atomic_load(&act.result), 0);
        ck_assert_msg(act.crowd.size > 1, "%s: nobody helped", scenes[s].name);
    }
}
END_TEST

/* -- What a team is told ------------------------------------------------------------------------
 */

static int index_in_team(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    int index = cupro_thread_index();
    return index >= 0 && index < *(int *)ctx ? 0 : WRONG_RESULT;
}

static int numbers_are_the_teams(struct act *act)
{
    (void)act;
    int threads = cupro_threads(NULL);
    if (threads != team_size() || cupro_thread_index() != -1)
        return 1;
    if (cupro_broadcast(NULL, no_thread_task, NULL) != CUPRO_EBUSY)
        return 2;
    char text[2048];
    if (cupro_describe(NULL, text, sizeof text) <= 0 || strstr(text, "OpenMP team") == NULL)
        return 3;
    return cupro_for(100, index_in_team, &threads, .grain = 1);
}

START_TEST(the_team_is_what_operations_have)
{
    play_all(numbers_are_the_teams);
}
END_TEST

static int no_new_threads(struct act *act)
{
    int before = threads_of_process();
    int result = slow_loop(act);
    return result == 0 && threads_of_process() > before ? WRONG_RESULT : result;
}

START_TEST(no_threads_are_started)
{
    for (size_t t = 0; t < TEAMS; t++) {
        struct act act = act_of(&scenes[0], teams[t], no_new_threads);
        play(&act);
        ck_assert_int_eq(atomic_load(&act.result), 0);
    }
}
END_TEST

/* -- Pools and locks ----------------------------------------------------------------------------
 */

static cupro_pool *shared_pool;

static int pool_from_team(struct act *act)
{
    int error = call_works(act);
    if (error == 0)
        error = pool_works(shared_pool);
    if (error == 0)
        error = cupro_install(shared_pool, works_in_task, NULL);
    if (error == 0)
        error = cupro_broadcast(shared_pool, no_thread_task, NULL);
    if (error == 0)
        error = cupro_use(shared_pool);
    if (error == 0)
        error = cupro_threads(NULL) == 3 ? pool_works(NULL) : WRONG_RESULT;
    cupro_use(NULL);
    return error;
}

START_TEST(an_explicit_pool_may_be_called_from_a_team)
{
    ck_assert_int_eq(cupro_pool_open(&shared_pool, .threads = 3), 0);
    play_all(pool_from_team);
    ck_assert_int_eq(cupro_pool_close(shared_pool), 0);
}
END_TEST

static int take_lock(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    struct act *act = ctx;
    pthread_mutex_lock(&act->lock);
    pthread_mutex_unlock(&act->lock);
    return 0;
}

/* A waiter that helped itself to another thread's task would wait for the lock that it holds. */
static int hold_lock_over_call(struct act *act)
{
    int error = cupro_for(6, take_lock, act, .grain = 1);
    pthread_mutex_lock(&act->lock);
    if (error == 0)
        error = call_works(act);
    pthread_mutex_unlock(&act->lock);
    return error;
}

START_TEST(a_lock_may_be_held_over_a_call_in_a_team)
{
    play_all(hold_lock_over_call);
}
END_TEST

/* -- A good guest -------------------------------------------------------------------------------
 */

START_TEST(the_programs_own_settings_stay)
{
    struct settings before = {.threads = 3, .levels = 2, .dynamic = 1}, after;
    change_settings(&before);
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 5), 0);
    ck_assert_int_eq(pool_works(pool), 0);
    ck_assert_int_eq(pool_works(NULL), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    read_settings(&after);
    ck_assert_int_eq(after.threads, before.threads);
    ck_assert_int_eq(after.levels, before.levels);
    ck_assert_int_eq(after.dynamic, before.dynamic);
}
END_TEST

/* -- Children -----------------------------------------------------------------------------------
 */

/* libgomp leaves a child of a thread that had a team unable to open another there. */
START_TEST(a_child_works_after_regions_of_the_parents_own)
{
    run_region(3);
    ck_assert_int_eq(in_child(works_in_task, NULL), 0);
    ck_assert_int_eq(pool_works(NULL), 0);
    run_region(3);
    ck_assert_int_eq(in_child(works_in_task, NULL), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("omp_team", 1, operations_go_right_in_every_scene,
                     trees_and_orders_go_right_in_every_scene, pipelines_go_right_in_every_scene,
                     threads_that_wait_take_part, the_team_is_what_operations_have,
                     no_threads_are_started, an_explicit_pool_may_be_called_from_a_team,
                     a_lock_may_be_held_over_a_call_in_a_team, the_programs_own_settings_stay,
                     a_child_works_after_regions_of_the_parents_own);
}
