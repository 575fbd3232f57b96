/* SPDX-License-Identifier: MIT */
/* From whom threads steal: everybody once, the nearest first, far away the one with the most, and
 * not all from the same one. What the library's own steals do is what counts. */
#include "plans.h"
#include "run_tests.h"

#include "runtime/engine/steal.h"

/* A team with a slot for each thread, with the victims of a plan, or without. */
struct team {
    struct cupro__victims victims;
    struct cupro__runners runners;
};

static struct team team_open(struct fixture *f, const struct cupro__plan *plan)
{
    struct team team = {.runners = {.count = plan->threads, .threads = plan->threads}};
    team.runners.slot = aligned_alloc(CUPRO__SLOT_BYTES, (size_t)plan->threads * CUPRO__SLOT_BYTES);
    for (int i = 0; i < plan->threads; i++)
        team.runners.slot[i] = (struct cupro__slot){0};
    if (plan->bind != CUPRO_BIND_NONE)
        ck_assert_int_eq(cupro__victims_find(&team.victims, plan, &f->machine), 0);
    return team;
}

static void team_close(struct team *team)
{
    cupro__victims_free(&team->victims);
    free(team->runners.slot);
}

static void give(struct team *team, int runner, uint32_t chunks)
{
    cupro__slot_fill(&team->runners.slot[runner], (struct cupro__span){0, chunks});
}

/* What the thief gets, which is then gone. */
static struct cupro__loot steal_once(struct team *team, int thief)
{
    if (team->victims.threads > 0)
        team->runners.victims = &team->victims;
    struct cupro__loot loot = cupro__steal(&team->runners, thief, thief);
    give(team, thief, 0);
    return loot;
}

/* The order in which a thread steals when everybody has one chunk; threads - 1 of them. */
static int *order_of(struct team *team, int thief)
{
    int others = team->runners.count - 1, *order = calloc((size_t)others + 1, sizeof *order);
    for (int i = 0; i <= others; i++)
        give(team, i, i != thief);
    for (int i = 0; i < others; i++)
        order[i] = steal_once(team, thief).victim;
    ck_assert_uint_eq(steal_once(team, thief).chunks, 0);
    return order;
}

/* Check the orders of some thieves. */
static void for_orders(struct fixture *f, const struct cupro__plan *plan,
                       void (*check)(struct fixture *f, const struct cupro__plan *plan, int thief,
                                     const int *order))
{
    const int last = plan->threads - 1;
    const int thieves[] = {0, last, random_between(&f->random, 0, last)};
    struct team team = team_open(f, plan);
    for (size_t i = 0; i < sizeof thieves / sizeof *thieves; i++) {
        int *order = order_of(&team, thieves[i]);
        check(f, plan, thieves[i], order);
        free(order);
    }
    team_close(&team);
}

static void order_has_all_others(struct fixture *f, const struct cupro__plan *plan, int thief,
                                 const int *order)
{
    char *seen = calloc((size_t)plan->threads, 1);
    for (int rank = 0; rank < plan->threads - 1; rank++) {
        int v = order[rank];
        CHECK_PLAN(f, plan, v >= 0 && v < plan->threads && v != thief && !seen[v]);
        seen[v] = 1;
    }
    free(seen);
}

static void victims_are_all_the_others(struct fixture *f, const struct cupro__plan *plan)
{
    for_orders(f, plan, order_has_all_others);
}

START_TEST(test_victims_are_all_the_others)
{
    for_plans(_i, CUPRO_BIND_NONE, CUPRO_BIND_LIST, victims_are_all_the_others);
}
END_TEST

static bool same(int a, int b)
{
    return a >= 0 && a == b;
}

static int class_of(const struct cupro__place *a, const struct cupro__place *b)
{
    bool near = a->node == b->node;
    return near && same(a->l3, b->l3) ? 0 : near ? 1 : same(a->l3, b->l3) ? 2 : 3;
}

static struct hwloc_distances_s *latencies(struct fixture *f)
{
    struct hwloc_distances_s *matrix = NULL;
    unsigned matrices = 1;
    hwloc_distances_get_by_type(f->machine.topology, HWLOC_OBJ_NUMANODE, &matrices, &matrix,
                                HWLOC_DISTANCES_KIND_MEANS_LATENCY, 0);
    return matrix;
}

static uint64_t distance(const struct hwloc_distances_s *matrix, int from, int to)
{
    unsigned row = 0, column = 0;
    if (matrix == NULL || from < 0 || to < 0)
        return UINT64_MAX;
    while ((int)matrix->objs[row]->logical_index != from)
        row++;
    while ((int)matrix->objs[column]->logical_index != to)
        column++;
    return matrix->values[row * matrix->nbobjs + column];
}

static void order_goes_outwards(struct fixture *f, const struct cupro__plan *plan, int thief,
                                const int *order)
{
    struct hwloc_distances_s *matrix = latencies(f);
    const struct cupro__place *here = &plan->place[thief];
    for (int rank = 1; rank < plan->threads - 1; rank++) {
        const struct cupro__place *a = &plan->place[order[rank - 1]];
        const struct cupro__place *b = &plan->place[order[rank]];
        int class_a = class_of(here, a), class_b = class_of(here, b);
        uint64_t to_a = distance(matrix, here->node, a->node);
        uint64_t to_b = distance(matrix, here->node, b->node);
        CHECK_PLAN(f, plan, class_a <= class_b);
        if (class_a < 2 || class_a != class_b)
            continue;
        CHECK_PLAN(f, plan, to_a <= to_b);
        CHECK_PLAN(f, plan,
                   to_a < to_b || same(here->package, a->package) ||
                       !same(here->package, b->package));
    }
    if (matrix != NULL)
        hwloc_distances_release(f->machine.topology, matrix);
}

static void the_nearest_come_first(struct fixture *f, const struct cupro__plan *plan)
{
    for_orders(f, plan, order_goes_outwards);
}

START_TEST(test_the_nearest_come_first)
{
    for_plans(_i, CUPRO_BIND_COMPACT, CUPRO_BIND_LIST, the_nearest_come_first);
}
END_TEST

/* A machine whose distances are random, and other ones there and back. */
START_TEST(test_distances_are_the_thief_s)
{
    hwloc_obj_t node[8];
    hwloc_uint64_t values[64];
    struct fixture *f = calloc(1, sizeof *f);
    f->random = first_seed() + (uint64_t)_i;
    snprintf(f->name, sizeof f->name, "random distances (index %d)", _i);
    setenv("HWLOC_SYNTHETIC", "pack:8 numa:1 core:2 pu:1", 1);
    ck_assert_int_eq(cupro__machine_load(&f->machine), 0);
    for (int i = 0; i < 64; i++)
        values[i] = i % 9 == 0 ? 10 : (hwloc_uint64_t)random_between(&f->random, 11, 40);
    for (unsigned i = 0; i < 8; i++)
        node[i] = hwloc_get_obj_by_type(f->machine.topology, HWLOC_OBJ_NUMANODE, i);
    hwloc_topology_t topology = f->machine.topology;
    hwloc_distances_add_handle_t matrix = hwloc_distances_add_create(
        topology, "test", HWLOC_DISTANCES_KIND_FROM_USER | HWLOC_DISTANCES_KIND_MEANS_LATENCY, 0);
    ck_assert_int_eq(hwloc_distances_add_values(topology, matrix, 8, node, values, 0), 0);
    ck_assert_int_eq(hwloc_distances_add_commit(topology, matrix, 0), 0);
    struct cupro__plan plan = make(f, CUPRO_BIND_COMPACT, f->machine.pus);
    the_nearest_come_first(f, &plan);
    cupro__plan_free(&plan);
    teardown(f);
}
END_TEST

static void order_is_a_ring(struct fixture *f, const struct cupro__plan *plan, int thief,
                            const int *order)
{
    for (int rank = 0; rank < plan->threads - 1; rank++)
        CHECK_PLAN(f, plan, order[rank] == (thief + 1 + rank) % plan->threads);
}

static void unbound_threads_steal_round_the_ring(struct fixture *f, const struct cupro__plan *plan)
{
    for_orders(f, plan, order_is_a_ring);
}

START_TEST(test_unbound_threads_steal_round_the_ring)
{
    for_plans(_i, CUPRO_BIND_NONE, CUPRO_BIND_NONE, unbound_threads_steal_round_the_ring);
}
END_TEST

/* With one thread a PU on a symmetric machine: whoever looks around in its own L3 or node begins
 * with the next thread there, and of those that leave the L3, but not the node, no two begin with
 * the same victim. */
START_TEST(test_thieves_begin_with_different_victims)
{
    if (_i >= SHAPES)
        return;
    struct fixture *f = setup(_i);
    struct cupro__plan plan = make(f, CUPRO_BIND_COMPACT, f->machine.pus);
    struct team team = team_open(f, &plan);
    for (int thief = 1; thief < plan.threads; thief++) {
        int *order = order_of(&team, thief), *before = order_of(&team, thief - 1);
        const struct cupro__place *a = &plan.place[thief], *b = &plan.place[thief - 1];
        bool together = same(a->l3, b->l3) || (f->machine.l3s == 0 && a->node == b->node);
        for (int rank = 0; rank < plan.threads - 1 && together; rank++) {
            bool on_node = class_of(a, &plan.place[order[rank]]) < 2;
            bool begins = rank == 0 || class_of(a, &plan.place[order[rank - 1]]) <
                                           class_of(a, &plan.place[order[rank]]);
            if (begins && on_node)
                CHECK_PLAN(f, &plan, order[rank] != before[rank]);
        }
        if (together)
            CHECK_PLAN(f, &plan, before[0] == thief);
        free(before);
        free(order);
    }
    team_close(&team);
    cupro__plan_free(&plan);
    teardown(f);
}
END_TEST

/* -- How much ---------------------------------------------------------------------------------- */

static uint32_t most_on(struct team *team, const struct cupro__plan *plan, int node)
{
    uint32_t most = 0;
    for (int i = 0; i < plan->threads; i++) {
        uint32_t left = cupro__slot_left(&team->runners.slot[i]);
        if (plan->place[i].node == node && left > most)
            most = left;
    }
    return most;
}

/* Nobody on the thief's node has anything unless `near`; elsewhere there is more or less. */
static void fill_at_random(struct fixture *f, struct team *team, const struct cupro__plan *plan,
                           int thief, bool near)
{
    for (int i = 0; i < plan->threads; i++) {
        bool here = plan->place[i].node == plan->place[thief].node;
        give(team, i, here && !near ? 0 : (uint32_t)random_between(&f->random, 0, 50));
    }
    give(team, thief, 0);
}

static void far_thieves_take_from_the_fullest(struct fixture *f, const struct cupro__plan *plan)
{
    struct team team = team_open(f, plan);
    for (int trial = 0; trial < 20; trial++) {
        int thief = random_between(&f->random, 0, plan->threads - 1);
        const struct cupro__place *here = &plan->place[thief];
        fill_at_random(f, &team, plan, thief, trial % 2 == 0);
        uint32_t near = most_on(&team, plan, here->node), all = 0;
        for (int i = 0; i < plan->threads; i++)
            all += cupro__slot_left(&team.runners.slot[i]);
        struct cupro__loot loot = steal_once(&team, thief);
        CHECK_PLAN(f, plan, (loot.chunks > 0) == (all > 0));
        if (loot.chunks == 0)
            continue;
        const struct cupro__place *there = &plan->place[loot.victim];
        CHECK_PLAN(f, plan, near == 0 || there->node == here->node);
        uint32_t left = cupro__slot_left(&team.runners.slot[loot.victim]);
        CHECK_PLAN(f, plan, loot.chunks == left || loot.chunks == left + 1);
        if (near == 0)
            CHECK_PLAN(f, plan, most_on(&team, plan, there->node) <= left + loot.chunks);
    }
    team_close(&team);
}

START_TEST(test_far_thieves_take_half_of_the_fullest_and_only_if_nobody_near_has_any)
{
    for_plans(_i, CUPRO_BIND_COMPACT, CUPRO_BIND_LIST, far_thieves_take_from_the_fullest);
}
END_TEST

/* -- Fewer runners than threads ---------------------------------------------------------------- */

/* Each runner has the thread where its slice would begin, and no other thread has one. */
static bool spread_is_right(int count, int threads)
{
    const struct cupro__runners runners = {.count = count, .threads = threads};
    int found = 0;
    for (int thread = 0; thread < threads; thread++) {
        int runner = cupro__thread_runner(&runners, thread);
        if (runner >= 0 && (runner != found++ || runner * threads / count != thread ||
                            cupro__runner_thread(&runners, runner) != thread))
            return false;
    }
    return found == count && cupro__thread_runner(&runners, threads) == -1;
}

START_TEST(test_fewer_runners_are_spread_over_the_threads)
{
    int threads = _i + 1;
    for (int count = 1; count <= threads; count++)
        ck_assert_msg(spread_is_right(count, threads), "%d runners, %d threads", count, threads);
}
END_TEST

static void some_of_the_threads_find_all_work(struct fixture *f, const struct cupro__plan *plan)
{
    struct team team = team_open(f, plan);
    team.runners.count = 1 + (plan->threads - 1) / 3;
    int *from = calloc((size_t)team.runners.count, sizeof *from), got = 0;
    for (int i = 1; i < team.runners.count; i++)
        give(&team, i, 1);
    team.runners.victims = &team.victims;
    for (struct cupro__loot loot; (loot = cupro__steal(&team.runners, 0, 0)).chunks > 0; got++) {
        give(&team, 0, 0);
        CHECK_PLAN(f, plan, from[loot.victim]++ == 0);
    }
    CHECK_PLAN(f, plan, got == team.runners.count - 1);
    free(from);
    team_close(&team);
}

START_TEST(test_some_of_the_threads_find_all_work)
{
    for_plans(_i, CUPRO_BIND_COMPACT, CUPRO_BIND_LIST, some_of_the_threads_find_all_work);
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "victims", count_machines(), test_victims_are_all_the_others, test_the_nearest_come_first,
        test_distances_are_the_thief_s, test_unbound_threads_steal_round_the_ring,
        test_thieves_begin_with_different_victims,
        test_far_thieves_take_half_of_the_fullest_and_only_if_nobody_near_has_any,
        test_fewer_runners_are_spread_over_the_threads, test_some_of_the_threads_find_all_work);
}
