/* SPDX-License-Identifier: MIT */
/* Binding: what the kernel says of each thread of a pool, against the policy and the description.
 */
#include "run_tests.h"
#include "runtime/masks.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

enum { MOST = 9 };

/* What the threads of a pool see from inside. */
struct masks {
    cpu_set_t of[MOST];
};

static int note_mask(int index, void *arg)
{
    struct masks *masks = arg;
    return sched_getaffinity(0, sizeof(cpu_set_t), &masks->of[index]);
}

static struct masks masks_of(cupro_pool *pool)
{
    struct masks masks;
    ck_assert_int_eq(cupro_broadcast(pool, note_mask, &masks), 0);
    return masks;
}

static void check_description(cupro_pool *pool, const struct masks *masks, int threads)
{
    char text[8192], list[1024], line[1100], begin[32];
    ck_assert_int_lt(cupro_describe(pool, text, sizeof text), (int)sizeof text);
    for (int i = 0; i < threads; i++) {
        list_of(&masks->of[i], list, sizeof list);
        snprintf(begin, sizeof begin, "thread %d:", i);
        snprintf(line, sizeof line, "bound to %s\n", list);
        const char *at = strstr(text, begin);
        ck_assert_msg(at != NULL && strstr(at, line) == strstr(at, "bound to"), "%s%s in\n%s",
                      begin, line, text);
    }
}

/* -- Policies -----------------------------------------------------------------------------------
 */

/* Every thread on one PU of ours, and all PUs used equally often, give or take one. */
static void check_single_pus(const struct masks *masks, int threads)
{
    cpu_set_t ours = own_mask();
    int uses[CPU_SETSIZE] = {0}, least = threads, most = 0;
    for (int i = 0; i < threads; i++) {
        ck_assert_int_eq(CPU_COUNT(&masks->of[i]), 1);
        ck_assert(is_within(&masks->of[i], &ours));
        uses[nth_cpu(&masks->of[i], 0)]++;
    }
    for (int k = 0; k < CPU_COUNT(&ours); k++) {
        int used = uses[nth_cpu(&ours, k)];
        least = used < least ? used : least;
        most = used > most ? used : most;
    }
    ck_assert_int_le(most - least, 1);
}

/* Two threads have all of a NUMA node each: the same one, or two that differ. */
static void check_nodes(const struct masks *masks, int threads)
{
    cpu_set_t ours = own_mask(), both;
    for (int i = 0; i < threads; i++) {
        ck_assert(is_within(&masks->of[i], &ours));
        CPU_AND(&both, &masks->of[0], &masks->of[i]);
        ck_assert(CPU_COUNT(&both) == 0 || CPU_EQUAL(&masks->of[0], &masks->of[i]));
    }
}

static void check_anywhere(const struct masks *masks, int threads)
{
    cpu_set_t ours = own_mask();
    for (int i = 0; i < threads; i++)
        ck_assert(CPU_EQUAL(&masks->of[i], &ours));
}

static const struct {
    const char *name; /* in CUPRO_BIND */
    cupro_bind bind;
    void (*check)(const struct masks *masks, int threads);
} policies[] = {
    {"none", CUPRO_BIND_NONE, check_anywhere},
    {"compact", CUPRO_BIND_COMPACT, check_single_pus},
    {"scatter", CUPRO_BIND_SCATTER, check_single_pus},
    {"core", CUPRO_BIND_CORE, check_single_pus},
    {"numa", CUPRO_BIND_NUMA, check_nodes},
    {"nonsense", CUPRO_BIND_NONE, check_anywhere},
    {"Core", CUPRO_BIND_NONE, check_anywhere},
    {"list", CUPRO_BIND_NONE, check_anywhere},
    {"", CUPRO_BIND_NONE, check_anywhere},
};

#define POLICIES (sizeof policies / sizeof *policies)

static void open_and_check(size_t policy, cupro_bind bind, int threads)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads, .bind = bind), 0);
    struct masks masks = masks_of(pool);
    policies[policy].check(&masks, threads);
    check_description(pool, &masks, threads);
    ck_assert_int_eq(pool_works(pool), 0);
    struct masks later = masks_of(pool);
    ck_assert_mem_eq(&masks, &later, (size_t)threads * sizeof(cpu_set_t));
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}

START_TEST(threads_are_bound_as_the_policy_says)
{
    static const int sizes[] = {1, 2, 3, 7};
    cpu_set_t before = own_mask();
    for (size_t i = 0; i < POLICIES; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            open_and_check(i, policies[i].bind, sizes[k]);
    cpu_set_t after = own_mask();
    ck_assert(CPU_EQUAL(&before, &after));
}
END_TEST

START_TEST(the_environment_names_the_usual_policy)
{
    for (size_t i = 0; i < POLICIES; i++) {
        setenv("CUPRO_BIND", policies[i].name, 1);
        open_and_check(i, CUPRO_BIND_DEFAULT, 3);
        open_and_check(1, CUPRO_BIND_COMPACT, 3); /* the program's word counts for more */
    }
}
END_TEST

/* -- Lists --------------------------------------------------------------------------------------
 */

START_TEST(a_list_is_used_in_its_order_round_and_round)
{
    cpu_set_t ours = own_mask();
    int first = nth_cpu(&ours, 0), last = nth_cpu(&ours, CPU_COUNT(&ours) - 1);
    char list[64];
    snprintf(list, sizeof list, "%d,%d,%d", last, first, last);
    const int expected[] = {last, first, last};
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 7, .bind = CUPRO_BIND_LIST, .cpus = list),
                     0);
    struct masks masks = masks_of(pool);
    for (int i = 0; i < 7; i++) {
        ck_assert_int_eq(CPU_COUNT(&masks.of[i]), 1);
        ck_assert_int_eq(nth_cpu(&masks.of[i], 0), expected[i % 3]);
    }
    check_description(pool, &masks, 7);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(processors_outside_of_our_mask_are_refused_and_unused)
{
    cpu_set_t ours = own_mask();
    if (CPU_COUNT(&ours) < 2)
        return;
    cpu_set_t one = only_cpu(nth_cpu(&ours, 0));
    ck_assert_int_eq(sched_setaffinity(0, sizeof one, &one), 0);
    char other[16];
    snprintf(other, sizeof other, "%d", nth_cpu(&ours, 1));
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .bind = CUPRO_BIND_LIST, .cpus = other), CUPRO_EBIND);
    ck_assert_ptr_null(pool);
    for (size_t i = 0; i < POLICIES; i++)
        open_and_check(i, policies[i].bind, 3);
}
END_TEST

/* -- Neighbours ---------------------------------------------------------------------------------
 */

static int open_unbound(void *arg)
{
    cupro_pool **pool = arg;
    return cupro_pool_open(pool, .threads = 3, .bind = CUPRO_BIND_NONE);
}

START_TEST(an_unbound_pool_is_unbound_wherever_it_was_opened)
{
    cupro_pool *bound, *unbound;
    ck_assert_int_eq(cupro_pool_open(&bound, .threads = 2, .bind = CUPRO_BIND_COMPACT), 0);
    ck_assert_int_eq(cupro_install(bound, open_unbound, &unbound), 0);
    struct masks masks = masks_of(unbound);
    check_anywhere(&masks, 3);
    ck_assert_int_eq(cupro_pool_close(unbound), 0);
    ck_assert_int_eq(cupro_pool_close(bound), 0);
}
END_TEST

struct neighbours {
    int cpu; /* that one of them is bound to */
    struct masks masks;
};

static int bind_and_loop(void *arg)
{
    const struct neighbours *neighbours = arg;
    cpu_set_t one = only_cpu(neighbours->cpu);
    int failed = sched_setaffinity(0, sizeof one, &one);
    return failed ? failed : pool_works(NULL);
}

static int see_the_default_pool(void *arg)
{
    struct neighbours *neighbours = arg;
    return cupro_broadcast(NULL, note_mask, &neighbours->masks);
}

/* One thread owns the default team; two others need its helpers, which the bound one starts. */
static int own_the_default_team(void *arg)
{
    int error = pool_works(NULL);
    if (error == 0)
        error = on_own_thread(bind_and_loop, arg);
    return error != 0 ? error : on_own_thread(see_the_default_pool, arg);
}

START_TEST(the_default_pool_does_not_inherit_a_callers_binding)
{
    cpu_set_t ours = own_mask();
    struct neighbours neighbours = {.cpu = nth_cpu(&ours, 0)};
    setenv("CUPRO_NUM_THREADS", "3", 1);
    ck_assert_int_eq(on_own_thread(own_the_default_team, &neighbours), 0);
    check_anywhere(&neighbours.masks, 3);
}
END_TEST

START_TEST(bound_pools_leave_the_default_pool_unbound)
{
    for (int i = 0; i < 3; i++)
        open_and_check(1, CUPRO_BIND_COMPACT, 3);
    setenv("CUPRO_NUM_THREADS", "3", 1);
    struct masks masks;
    ck_assert_int_eq(cupro_broadcast(NULL, note_mask, &masks), 0);
    check_anywhere(&masks, cupro_threads(NULL));
}
END_TEST

int main(void)
{
    return RUN_TESTS("bound_pools", 1, threads_are_bound_as_the_policy_says,
                     the_environment_names_the_usual_policy,
                     a_list_is_used_in_its_order_round_and_round,
                     processors_outside_of_our_mask_are_refused_and_unused,
                     an_unbound_pool_is_unbound_wherever_it_was_opened,
                     the_default_pool_does_not_inherit_a_callers_binding,
                     bound_pools_leave_the_default_pool_unbound);
}
