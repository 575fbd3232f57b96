/* SPDX-License-Identifier: MIT */
/* What every plan must be like, on every machine, for any number of threads. */
#include "plans.h"
#include "run_tests.h"

/* -- Places of all policies ----------------------------------------------------------------------
 */

static void check_within(struct fixture *f, const struct cupro__plan *plan,
                         const struct cupro__place *place, hwloc_obj_type_t type, int index)
{
    if (index >= 0)
        CHECK_PLAN(f, plan, hwloc_bitmap_isincluded(place->cpus, cpus_of(f, type, index)));
}

static int width(struct fixture *f, int node)
{
    return hwloc_bitmap_weight(cpus_of(f, HWLOC_OBJ_NUMANODE, node));
}

/* Of nested nodes, a PU's own is the narrowest. */
static void check_node(struct fixture *f, const struct cupro__plan *plan,
                       const struct cupro__place *place)
{
    for (int node = 0; node < f->machine.nodes && plan->bind != CUPRO_BIND_NUMA; node++)
        if (hwloc_bitmap_intersects(place->cpus, cpus_of(f, HWLOC_OBJ_NUMANODE, node)))
            CHECK_PLAN(f, plan, place->node >= 0 && width(f, place->node) <= width(f, node));
}

static void places_are_allowed_and_true(struct fixture *f, const struct cupro__plan *plan)
{
    hwloc_const_cpuset_t allowed = hwloc_topology_get_allowed_cpuset(f->machine.topology);
    for (int i = 0; i < plan->threads; i++) {
        const struct cupro__place *place = &plan->place[i];
        CHECK_PLAN(f, plan, !hwloc_bitmap_iszero(place->cpus));
        CHECK_PLAN(f, plan, hwloc_bitmap_isincluded(place->cpus, allowed));
        CHECK_PLAN(f, plan, (hwloc_bitmap_weight(place->cpus) == 1) == (place->pu >= 0));
        CHECK_PLAN(f, plan, place->pu < 0 || hwloc_bitmap_isset(place->cpus, (unsigned)place->pu));
        CHECK_PLAN(f, plan, plan->bind == CUPRO_BIND_NUMA || place->pu >= 0);
        check_node(f, plan, place);
        check_within(f, plan, place, HWLOC_OBJ_CORE, place->core);
        check_within(f, plan, place, HWLOC_OBJ_L3CACHE, place->l3);
        check_within(f, plan, place, HWLOC_OBJ_NUMANODE, place->node);
        check_within(f, plan, place, HWLOC_OBJ_PACKAGE, place->package);
        CHECK_PLAN(f, plan,
                   f->machine.cores == 0 || plan->bind == CUPRO_BIND_NUMA || place->core >= 0);
        CHECK_PLAN(f, plan, place->kind < f->machine.kinds);
    }
}

START_TEST(test_places_are_allowed_and_true)
{
    for_plans(_i, CUPRO_BIND_COMPACT, CUPRO_BIND_LIST, places_are_allowed_and_true);
}
END_TEST

static int uses_of_pu(const struct cupro__plan *plan, int pu)
{
    int uses = 0;
    for (int i = 0; i < plan->threads; i++)
        uses += plan->place[i].pu == pu;
    return uses;
}

static void pus_are_used_evenly(struct fixture *f, const struct cupro__plan *plan)
{
    if (plan->bind == CUPRO_BIND_NUMA)
        return;
    int least = plan->threads / f->machine.pus;
    int rest = plan->threads % f->machine.pus;
    hwloc_obj_t pu = NULL;
    while ((pu = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_PU, pu))) {
        int uses = uses_of_pu(plan, (int)pu->os_index);
        CHECK_PLAN(f, plan, uses == least || uses == least + 1);
        rest -= uses - least;
    }
    CHECK_PLAN(f, plan, rest == 0);
}

START_TEST(test_pus_are_used_evenly)
{
    for_plans(_i, CUPRO_BIND_COMPACT, CUPRO_BIND_LIST, pus_are_used_evenly);
}
END_TEST

static void pool_order_follows_the_machine(struct fixture *f, const struct cupro__plan *plan)
{
    for (int i = 1; i < plan->threads; i++) {
        const struct cupro__place *a = &plan->place[i - 1], *b = &plan->place[i];
        CHECK_PLAN(f, plan, a->node <= b->node);
        CHECK_PLAN(f, plan, a->node < b->node || a->l3 <= b->l3);
        CHECK_PLAN(f, plan, a->node < b->node || a->l3 < b->l3 || a->core <= b->core);
    }
}

START_TEST(test_pool_order_follows_the_machine)
{
    for_plans(_i, CUPRO_BIND_COMPACT, CUPRO_BIND_NUMA, pool_order_follows_the_machine);
}
END_TEST

/* What holds for some numbers of threads might not for the others. */
START_TEST(test_every_number_of_threads)
{
    struct fixture *f = setup(_i);
    const int most = f->machine.pus <= 16 ? 2 * f->machine.pus + 1 : 0;
    for (cupro_bind bind = CUPRO_BIND_COMPACT; bind <= CUPRO_BIND_LIST; bind++)
        for (int threads = 1; threads <= most; threads++) {
            struct cupro__plan plan = make(f, bind, threads);
            places_are_allowed_and_true(f, &plan);
            pus_are_used_evenly(f, &plan);
            cupro__plan_free(&plan);
        }
    teardown(f);
}
END_TEST

/* -- Each policy ---------------------------------------------------------------------------------
 */

static void compact_takes_the_first_pus(struct fixture *f, const struct cupro__plan *plan)
{
    for (int i = 0; i < plan->threads && i < f->machine.pus; i++) {
        hwloc_obj_t pu = hwloc_get_obj_by_type(f->machine.topology, HWLOC_OBJ_PU, (unsigned)i);
        CHECK_PLAN(f, plan, uses_of_pu(plan, (int)pu->os_index) > 0);
    }
}

START_TEST(test_compact_takes_the_first_pus)
{
    for_plans(_i, CUPRO_BIND_COMPACT, CUPRO_BIND_COMPACT, compact_takes_the_first_pus);
}
END_TEST

/* How many threads are on PUs inside of the object. */
static int threads_within(const struct cupro__plan *plan, hwloc_obj_t object)
{
    int threads = 0;
    for (int i = 0; i < plan->threads; i++)
        threads += hwloc_bitmap_isincluded(plan->place[i].cpus, object->cpuset);
    return threads;
}

static void no_core_twice_while_one_is_idle(struct fixture *f, const struct cupro__plan *plan)
{
    hwloc_obj_t core = NULL;
    while ((core = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_CORE, core))) {
        int threads = threads_within(plan, core);
        const bool empty = hwloc_bitmap_iszero(core->cpuset);
        CHECK_PLAN(f, plan, plan->threads > f->cores || threads <= 1);
        CHECK_PLAN(f, plan, plan->threads < f->cores || threads >= 1 || empty);
    }
}

START_TEST(test_no_core_twice_while_one_is_idle)
{
    for_plans(_i, CUPRO_BIND_SCATTER, CUPRO_BIND_CORE, no_core_twice_while_one_is_idle);
}
END_TEST

static void core_takes_the_first_cores(struct fixture *f, const struct cupro__plan *plan)
{
    hwloc_obj_t core = NULL;
    for (int i = 0; (core = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_CORE, core));)
        if (!hwloc_bitmap_iszero(core->cpuset))
            CHECK_PLAN(f, plan, i++ >= plan->threads || threads_within(plan, core) > 0);
}

START_TEST(test_core_takes_the_first_cores)
{
    for_plans(_i, CUPRO_BIND_CORE, CUPRO_BIND_CORE, core_takes_the_first_cores);
}
END_TEST

/* Nodes that some PU has as its own. */
static int count_homes(struct fixture *f)
{
    struct cupro__plan all = make(f, CUPRO_BIND_COMPACT, f->machine.pus);
    int homes = 0;
    for (int i = 0; i < all.threads; i++)
        homes += all.place[i].node >= 0 && (i == 0 || all.place[i].node != all.place[i - 1].node);
    cupro__plan_free(&all);
    return homes;
}

static void no_node_twice_while_one_is_idle(struct fixture *f, const struct cupro__plan *plan)
{
    if (plan->threads > count_homes(f))
        return;
    for (int i = 1; i < plan->threads; i++)
        CHECK_PLAN(f, plan, plan->place[i].node != plan->place[i - 1].node);
}

START_TEST(test_no_node_twice_while_one_is_idle)
{
    for_plans(_i, CUPRO_BIND_SCATTER, CUPRO_BIND_SCATTER, no_node_twice_while_one_is_idle);
    for_plans(_i, CUPRO_BIND_NUMA, CUPRO_BIND_NUMA, no_node_twice_while_one_is_idle);
}
END_TEST

static bool is_symmetric(struct fixture *f)
{
    hwloc_obj_t node = NULL,
                first = hwloc_get_obj_by_type(f->machine.topology, HWLOC_OBJ_NUMANODE, 0);
    while ((node = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_NUMANODE, node)))
        if (hwloc_bitmap_weight(node->cpuset) != hwloc_bitmap_weight(first->cpuset))
            return false;
    return hwloc_get_root_obj(f->machine.topology)->symmetric_subtree;
}

static void scatter_is_balanced(struct fixture *f, const struct cupro__plan *plan)
{
    const hwloc_obj_type_t types[] = {HWLOC_OBJ_PACKAGE, HWLOC_OBJ_NUMANODE, HWLOC_OBJ_DIE,
                                      HWLOC_OBJ_L3CACHE, HWLOC_OBJ_L2CACHE};
    for (size_t t = 0; t < sizeof types / sizeof *types && is_symmetric(f); t++) {
        int least = INT32_MAX, most = 0;
        hwloc_obj_t object = NULL;
        while ((object = hwloc_get_next_obj_by_type(f->machine.topology, types[t], object))) {
            int threads = threads_within(plan, object);
            least = threads < least ? threads : least;
            most = threads > most ? threads : most;
        }
        CHECK_PLAN(f, plan, least == INT32_MAX || most - least <= 1);
    }
}

START_TEST(test_scatter_is_balanced)
{
    for_plans(_i, CUPRO_BIND_SCATTER, CUPRO_BIND_SCATTER, scatter_is_balanced);
}
END_TEST

static int cores_within(struct fixture *f, hwloc_obj_t object)
{
    int count = 0;
    hwloc_obj_t core = NULL;
    while ((core = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_CORE, core)))
        count += hwloc_bitmap_intersects(core->cpuset, object->cpuset);
    return count;
}

/* As long as each thread has a core of its own, none of the parts of anything gets two more than
 * another that has idle cores: also where parts are not alike. */
static void scatter_starves_nothing(struct fixture *f, const struct cupro__plan *plan)
{
    const int depths = hwloc_topology_get_depth(f->machine.topology);
    for (int depth = 1; depth < depths && plan->threads <= f->cores; depth++) {
        hwloc_obj_t a = NULL;
        while ((a = hwloc_get_next_obj_by_depth(f->machine.topology, depth, a)))
            for (hwloc_obj_t b = a->parent->first_child; b != NULL; b = b->next_sibling) {
                const int threads = threads_within(plan, b);
                CHECK_PLAN(f, plan,
                           threads_within(plan, a) <= threads + 1 || threads == cores_within(f, b));
            }
    }
}

START_TEST(test_scatter_starves_nothing)
{
    for_plans(_i, CUPRO_BIND_SCATTER, CUPRO_BIND_SCATTER, scatter_starves_nothing);
}
END_TEST

static bool same_place(const struct cupro__place *a, const struct cupro__place *b)
{
    return hwloc_bitmap_isequal(a->cpus, b->cpus);
}

/* Runs of threads with the same place are the nodes' shares. Together they cover every PU that has
 * a node, but for PUs of nodes that got no thread. */
static void numa_shares_are_equal(struct fixture *f, const struct cupro__plan *plan)
{
    int runs = 0, least = INT32_MAX, most = 0, run = 0;
    hwloc_bitmap_t covered = hwloc_bitmap_alloc(), has_node = hwloc_bitmap_alloc();
    for (int i = 0; i < plan->threads; i++) {
        run++;
        if (i + 1 < plan->threads && same_place(&plan->place[i], &plan->place[i + 1]))
            continue;
        CHECK_PLAN(f, plan, !hwloc_bitmap_intersects(covered, plan->place[i].cpus));
        CHECK_PLAN(f, plan,
                   hwloc_bitmap_isequal(plan->place[i].cpus,
                                        cpus_of(f, HWLOC_OBJ_NUMANODE, plan->place[i].node)));
        hwloc_bitmap_or(covered, covered, plan->place[i].cpus);
        least = run < least ? run : least;
        most = run > most ? run : most;
        run = 0;
        runs++;
    }
    CHECK_PLAN(f, plan, most - least <= 1);
    for (int node = 0; node < f->machine.nodes; node++)
        hwloc_bitmap_or(has_node, has_node, cpus_of(f, HWLOC_OBJ_NUMANODE, node));
    CHECK_PLAN(f, plan, runs == plan->threads || hwloc_bitmap_isequal(covered, has_node));
    hwloc_bitmap_free(has_node);
    hwloc_bitmap_free(covered);
}

START_TEST(test_numa_shares_are_equal)
{
    for_plans(_i, CUPRO_BIND_NUMA, CUPRO_BIND_NUMA, numa_shares_are_equal);
}
END_TEST

static void list_keeps_its_order(struct fixture *f, const struct cupro__plan *plan)
{
    const char *at = f->list;
    for (int i = 0; i < plan->threads; i++) {
        char *end;
        CHECK_PLAN(f, plan, plan->place[i].pu == (int)strtol(at, &end, 10));
        at = *end == ',' ? end + 1 : f->list;
    }
}

START_TEST(test_list_keeps_its_order)
{
    for_plans(_i, CUPRO_BIND_LIST, CUPRO_BIND_LIST, list_keeps_its_order);
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "plan", count_machines(), test_places_are_allowed_and_true, test_pus_are_used_evenly,
        test_pool_order_follows_the_machine, test_compact_takes_the_first_pus,
        test_no_core_twice_while_one_is_idle, test_no_node_twice_while_one_is_idle,
        test_core_takes_the_first_cores, test_scatter_is_balanced, test_numa_shares_are_equal,
        test_scatter_starves_nothing, test_every_number_of_threads, test_list_keeps_its_order);
}
