/* SPDX-License-Identifier: MIT */
/* Who takes work from whom on machines of several nodes, by the counters of operations, and on
 * whose pages threads work. Bodies sleep where others would compute, so that the times are what
 * they are meant to be, also on a processor that is emulated. */
#include "numa/nodes.h"
#include "run_tests.h"
#include "runtime/process.h"

static struct nodes nodes;

static void setup(void)
{
    nodes = read_nodes();
}

/* Two threads on each of the first two nodes that have as many CPUs; NULL: there are no two. */
static cupro_pool *open_pairs(void)
{
    char list[64] = "";
    int pairs = 0;
    cupro_pool *pool = NULL;
    for (int node = 0; node < nodes.count && pairs < 2; node++)
        if (CPU_COUNT(&nodes.cpus[node]) >= 2) {
            size_t length = strlen(list);
            snprintf(list + length, sizeof list - length, "%s%d,%d", pairs > 0 ? "," : "",
                     nth_cpu(&nodes.cpus[node], 0), nth_cpu(&nodes.cpus[node], 1));
            pairs++;
        }
    if (pairs == 2)
        ck_assert_int_eq(
            cupro_pool_open(&pool, .threads = 4, .bind = CUPRO_BIND_LIST, .cpus = list), 0);
    return pool;
}

/* A quarter of the units for each thread. */
enum { UNITS = 400 };

struct load {
    bool slow[4]; /* whether units of that quarter take a while */
};

static int work(size_t lo, size_t hi, void *ctx)
{
    const struct load *load = ctx;
    for (size_t i = lo; i < hi; i++)
        if (load->slow[i * 4 / UNITS])
            sleep_ms(2);
    return 0;
}

static cupro_counters count_steals(cupro_pool *pool, struct load load)
{
    cupro_counters counters = {0};
    ck_assert_int_eq(cupro_for(UNITS, work, &load, .grain = 1, .pool = pool, .counters = &counters),
                     0);
    return counters;
}

static void say(const char *what, const cupro_counters *counters)
{
    printf("%s: %d chunks, steals: %d near, %d on the node, %d from others (%d chunks)\n", what,
           (int)counters->chunks, (int)counters->near_steals, (int)counters->node_steals,
           (int)counters->remote_steals, (int)counters->remote_chunks);
}

/* Threads 0 and 2 have everything; 1 and 3 find it on their own node. Only at the end, when a node
 * has nothing left, does one look elsewhere. */
START_TEST(work_on_the_own_node_is_taken_first)
{
    cupro_pool *pool = open_pairs();
    if (pool == NULL)
        return;
    cupro_counters counters = count_steals(pool, (struct load){{true, false, true, false}});
    say("work on both nodes", &counters);
    ck_assert_uint_ge(counters.near_steals + counters.node_steals, 2);
    ck_assert_uint_le(counters.remote_chunks, UNITS / 10);
    ck_assert_uint_eq(counters.unplaced_steals, 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* All is on one node: the others go and get some. */
START_TEST(work_is_taken_from_another_node_where_the_own_has_none)
{
    cupro_pool *pool = open_pairs();
    if (pool == NULL)
        return;
    cupro_counters counters = count_steals(pool, (struct load){{true, true, false, false}});
    say("work on one node", &counters);
    ck_assert_uint_ge(counters.remote_steals, 1);
    ck_assert_uint_ge(counters.remote_chunks, UNITS / 8);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* -- Pages ---------------------------------------------------------------------------------------
 */

enum { PAGES = 512 };

/* Everybody is busy with his own for a while, and nobody steals. */
static int write_slowly(size_t lo, size_t hi, void *ctx)
{
    char *x = ctx;
    for (size_t i = lo; i < hi; i++)
        x[i] = 1;
    sleep_ms(1);
    return 0;
}

static cupro_counters count_pages(cupro_pool *pool, cupro_placement place, int node)
{
    char *x;
    cupro_counters counters = {0};
    const size_t bytes = PAGES * page_size();
    ck_assert_int_eq(cupro_alloc(&x, bytes, .place = place, .pool = pool, .node = node,
                                 .prefer = CUPRO_PREFER_LATENCY),
                     0);
    touch(x, bytes);
    ck_assert_int_eq(cupro_for(bytes, write_slowly, x, .grain = 4 * page_size(), .pool = pool,
                               .counters = &counters, .watch = x, .watch_bytes = bytes),
                     0);
    printf("placement %d: %d pages local, %d remote, %d unknown\n", place,
           (int)counters.local_pages, (int)counters.remote_pages, (int)counters.unknown_pages);
    ck_assert_uint_eq(counters.local_pages + counters.remote_pages + counters.unknown_pages, PAGES);
    ck_assert_int_eq(cupro_free(x), 0);
    return counters;
}

START_TEST(slices_are_worked_on_by_threads_nearby)
{
    cupro_pool *pool = open_pairs();
    if (pool == NULL)
        return;
    cupro_counters counters = count_pages(pool, CUPRO_PLACE_SLICES, 0);
    ck_assert_uint_ge(counters.local_pages, PAGES * 7 / 8);
    counters = count_pages(pool, CUPRO_PLACE_NODE, 0);
    ck_assert_uint_ge(counters.remote_pages, PAGES / 3);
    ck_assert_uint_ge(counters.local_pages, PAGES / 3);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS_BETWEEN("numa stealing", setup, NULL, 1, work_on_the_own_node_is_taken_first,
                             work_is_taken_from_another_node_where_the_own_has_none,
                             slices_are_worked_on_by_threads_nearby);
}
