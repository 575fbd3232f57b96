/* SPDX-License-Identifier: MIT */
/* Where pages come to lie, as the kernel says: for each placement, with pools of each policy. */
#include "numa/slices.h"
#include "run_tests.h"
#include "runtime/children.h"

#include <stdint.h>

enum { LARGE = 24 << 20, SMALL = 1 << 20, HUGE = 2 << 20 };

static struct nodes nodes;

/* The library's view of the machine is that of the CPUs which the process has at the time. */
static void setup(void)
{
    nodes = read_nodes();
    ck_assert_int_gt(cupro_describe(NULL, NULL, 0), 0);
}

/* What /proc/self/numa_maps says of the mappings that begin in the range. */
static void count_by_maps(const char *x, size_t bytes, size_t *on_node)
{
    char line[4096];
    FILE *maps = fopen("/proc/self/numa_maps", "r");
    memset(on_node, 0, MOST_NODES * sizeof *on_node);
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        uintptr_t begin = strtoull(line, NULL, 16);
        int node;
        size_t pages;
        if (begin < (uintptr_t)x || begin >= (uintptr_t)x + bytes)
            continue;
        for (char *at = strstr(line, " N"); at != NULL; at = strstr(at + 1, " N"))
            if (sscanf(at, " N%d=%zu", &node, &pages) == 2 && node < MOST_NODES)
                on_node[node] += pages;
    }
    if (maps != NULL)
        fclose(maps);
}

START_TEST(pages_of_a_node_lie_there)
{
    for (int node = 0; node < nodes.count; node++) {
        char *x;
        size_t by_maps[MOST_NODES];
        if (!nodes.has_memory[node])
            continue;
        ck_assert_int_eq(cupro_alloc(&x, SMALL, .place = CUPRO_PLACE_NODE, .node = node), 0);
        touch(x, SMALL);
        expect_on(x, SMALL, node, "on a node");
        count_by_maps(x, SMALL, by_maps);
        if (nodes.count > 1)
            ck_assert_uint_eq(by_maps[node], SMALL / page_size());
        ck_assert_int_eq(cupro_free(x), 0);
    }
}
END_TEST

START_TEST(a_node_that_is_not_there_is_refused)
{
    char *x;
    ck_assert_int_eq(cupro_alloc(&x, SMALL, .place = CUPRO_PLACE_NODE, .node = 999), CUPRO_EINVAL);
    ck_assert_ptr_null(x);
}
END_TEST

START_TEST(the_first_writer_decides_where_nothing_is_asked_for)
{
    for (int node = 0; node < nodes.count; node++) {
        char *x;
        if (!nodes.has_memory[node] || CPU_COUNT(&nodes.cpus[node]) == 0)
            continue;
        ck_assert_int_eq(cupro_alloc(&x, SMALL), 0);
        move_to(nth_cpu(&nodes.cpus[node], 0));
        touch(x, SMALL);
        expect_on(x, SMALL, node, "by default");
        ck_assert_int_eq(cupro_free(x), 0);
    }
}
END_TEST

/* Whoever writes to them. */
START_TEST(local_pages_lie_near_the_thread_that_asked)
{
    for (int node = 0; node < nodes.count; node++) {
        char *x;
        int other = cpu_elsewhere(&nodes, node);
        if (!nodes.has_memory[node] || CPU_COUNT(&nodes.cpus[node]) == 0 || other < 0)
            continue;
        move_to(nth_cpu(&nodes.cpus[node], 0));
        ck_assert_int_eq(
            cupro_alloc(&x, SMALL, .place = CUPRO_PLACE_LOCAL, .prefer = CUPRO_PREFER_LATENCY), 0);
        move_to(other);
        touch(x, SMALL);
        expect_on(x, SMALL, node, "local");
        ck_assert_int_eq(cupro_free(x), 0);
    }
}
END_TEST

/* Equal shares, give or take two huge pages. */
START_TEST(interleaved_pages_go_round)
{
    char *x;
    size_t by_maps[MOST_NODES], sharing = 0;
    for (int node = 0; node < nodes.count; node++)
        sharing += nodes.has_memory[node] && CPU_COUNT(&nodes.cpus[node]) > 0;
    ck_assert_int_eq(
        cupro_alloc(&x, LARGE, .place = CUPRO_PLACE_INTERLEAVE, .prefer = CUPRO_PREFER_LATENCY), 0);
    touch(x, LARGE);
    const cupro_map *map = map_of(x, LARGE);
    count_by_maps(x, LARGE, by_maps);
    for (int node = 0; map != NULL && nodes.count > 1 && node < nodes.count; node++) {
        bool shares = nodes.has_memory[node] && CPU_COUNT(&nodes.cpus[node]) > 0;
        size_t share = shares ? map->pages / sharing : 0, some = 2 * HUGE / page_size();
        ck_assert_msg(map->on_node[node] + some >= share && map->on_node[node] <= share + some,
                      "%zu pages on node %d, and not %zu", map->on_node[node], node, share);
        ck_assert_uint_eq(map->on_node[node], by_maps[node]);
    }
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

/* -- Slices --------------------------------------------------------------------------------------
 */

static void slice(size_t bytes, bool huge, int threads, cupro_bind bind)
{
    char *x, what[80];
    cupro_pool *pool;
    const char *cpus = bind == CUPRO_BIND_LIST ? "0" : NULL;
    snprintf(what, sizeof what, "%zu bytes, %d threads, policy %d", bytes, threads, bind);
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads, .bind = bind, .cpus = cpus), 0);
    ck_assert_int_eq(cupro_alloc(&x, bytes, .place = CUPRO_PLACE_SLICES, .pool = pool,
                                 .prefer = CUPRO_PREFER_LATENCY, .huge = huge),
                     0);
    touch(x, bytes);
    expect_slices(&nodes, x, bytes, bytes < LARGE ? page_size() : HUGE / 2 + page_size(), pool,
                  what);
    ck_assert_int_eq(cupro_free(x), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}

START_TEST(slices_lie_near_their_threads)
{
    for (cupro_bind bind = CUPRO_BIND_COMPACT; bind <= CUPRO_BIND_LIST; bind++)
        for (int threads = 1; threads <= 5; threads++)
            slice(SMALL + 12345, false, threads, bind);
    slice(LARGE, false, 2, CUPRO_BIND_SCATTER);
    slice(LARGE, true, 3, CUPRO_BIND_SCATTER);
}
END_TEST

/* No thread has a slice nearby: all nodes have a part. */
START_TEST(slices_of_threads_that_roam_are_interleaved)
{
    char *x;
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3), 0);
    ck_assert_int_eq(cupro_alloc(&x, SMALL, .place = CUPRO_PLACE_SLICES, .pool = pool,
                                 .prefer = CUPRO_PREFER_LATENCY),
                     0);
    touch(x, SMALL);
    const cupro_map *map = map_of(x, SMALL);
    for (int node = 0; map != NULL && node < nodes.count; node++)
        if (nodes.has_memory[node] && CPU_COUNT(&nodes.cpus[node]) > 0)
            ck_assert_uint_ge(map->on_node[node], SMALL / page_size() / 8);
    ck_assert_int_eq(cupro_free(x), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(a_pool_on_one_node_has_its_memory_there)
{
    cupro_pool *pools[MOST_NODES];
    int count;
    ck_assert_int_eq(cupro_pools_per_node(pools, MOST_NODES, &count, .bind = CUPRO_BIND_CORE), 0);
    for (int i = 0; i < count; i++)
        for (cupro_placement place = CUPRO_PLACE_LOCAL; place <= CUPRO_PLACE_INTERLEAVE; place++) {
            char *x;
            struct masks masks;
            ck_assert_int_eq(cupro_broadcast(pools[i], note_mask, &masks), 0);
            ck_assert_int_eq(cupro_alloc(&x, SMALL, .place = place, .pool = pools[i],
                                         .prefer = CUPRO_PREFER_LATENCY),
                             0);
            touch(x, SMALL);
            int node = node_of(&nodes, &masks.of[0]);
            if (node >= 0)
                expect_on(x, SMALL, node, "of a pool on one node");
            ck_assert_int_eq(cupro_free(x), 0);
        }
    for (int i = 0; i < count; i++)
        ck_assert_int_eq(cupro_pool_close(pools[i]), 0);
}
END_TEST

/* -- Memory that exists --------------------------------------------------------------------------
 */

/* The first two nodes with memory. False: there are no two. */
static bool find_two(int *one, int *other)
{
    *one = *other = -1;
    for (int node = nodes.count - 1; node >= 0; node--)
        if (nodes.has_memory[node]) {
            *other = *one;
            *one = node;
        }
    return *other >= 0;
}

START_TEST(pages_that_are_there_move_if_asked_to)
{
    char *x;
    int one, other;
    if (!find_two(&one, &other))
        return;
    ck_assert_int_eq(cupro_alloc(&x, 2 * HUGE, .place = CUPRO_PLACE_NODE, .node = one), 0);
    touch(x, HUGE);
    ck_assert_int_eq(cupro_place(x, 2 * HUGE, .place = CUPRO_PLACE_NODE, .node = other), 0);
    touch(x, 2 * HUGE);
    expect_on(x, HUGE, one, "not moved");
    expect_on(x + HUGE, HUGE, other, "written after the placing");
    ck_assert_int_eq(
        cupro_place(x, 2 * HUGE, .place = CUPRO_PLACE_NODE, .node = other, .migrate = true), 0);
    expect_on(x, 2 * HUGE, other, "moved");
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

START_TEST(placing_is_taken_back)
{
    char *x;
    int one, other;
    if (!find_two(&one, &other) || CPU_COUNT(&nodes.cpus[one]) == 0)
        return;
    move_to(nth_cpu(&nodes.cpus[one], 0));
    ck_assert_int_eq(cupro_alloc(&x, SMALL, .place = CUPRO_PLACE_NODE, .node = other), 0);
    ck_assert_int_eq(cupro_place(x, SMALL), 0);
    touch(x, SMALL);
    expect_on(x, SMALL, one, "not placed any more");
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

/* malloc's neighbours keep their pages. */
START_TEST(only_pages_wholly_within_foreign_memory_are_placed)
{
    int one, other;
    const size_t page = page_size();
    if (!find_two(&one, &other) || CPU_COUNT(&nodes.cpus[one]) == 0)
        return;
    move_to(nth_cpu(&nodes.cpus[one], 0));
    char *all = malloc(SMALL), *x = all + page - (uintptr_t)all % page;
    touch(x, 20 * page);
    ck_assert_int_eq(
        cupro_place(x + 100, 10 * page, .place = CUPRO_PLACE_NODE, .node = other, .migrate = true),
        0);
    expect_on(x, page, one, "the page of the beginning");
    expect_on(x + page, 9 * page, other, "pages within");
    expect_on(x + 10 * page, 10 * page, one, "the page of the end, and those after it");
    ck_assert_int_eq(
        cupro_place(x + 100, page, .place = CUPRO_PLACE_NODE, .node = other, .migrate = true), 0);
    expect_on(x, page, one, "no page is within");
    ck_assert_int_eq(cupro_place(x, 10 * page), 0);
    free(all);
}
END_TEST

/* The last page of our own has nothing of anybody else's. */
START_TEST(own_memory_is_placed_to_its_end)
{
    char *x;
    int one, other;
    if (!find_two(&one, &other))
        return;
    ck_assert_int_eq(cupro_alloc(&x, 5 * page_size() + 1, .place = CUPRO_PLACE_NODE, .node = one),
                     0);
    ck_assert_int_eq(cupro_place(x, 5 * page_size() + 1, .place = CUPRO_PLACE_NODE, .node = other),
                     0);
    touch(x, 6 * page_size());
    expect_on(x, 5 * page_size() + 1, other, "to the end");
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

/* -- Anywhere ------------------------------------------------------------------------------------
 */

static int get_and_touch(void *arg)
{
    char *x;
    int *place = arg;
    int error = cupro_alloc(&x, SMALL, .place = (cupro_placement)*place);
    if (error == 0)
        touch(x, SMALL);
    return error != 0 ? error : cupro_free(x);
}

static int get_in_body(size_t lo, size_t hi, void *arg)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = get_and_touch(arg);
    return error;
}

START_TEST(memory_is_had_in_bodies_and_after_a_fork)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3, .bind = CUPRO_BIND_SCATTER), 0);
    for (int place = CUPRO_PLACE_DEFAULT; place < CUPRO_PLACE_NODE; place++) {
        ck_assert_int_eq(cupro_for(6, get_in_body, &place, .grain = 1), 0);
        ck_assert_int_eq(cupro_for(6, get_in_body, &place, .grain = 1, .pool = pool), 0);
        ck_assert_int_eq(cupro_install(pool, get_and_touch, &place), 0);
        ck_assert_int_eq(in_child(get_and_touch, &place), 0);
    }
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(the_description_says_that_memory_is_placed)
{
    char text[8192], line[64];
    int count = 0;
    for (int node = 0; node < nodes.count; node++)
        count += nodes.has_memory[node] || CPU_COUNT(&nodes.cpus[node]) > 0;
    snprintf(line, sizeof line, "memory: placed on %d NUMA nodes\n", count);
    ck_assert_int_gt(cupro_describe(NULL, text, sizeof text), 0);
    if (getenv("CUPRO_TEST_NODES") != NULL)
        ck_assert_msg(strstr(text, line) != NULL, "no \"%s\" in\n%s", line, text);
    else
        ck_assert_ptr_nonnull(strstr(text, "memory: "));
}
END_TEST

/* CUPRO_TEST_FAST names a node that the firmware says to be faster for CPU 0 than its own. */
START_TEST(the_faster_of_two_near_nodes_is_preferred)
{
    const char *fast = getenv("CUPRO_TEST_FAST");
    if (fast == NULL)
        return;
    move_to(0);
    const struct {
        cupro_prefer prefer;
        int node;
    } wishes[] = {{CUPRO_PREFER_BANDWIDTH, atoi(fast)},
                  {CUPRO_PREFER_LATENCY, node_of_cpu(&nodes, 0)}};
    for (size_t i = 0; i < 2; i++) {
        char *x;
        ck_assert_int_eq(
            cupro_alloc(&x, SMALL, .place = CUPRO_PLACE_LOCAL, .prefer = wishes[i].prefer), 0);
        touch(x, SMALL);
        expect_on(x, SMALL, wishes[i].node, "as preferred");
        ck_assert_int_eq(cupro_free(x), 0);
    }
}
END_TEST

int main(void)
{
    return RUN_TESTS_BETWEEN(
        "numa memory", setup, NULL, 1, pages_of_a_node_lie_there,
        a_node_that_is_not_there_is_refused, the_first_writer_decides_where_nothing_is_asked_for,
        local_pages_lie_near_the_thread_that_asked, interleaved_pages_go_round,
        slices_lie_near_their_threads, slices_of_threads_that_roam_are_interleaved,
        a_pool_on_one_node_has_its_memory_there, pages_that_are_there_move_if_asked_to,
        placing_is_taken_back, only_pages_wholly_within_foreign_memory_are_placed,
        own_memory_is_placed_to_its_end, memory_is_had_in_bodies_and_after_a_fork,
        the_description_says_that_memory_is_placed, the_faster_of_two_near_nodes_is_preferred);
}
