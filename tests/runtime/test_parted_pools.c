/* SPDX-License-Identifier: MIT */
/* Pools on a part of the machine, and pools that share it out: on this one, and on machines that
 * are not here, where plans say what would be bound. */
#include "run_tests.h"
#include "runtime/masks.h"
#include "runtime/process.h"
#include "runtime/work.h"

#include <limits.h>
#include <string.h>

enum { MOST = 64 };

static void pretend(const char *machine)
{
    setenv("HWLOC_SYNTHETIC", machine, 1);
}

static void close_pools(cupro_pool **pools, int count)
{
    for (int i = 0; i < count; i++)
        ck_assert_int_eq(cupro_pool_close(pools[i]), 0);
}

static void expect_text(cupro_pool *pool, const char *part)
{
    char text[8192];
    ck_assert_int_gt(cupro_describe(pool, text, sizeof text), 0);
    ck_assert_msg(strstr(text, part) != NULL, "no \"%s\" in\n%s", part, text);
}

/* -- Here ---------------------------------------------------------------------------------------
 */

static int note_mask(int index, void *arg)
{
    cpu_set_t *masks = arg;
    return sched_getaffinity(0, sizeof(cpu_set_t), &masks[index]);
}

/* What all threads of a pool may use together. */
static cpu_set_t mask_of(cupro_pool *pool)
{
    cpu_set_t masks[MOST], all;
    CPU_ZERO(&all);
    ck_assert_int_eq(cupro_broadcast(pool, note_mask, masks), 0);
    for (int i = 0; i < cupro_threads(pool); i++)
        CPU_OR(&all, &all, &masks[i]);
    return all;
}

START_TEST(split_pools_have_no_processor_in_common)
{
    cpu_set_t ours = own_mask(), seen, both;
    const int cpus = CPU_COUNT(&ours) < MOST ? CPU_COUNT(&ours) : MOST;
    for (int bind = CUPRO_BIND_NONE; bind <= CUPRO_BIND_NUMA; bind++)
        for (int count = 1; count <= cpus; count += 1 + count / 2) {
            cupro_pool *pools[MOST];
            CPU_ZERO(&seen);
            ck_assert_int_eq(
                cupro_pools_split(pools, count, .bind = (cupro_bind)bind, .threads = 2), 0);
            for (int i = 0; i < count; i++) {
                cpu_set_t mask = mask_of(pools[i]);
                CPU_AND(&both, &seen, &mask);
                ck_assert_int_eq(CPU_COUNT(&both), 0);
                CPU_OR(&seen, &seen, &mask);
                ck_assert_int_eq(cupro_threads(pools[i]), 2);
                ck_assert_int_eq(pool_works(pools[i]), 0);
            }
            ck_assert(bind != CUPRO_BIND_NONE || CPU_EQUAL(&seen, &ours));
            close_pools(pools, count);
        }
    cpu_set_t after = own_mask();
    ck_assert(CPU_EQUAL(&ours, &after));
}
END_TEST

START_TEST(the_nodes_pools_have_all_processors)
{
    cupro_pool *pools[MOST];
    cpu_set_t ours = own_mask(), seen;
    int count = 0, threads = 0;
    CPU_ZERO(&seen);
    ck_assert_int_eq(cupro_pools_per_node(pools, MOST, &count), 0);
    ck_assert_int_gt(count, 0);
    for (int i = 0; i < count; i++) {
        cpu_set_t mask = mask_of(pools[i]);
        CPU_OR(&seen, &seen, &mask);
        threads += cupro_threads(pools[i]);
        ck_assert_int_eq(pool_works(pools[i]), 0);
    }
    ck_assert(CPU_EQUAL(&seen, &ours));
    ck_assert_int_ge(threads, cupro_threads(NULL) < CPU_COUNT(&ours) ? cupro_threads(NULL)
                                                                     : CPU_COUNT(&ours));
    close_pools(pools, count);
}
END_TEST

START_TEST(more_pools_than_processors_are_refused)
{
    cpu_set_t ours = own_mask();
    int before = threads_of_process(), count = CPU_COUNT(&ours) + 1;
    cupro_pool **pools = malloc((size_t)count * sizeof(cupro_pool *));
    memset(pools, 0xaa, (size_t)count * sizeof(cupro_pool *));
    ck_assert_int_eq(cupro_pools_split(pools, count), CUPRO_EBIND);
    for (int i = 0; i < count; i++)
        ck_assert_ptr_null(pools[i]);
    ck_assert_int_eq(threads_of_process(), before);
    free(pools);
}
END_TEST

/* -- Elsewhere ----------------------------------------------------------------------------------
 */

START_TEST(each_node_has_a_pool)
{
    cupro_pool *pools[MOST];
    int count = -1;
    setenv("CUPRO_NUM_THREADS", "8", 1);
    pretend("pack:2 numa:2 core:2 pu:2");
    ck_assert_int_eq(
        cupro_pools_per_node(pools, MOST, &count, .bind = CUPRO_BIND_CORE, .name = "side"), 0);
    ck_assert_int_eq(count, 4);
    for (int i = 0; i < count; i++) {
        char line[64];
        ck_assert_int_eq(cupro_threads(pools[i]), 2);
        snprintf(line, sizeof line, "pool: side.%d\n", i);
        expect_text(pools[i], line);
        snprintf(line, sizeof line, "part: PUs %d-%d\n", 4 * i, 4 * i + 3);
        expect_text(pools[i], line);
        expect_text(pools[i], "threads: 2 (its share of 8)\n");
        snprintf(line, sizeof line, "thread 1: planned %d, core %d, node %d", 4 * i + 2, 2 * i + 1,
                 i);
        expect_text(pools[i], line);
    }
    close_pools(pools, count);
}
END_TEST

START_TEST(too_little_room_opens_nothing_and_tells_the_number)
{
    cupro_pool *pools[3];
    int before = threads_of_process(), count = -1;
    pretend("numa:4 core:2 pu:1");
    ck_assert_int_eq(cupro_pools_per_node(NULL, 0, &count), CUPRO_EINVAL);
    ck_assert_int_eq(count, 4);
    memset(pools, 0xaa, sizeof pools);
    ck_assert_int_eq(cupro_pools_per_node(pools, 3, &count), CUPRO_EINVAL);
    ck_assert_int_eq(count, 4);
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_null(pools[i]);
    ck_assert_int_eq(threads_of_process(), before);
}
END_TEST

START_TEST(a_part_limits_the_usual_number_of_threads_only)
{
    static const struct {
        int asked, threads;
        bool one_pu_a_core;
        const char *text;
    } table[] = {
        {0, 4, true, "threads: 4 (one for each PU of its part)\n"},
        {0, 6, false, "threads: 6 (CUPRO_NUM_THREADS)\n"},
        {9, 9, true, "threads: 9 (asked for)\n"},
    };
    setenv("CUPRO_NUM_THREADS", "6", 1);
    pretend("core:4 pu:2");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        cupro_pool *pool;
        ck_assert_int_eq(cupro_pool_open(&pool, .threads = table[i].asked,
                                         .one_pu_a_core = table[i].one_pu_a_core),
                         0);
        ck_assert_int_eq(cupro_threads(pool), table[i].threads);
        expect_text(pool, table[i].text);
        if (table[i].one_pu_a_core)
            expect_text(pool, "part: PUs 0,2,4,6, one PU a core\n");
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
}
END_TEST

START_TEST(kinds_that_are_not_known_are_all_and_that_is_said)
{
    for (int cores = CUPRO_CORES_PERFORMANCE; cores <= CUPRO_CORES_EFFICIENCY; cores++) {
        cupro_pool *pool;
        pretend("core:2 pu:1");
        ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2, .cores = (cupro_cores)cores), 0);
        expect_text(pool,
                    cores == CUPRO_CORES_PERFORMANCE
                        ? "part: PUs 0-1, performance cores (all of them, as far as is known)"
                        : "part: PUs 0-1, efficiency cores (all of them, as far as is known)");
        ck_assert_int_eq(pool_works(pool), 0);
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
}
END_TEST

/* -- Nonsense -----------------------------------------------------------------------------------
 */

static const cupro_pool_options nonsense[] = {
    {.cores = (cupro_cores)3},
    {.cores = (cupro_cores)-1},
    {.bind = CUPRO_BIND_LIST, .cpus = "0", .one_pu_a_core = true},
    {.bind = CUPRO_BIND_LIST, .cpus = "0", .cores = CUPRO_CORES_PERFORMANCE},
    {.threads = -1},
    {.threads = INT_MAX},
    {.bind = (cupro_bind)99},
    {.cpus = "0"},
};

START_TEST(nonsense_is_refused_by_every_way_to_open)
{
    int count;
    cupro_pool *pool, *pools[2];
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        ck_assert_int_eq(cupro_pool_open_with(&pool, &nonsense[i]), CUPRO_EINVAL);
        ck_assert_ptr_null(pool);
        memset(pools, 0xff, sizeof pools);
        ck_assert_int_eq(cupro_pools_split_with(pools, 1, &nonsense[i]), CUPRO_EINVAL);
        ck_assert_ptr_null(pools[0]);
        memset(pools, 0xff, sizeof pools);
        ck_assert_int_eq(cupro_pools_per_node_with(pools, 2, &count, &nonsense[i]), CUPRO_EINVAL);
        ck_assert_ptr_null(pools[1]);
    }
    ck_assert_int_eq(cupro_pools_split(pools, 1, .bind = CUPRO_BIND_LIST, .cpus = "0"),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pools_split(pools, 0), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pools_split(pools, -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pools_split(NULL, 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pools_per_node(NULL, 1, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pools_per_node(pools, -1, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pools_per_node(pools, 2, NULL), CUPRO_EINVAL);
}
END_TEST

/* The second thread of the second pool. */
static int fail_late(int index, void *arg)
{
    int *starts = arg;
    return __atomic_fetch_add(starts, 1, __ATOMIC_RELAXED) >= 3 && index == 1 ? 77 : 0;
}

START_TEST(if_one_pool_fails_none_is_left)
{
    cupro_pool *pools[3];
    int starts = 0, before = threads_of_process();
    pretend("core:6 pu:1");
    ck_assert_int_eq(
        cupro_pools_split(pools, 3, .threads = 2, .on_start = fail_late, .arg = &starts), 77);
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_null(pools[i]);
    ck_assert(no_more_threads_than(before) || on_libomp());
}
END_TEST

int main(void)
{
    return RUN_TESTS("parted_pools", 1, split_pools_have_no_processor_in_common,
                     the_nodes_pools_have_all_processors, more_pools_than_processors_are_refused,
                     each_node_has_a_pool, too_little_room_opens_nothing_and_tells_the_number,
                     a_part_limits_the_usual_number_of_threads_only,
                     kinds_that_are_not_known_are_all_and_that_is_said,
                     nonsense_is_refused_by_every_way_to_open, if_one_pool_fails_none_is_left);
}
