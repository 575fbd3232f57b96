/* SPDX-License-Identifier: MIT */
/* Plans for a part of a machine: cores of one kind, one PU of each core, or both. */
#include "plans.h"
#include "run_tests.h"

static hwloc_const_cpuset_t core_around(struct fixture *f, hwloc_obj_t pu)
{
    hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(f->machine.topology, HWLOC_OBJ_CORE, pu);
    return core != NULL ? core->cpuset : pu->cpuset;
}

/* Each core becomes fast or slow, whatever it was before. Where there is nothing of one kind, or
 * the machine has kinds of its own, which do not go with these, there are no fast ones: false. */
static bool make_kinds(struct fixture *f, hwloc_bitmap_t fast)
{
    hwloc_topology_t topology = f->machine.topology;
    hwloc_bitmap_t slow = hwloc_bitmap_alloc();
    hwloc_obj_t pu = NULL;
    while ((pu = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_PU, pu))) {
        hwloc_const_cpuset_t cpus = core_around(f, pu);
        if (!hwloc_bitmap_isincluded(cpus, fast) && !hwloc_bitmap_isincluded(cpus, slow)) {
            hwloc_bitmap_t kind = random_between(&f->random, 0, 1) == 0 ? fast : slow;
            hwloc_bitmap_or(kind, kind, cpus);
        }
    }
    bool both = f->machine.kinds == 0 && !hwloc_bitmap_iszero(fast) && !hwloc_bitmap_iszero(slow);
    if (both) {
        ck_assert_int_eq(hwloc_cpukinds_register(topology, slow, 1, 0, NULL, 0), 0);
        ck_assert_int_eq(hwloc_cpukinds_register(topology, fast, 2, 0, NULL, 0), 0);
        f->machine.kinds = hwloc_cpukinds_get_nr(topology, 0);
    }
    hwloc_bitmap_free(slow);
    return both;
}

/* What the options should leave, found in another way than the library does. */
static hwloc_bitmap_t part_of(struct fixture *f, hwloc_const_bitmap_t fast,
                              const cupro_pool_options *options)
{
    hwloc_bitmap_t part = hwloc_bitmap_alloc();
    hwloc_obj_t pu = NULL;
    while ((pu = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_PU, pu))) {
        const bool is_fast = hwloc_bitmap_isset(fast, pu->os_index);
        const bool first =
            hwloc_bitmap_isincluded(core_around(f, pu), pu->cpuset) || pu->prev_sibling == NULL;
        if ((options->cores == CUPRO_CORES_ALL ||
             is_fast == (options->cores == CUPRO_CORES_PERFORMANCE)) &&
            (first || !options->one_pu_a_core))
            hwloc_bitmap_set(part, pu->os_index);
    }
    return part;
}

static void check_part(struct fixture *f, const struct cupro__plan *plan, hwloc_const_bitmap_t part)
{
    const int pus = hwloc_bitmap_weight(part);
    for (int i = 0; i < plan->threads; i++) {
        hwloc_const_cpuset_t cpus = plan->place[i].cpus;
        CHECK_PLAN(f, plan, !hwloc_bitmap_iszero(cpus) && hwloc_bitmap_isincluded(cpus, part));
        int same = 0;
        for (int j = 0; j < plan->threads; j++)
            same += plan->place[i].pu >= 0 && plan->place[j].pu == plan->place[i].pu;
        CHECK_PLAN(f, plan,
                   plan->bind == CUPRO_BIND_NONE || plan->bind == CUPRO_BIND_NUMA ||
                       same <= (plan->threads + pus - 1) / pus);
        CHECK_PLAN(f, plan, plan->bind != CUPRO_BIND_NONE || hwloc_bitmap_isequal(cpus, part));
    }
}

static void check_options(struct fixture *f, hwloc_const_bitmap_t fast, cupro_pool_options options)
{
    hwloc_bitmap_t part = part_of(f, fast, &options);
    for (int bind = CUPRO_BIND_NONE; bind <= CUPRO_BIND_NUMA; bind++)
        for (int trial = 0; trial < 4; trial++) {
            struct cupro__plan plan;
            options.bind = (cupro_bind)bind;
            const int threads = random_between(&f->random, 1, 2 * f->machine.pus);
            ck_assert_int_eq(cupro__plan_make(&plan, &f->machine, &options, threads, NULL), 0);
            check_part(f, &plan, part);
            cupro__plan_free(&plan);
        }
    hwloc_bitmap_free(part);
}

START_TEST(test_threads_stay_in_their_part)
{
    struct fixture *f = setup(_i);
    hwloc_bitmap_t fast = hwloc_bitmap_alloc();
    const bool kinds = make_kinds(f, fast);
    check_options(f, fast, (cupro_pool_options){.one_pu_a_core = true});
    for (int cores = CUPRO_CORES_PERFORMANCE; kinds && cores <= CUPRO_CORES_EFFICIENCY; cores++)
        for (int one = 0; one < 2; one++)
            check_options(
                f, fast,
                (cupro_pool_options){.cores = (cupro_cores)cores, .one_pu_a_core = one == 1});
    hwloc_bitmap_free(fast);
    teardown(f);
}
END_TEST

int main(void)
{
    return RUN_TESTS("parts", count_machines(), test_threads_stay_in_their_part);
}
