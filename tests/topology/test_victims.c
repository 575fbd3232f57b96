/* SPDX-License-Identifier: MIT */
/* From whom threads steal: everybody once, the nearest first, and not all from the same one. */
#include "plans.h"
#include "run_tests.h"

/* All steal orders of a plan: order[thief * (threads - 1) + rank]. */
static int *all_victims(struct fixture *f, const struct cupro__plan *plan)
{
    size_t others = (size_t)plan->threads - 1;
    int *order = calloc((size_t)plan->threads * others + 1, sizeof *order);
    for (int i = 0; i < plan->threads; i++)
        cupro__plan_victims(plan, &f->machine, i, &order[(size_t)i * others]);
    return order;
}

static int victim(const struct cupro__plan *plan, const int *order, int thief, int rank)
{
    return order[(size_t)thief * ((size_t)plan->threads - 1) + (size_t)rank];
}

static void victims_are_all_the_others(struct fixture *f, const struct cupro__plan *plan)
{
    int *order = all_victims(f, plan);
    char *seen = calloc((size_t)plan->threads, 1);
    for (int thief = 0; thief < plan->threads; thief++) {
        memset(seen, 0, (size_t)plan->threads);
        for (int rank = 0; rank < plan->threads - 1; rank++) {
            int v = victim(plan, order, thief, rank);
            CHECK_PLAN(f, plan, v >= 0 && v < plan->threads && v != thief && !seen[v]);
            seen[v] = 1;
        }
    }
    free(seen);
    free(order);
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
    return same(a->l3, b->l3)             ? 0
           : same(a->node, b->node)       ? 1
           : same(a->package, b->package) ? 2
                                          : 3;
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
    if (matrix == NULL || from < 0)
        return 0;
    if (to < 0)
        return UINT64_MAX;
    while ((int)matrix->objs[row]->logical_index != from)
        row++;
    while ((int)matrix->objs[column]->logical_index != to)
        column++;
    return matrix->values[row * matrix->nbobjs + column];
}

static void the_nearest_come_first(struct fixture *f, const struct cupro__plan *plan)
{
    struct hwloc_distances_s *matrix = latencies(f);
    int *order = all_victims(f, plan);
    for (int thief = 0; thief < plan->threads; thief++) {
        const struct cupro__place *here = &plan->place[thief];
        for (int rank = 1; rank < plan->threads - 1; rank++) {
            const struct cupro__place *a = &plan->place[victim(plan, order, thief, rank - 1)];
            const struct cupro__place *b = &plan->place[victim(plan, order, thief, rank)];
            CHECK_PLAN(f, plan, class_of(here, a) <= class_of(here, b));
            CHECK_PLAN(f, plan,
                       class_of(here, a) != 3 || class_of(here, b) != 3 ||
                           distance(matrix, here->node, a->node) <=
                               distance(matrix, here->node, b->node));
        }
    }
    free(order);
    if (matrix != NULL)
        hwloc_distances_release(f->machine.topology, matrix);
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

static void unbound_threads_steal_round_the_ring(struct fixture *f, const struct cupro__plan *plan)
{
    int *order = all_victims(f, plan);
    for (int thief = 0; thief < plan->threads; thief++)
        for (int rank = 0; rank < plan->threads - 1; rank++)
            CHECK_PLAN(f, plan,
                       victim(plan, order, thief, rank) == (thief + 1 + rank) % plan->threads);
    free(order);
}

START_TEST(test_unbound_threads_steal_round_the_ring)
{
    for_plans(_i, CUPRO_BIND_NONE, CUPRO_BIND_NONE, unbound_threads_steal_round_the_ring);
}
END_TEST

/* With one thread a PU on a symmetric machine: whoever looks around in its own L3 or node begins
 * with the next thread there, and of those that leave it no two begin with the same victim. */
START_TEST(test_thieves_begin_with_different_victims)
{
    if (_i >= SHAPES)
        return;
    struct fixture *f = setup(_i);
    struct cupro__plan plan = make(f, CUPRO_BIND_COMPACT, f->machine.pus);
    int *order = all_victims(f, &plan);
    for (int thief = 0; thief < plan.threads; thief++)
        for (int other = 0; other < thief; other++) {
            const struct cupro__place *a = &plan.place[thief], *b = &plan.place[other];
            for (int rank = 0; rank < plan.threads - 1; rank++) {
                int v = victim(&plan, order, thief, rank), w = victim(&plan, order, other, rank);
                bool begins =
                    rank == 0 || class_of(a, &plan.place[victim(&plan, order, thief, rank - 1)]) <
                                     class_of(a, &plan.place[v]);
                bool together =
                    same(a->l3, b->l3) || (f->machine.l3s == 0 && same(a->node, b->node));
                if (begins && together)
                    CHECK_PLAN(f, &plan, v != w);
            }
            if (other == thief - 1 && class_of(a, b) == 0)
                CHECK_PLAN(f, &plan, victim(&plan, order, other, 0) == thief);
        }
    free(order);
    cupro__plan_free(&plan);
    teardown(f);
}
END_TEST

int main(void)
{
    return RUN_TESTS("victims", count_machines(), test_victims_are_all_the_others,
                     test_the_nearest_come_first, test_distances_are_the_thief_s,
                     test_unbound_threads_steal_round_the_ring,
                     test_thieves_begin_with_different_victims);
}
