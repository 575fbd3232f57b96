/* SPDX-License-Identifier: MIT */
/* fork(): whatever the parent did before, a child may do anything, and both go on. Check runs each
 * test in a child too, so what matters is done on a thread of its own, which forks. */
#include "run_tests.h"
#include "runtime/children.h"
#include "runtime/origins.h"
#include "runtime/pool_crowd.h"
#include "runtime/process.h"
#include "runtime/work.h"

static cupro_pool *inherited; /* opened by the parent */

/* -- What the parent did before -----------------------------------------------------------------
 */

static int nothing(void *arg)
{
    (void)arg;
    return 0;
}

static int use_default(void *arg)
{
    (void)arg;
    return pool_works(NULL);
}

static int use_pool(void *arg)
{
    (void)arg;
    return pool_works(inherited);
}

static int use_default_elsewhere(void *arg)
{
    return on_own_thread(use_default, arg);
}

static int redirect(void *arg)
{
    (void)arg;
    int error = cupro_use(inherited);
    return error != 0 ? error : pool_works(NULL);
}

static int all_of_that(void *arg)
{
    int error = use_default(arg);
    if (error == 0)
        error = use_default_elsewhere(arg);
    if (error == 0)
        error = use_pool(arg);
    return error != 0 ? error : redirect(arg);
}

static const struct deed {
    const char *name;
    cupro_task *task;
} before[] = {
    {"nothing", nothing},
    {"used the default pool", use_default},
    {"used it on another thread", use_default_elsewhere},
    {"used a pool", use_pool},
    {"redirected operations", redirect},
    {"all of that", all_of_that},
};

/* -- What the child then does -------------------------------------------------------------------
 */

static int open_another(void *arg)
{
    return in_bound_pool(use_default, arg);
}

static int close_inherited(void *arg)
{
    (void)arg;
    cupro_use(NULL);
    int error = cupro_pool_close(inherited);
    if (error == 0 && pool_works(inherited) != CUPRO_EINVAL)
        error = WRONG_RESULT;
    return error;
}

static int use_and_close(void *arg)
{
    int error = use_pool(arg);
    return error != 0 ? error : close_inherited(arg);
}

static int be_told_of_it(void *arg)
{
    char text[4096];
    struct crowd crowd = CROWD_OF_NONE;
    (void)arg;
    if (cupro_thread_index() != -1 || cupro_threads(inherited) != 3)
        return 1;
    if (cupro_describe(inherited, text, sizeof text) <= 0 || strstr(text, "thread 2:") == NULL)
        return 2;
    return cupro_broadcast(inherited, join_broadcast, &crowd) != 0 || crowd.size != 3 ? 3 : 0;
}

static int install_there(void *arg)
{
    return cupro_install(inherited, use_default, arg);
}

static int on_new_thread(void *arg)
{
    return on_own_thread(use_default, arg);
}

static const struct deed after[] = {
    {"nothing", nothing},
    {"uses the default pool", use_default},
    {"uses the pool", use_pool},
    {"redirects operations", redirect},
    {"opens another pool", open_another},
    {"closes the pool unused", close_inherited},
    {"uses the pool and closes it", use_and_close},
    {"asks for threads", be_told_of_it},
    {"installs", install_there},
    {"starts a thread", on_new_thread},
    {"all of that", all_of_that},
};

struct history {
    const struct deed *before, *after;
    int child, parent; /* how it went */
};

static int live_through(void *arg)
{
    struct history *history = arg;
    int error = history->before->task(NULL);
    if (error == 0) {
        history->child = in_child(history->after->task, NULL);
        history->parent = all_of_that(NULL);
    }
    return error;
}

static void check_histories(int (*run)(cupro_task *task, void *arg))
{
    for (size_t b = 0; b < sizeof before / sizeof *before; b++)
        for (size_t a = 0; a < sizeof after / sizeof *after; a++) {
            struct history history = {.before = &before[b], .after = &after[a]};
            ck_assert_int_eq(cupro_pool_open(&inherited, .threads = 3, .bind = CUPRO_BIND_SCATTER),
                             0);
            ck_assert_int_eq(run(live_through, &history), 0);
            ck_assert_msg(history.child == 0, "parent: %s; child: %s: %d", before[b].name,
                          after[a].name, history.child);
            ck_assert_int_eq(history.parent, 0);
            cupro_use(NULL);
            ck_assert_int_eq(cupro_pool_close(inherited), 0);
        }
}

START_TEST(a_child_may_do_anything_after_anything)
{
    check_histories(on_own_thread);
}
END_TEST

START_TEST(so_may_the_child_of_a_child)
{
    check_histories(on_the_test);
}
END_TEST

static int go_on(void *generation)
{
    int left = *(int *)generation - 1;
    int error = all_of_that(NULL);
    if (error == 0 && left > 0)
        error = in_child(go_on, &left);
    return error != 0 ? error : all_of_that(NULL);
}

START_TEST(four_generations_work)
{
    ck_assert_int_eq(cupro_pool_open(&inherited, .threads = 3), 0);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(on_own_thread(go_on, &(int){4}), 0);
    cupro_use(NULL);
    ck_assert_int_eq(cupro_pool_close(inherited), 0);
}
END_TEST

/* -- In the middle of things --------------------------------------------------------------------
 */

static int fork_in_body(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    return in_child(use_default, ctx);
}

static int fork_in_bodies(void *arg)
{
    return cupro_for(6, fork_in_body, arg, .grain = 1);
}

START_TEST(a_body_may_fork)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        int result = origins[i].run(fork_in_bodies, NULL);
        ck_assert_msg(result == 0, "in %s: %d", origins[i].name, result);
    }
}
END_TEST

static int run_programs(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    (void)ctx;
    char line[16] = "";
    FILE *pipe = popen("echo a program", "r");
    if (pipe == NULL || fgets(line, sizeof line, pipe) == NULL || pclose(pipe) != 0)
        return WRONG_RESULT;
    return strcmp(line, "a program\n") == 0 && system("exit 3") == 3 << 8 ? 0 : WRONG_RESULT;
}

static int programs_in_bodies(void *arg)
{
    return cupro_for(8, run_programs, arg, .grain = 1);
}

START_TEST(a_body_may_run_programs)
{
    for (size_t i = 0; i < ORIGINS; i++)
        ck_assert_msg(origins[i].run(programs_in_bodies, NULL) == 0, "in %s", origins[i].name);
}
END_TEST

/* Were it not, one child in thousands would show it (fork.c). */
START_TEST(the_unwinder_is_there_from_the_start)
{
    void *unwinder = dlopen("libgcc_s.so.1", RTLD_LAZY | RTLD_NOLOAD);
    ck_assert_ptr_nonnull(unwinder);
    dlclose(unwinder);
}
END_TEST

int main(void)
{
    return RUN_TESTS("fork", 1, a_child_may_do_anything_after_anything, so_may_the_child_of_a_child,
                     four_generations_work, a_body_may_fork, a_body_may_run_programs,
                     the_unwinder_is_there_from_the_start);
}
