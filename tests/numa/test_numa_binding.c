/* SPDX-License-Identifier: MIT */
/* Which CPUs each thread of a pool may run on, as the kernel says, on machines of several nodes. */
#include "numa/nodes.h"
#include "run_tests.h"

enum { MOST_THREADS = 32 };

struct masks {
    int threads;
    cpu_set_t of[MOST_THREADS];
    int ran_on[MOST_THREADS];
};

static struct nodes nodes;
static cpu_set_t ours;

static void setup(void)
{
    nodes = read_nodes();
    ours = own_mask();
}

static int note(int index, void *arg)
{
    struct masks *masks = arg;
    masks->ran_on[index] = sched_getcpu();
    return sched_getaffinity(0, sizeof(cpu_set_t), &masks->of[index]);
}

static struct masks masks_of(cupro_pool *pool)
{
    struct masks masks = {.threads = cupro_threads(pool)};
    ck_assert_int_le(masks.threads, MOST_THREADS);
    ck_assert_int_eq(cupro_broadcast(pool, note, &masks), 0);
    for (int i = 0; i < masks.threads; i++)
        ck_assert_msg(has_cpu(&masks.of[i], masks.ran_on[i]), "thread %d ran on CPU %d", i,
                      masks.ran_on[i]);
    return masks;
}

static struct masks open_and_ask(int threads, cupro_bind bind, const char *cpus)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads, .bind = bind, .cpus = cpus), 0);
    struct masks masks = masks_of(pool);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    return masks;
}

/* The node whose CPUs these all are; -1: none. */
static int home(const cpu_set_t *cpus)
{
    for (int node = 0; node < nodes.count; node++)
        if (is_within(cpus, &nodes.cpus[node]))
            return node;
    return -1;
}

static int nodes_with_cpus(void)
{
    int count = 0;
    for (int node = 0; node < nodes.count; node++)
        count += CPU_COUNT(&nodes.cpus[node]) > 0;
    return count;
}

static int threads_on(const struct masks *masks, int node)
{
    int threads = 0;
    for (int i = 0; i < masks->threads; i++)
        threads += home(&masks->of[i]) == node;
    return threads;
}

START_TEST(single_pus_are_used_once)
{
    const int pus = CPU_COUNT(&ours) < MOST_THREADS ? CPU_COUNT(&ours) : MOST_THREADS;
    for (cupro_bind bind = CUPRO_BIND_COMPACT; bind <= CUPRO_BIND_CORE; bind++) {
        struct masks masks = open_and_ask(pus, bind, NULL);
        cpu_set_t used;
        CPU_ZERO(&used);
        for (int i = 0; i < pus; i++) {
            ck_assert_int_eq(CPU_COUNT(&masks.of[i]), 1);
            ck_assert(is_within(&masks.of[i], &ours));
            CPU_OR(&used, &used, &masks.of[i]);
        }
        ck_assert_int_eq(CPU_COUNT(&used), pus);
    }
}
END_TEST

START_TEST(neighbours_in_the_pool_are_on_one_node_as_long_as_there_is_room)
{
    const int pus = CPU_COUNT(&ours) < MOST_THREADS ? CPU_COUNT(&ours) : MOST_THREADS;
    for (cupro_bind bind = CUPRO_BIND_COMPACT; bind <= CUPRO_BIND_NUMA; bind++) {
        struct masks masks = open_and_ask(pus, bind, NULL);
        int changes = 0;
        for (int i = 1; i < pus; i++)
            changes += home(&masks.of[i]) != home(&masks.of[i - 1]);
        ck_assert_int_lt(changes, nodes_with_cpus() > 0 ? nodes_with_cpus() : 1);
    }
}
END_TEST

START_TEST(compact_fills_one_node_first)
{
    int first = nodes.count > 0 ? CPU_COUNT(&nodes.cpus[0]) : 0;
    if (nodes_with_cpus() < 2 || first == 0)
        return;
    struct masks masks = open_and_ask(first, CUPRO_BIND_COMPACT, NULL);
    ck_assert_int_eq(threads_on(&masks, home(&masks.of[0])), first);
}
END_TEST

START_TEST(scatter_and_numa_use_all_nodes)
{
    int count = nodes_with_cpus();
    if (count < 2 || count > MOST_THREADS)
        return;
    for (int bind = 0; bind < 2; bind++) {
        struct masks masks =
            open_and_ask(count, bind == 0 ? CUPRO_BIND_SCATTER : CUPRO_BIND_NUMA, NULL);
        for (int node = 0; node < nodes.count; node++)
            if (CPU_COUNT(&nodes.cpus[node]) > 0)
                ck_assert_int_eq(threads_on(&masks, node), 1);
    }
}
END_TEST

START_TEST(numa_gives_each_thread_all_of_a_node)
{
    struct masks masks = open_and_ask(5, CUPRO_BIND_NUMA, NULL);
    for (int i = 0; i < 5 && nodes_with_cpus() > 1; i++) {
        int node = home(&masks.of[i]);
        ck_assert_int_ge(node, 0);
        ck_assert(CPU_EQUAL(&masks.of[i], &nodes.cpus[node]));
    }
}
END_TEST

START_TEST(a_list_is_kept_in_its_order)
{
    char list[32];
    int last = nth_cpu(&ours, CPU_COUNT(&ours) - 1), first = nth_cpu(&ours, 0);
    snprintf(list, sizeof list, "%d,%d", last, first);
    struct masks masks = open_and_ask(2, CUPRO_BIND_LIST, list);
    ck_assert_int_eq(nth_cpu(&masks.of[0], 0), last);
    ck_assert_int_eq(nth_cpu(&masks.of[1], 0), first);
}
END_TEST

START_TEST(there_is_a_pool_for_each_node)
{
    cupro_pool *pools[MOST_NODES];
    int count, threads = 0;
    cpu_set_t used;
    CPU_ZERO(&used);
    ck_assert_int_eq(cupro_pools_per_node(pools, MOST_NODES, &count, .bind = CUPRO_BIND_CORE), 0);
    if (nodes_with_cpus() > 1)
        ck_assert_int_eq(count, nodes_with_cpus());
    for (int i = 0; i < count; i++) {
        struct masks masks = masks_of(pools[i]);
        threads += masks.threads;
        for (int k = 0; k < masks.threads; k++) {
            if (nodes_with_cpus() > 1)
                ck_assert_int_eq(home(&masks.of[k]), home(&masks.of[0]));
            CPU_OR(&used, &used, &masks.of[k]);
        }
    }
    ck_assert_int_eq(threads, CPU_COUNT(&used));
    for (int i = 0; i < count; i++)
        ck_assert_int_eq(cupro_pool_close(pools[i]), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS_BETWEEN("numa binding", setup, NULL, 1, single_pus_are_used_once,
                             neighbours_in_the_pool_are_on_one_node_as_long_as_there_is_room,
                             compact_fills_one_node_first, scatter_and_numa_use_all_nodes,
                             numa_gives_each_thread_all_of_a_node, a_list_is_kept_in_its_order,
                             there_is_a_pool_for_each_node);
}
