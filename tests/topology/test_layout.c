/* SPDX-License-Identifier: MIT */
/* Which nodes memory is wished on, for pools of every policy, on machines of all kinds. */
#include "plans.h"
#include "run_tests.h"

#include "memory/layout.h"

static const size_t page = 4096;

static struct cupro__seats seats_of(const struct cupro__plan *plan)
{
    struct cupro__seats seats = {plan->threads, calloc((size_t)plan->threads, sizeof *seats.cpus)};
    for (int i = 0; i < plan->threads; i++)
        seats.cpus[i] = plan->place[i].cpus; /* the plan's */
    return seats;
}

/* Somewhere in memory, beginning and ending anywhere in a page; `bytes` at least one page. */
static struct cupro__block block_of(struct fixture *f, size_t bytes)
{
    uintptr_t address = 0x7f0000000000u + next_random(&f->random) % (1u << 30);
    return (struct cupro__block){
        .address = address,
        .first = (address + page - 1) / page * page,
        .end = (address + bytes) / page * page,
        .page = page,
    };
}

static struct cupro__layout lay_out(struct fixture *f, const struct cupro__block *block,
                                    const struct cupro__demand *demand, cupro_placement place)
{
    struct cupro__layout layout;
    int error = cupro__layout_make(&layout, block, demand, place, 0);
    ck_assert_msg(error == 0, "%s: %s", f->name, cupro_errname(error));
    return layout;
}

static hwloc_obj_t node_of(struct fixture *f, hwloc_const_bitmap_t nodes)
{
    return hwloc_get_numanode_obj_by_os_index(f->machine.topology,
                                              (unsigned)hwloc_bitmap_first(nodes));
}

/* Where nothing is known of any node's memory, all have some. */
static bool has_memory(struct fixture *f, hwloc_obj_t node)
{
    return node->attr->numanode.local_memory > 0 ||
           hwloc_get_root_obj(f->machine.topology)->total_memory == 0;
}

/* The node has memory, and these CPUs, if any with memory has them. */
static bool is_near(struct fixture *f, hwloc_obj_t node, hwloc_const_cpuset_t cpus)
{
    hwloc_obj_t other = NULL;
    bool there_is_one = false;
    while ((other = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_NUMANODE, other)))
        there_is_one |= has_memory(f, other) && hwloc_bitmap_isincluded(cpus, other->cpuset);
    return has_memory(f, node) && (!there_is_one || hwloc_bitmap_isincluded(cpus, node->cpuset));
}

/* -- Slices --------------------------------------------------------------------------------------
 */

static const struct cupro__stretch *stretch_at(const struct cupro__layout *layout, uintptr_t at)
{
    for (size_t i = 0; i < layout->count; i++)
        if (at >= layout->stretch[i].begin && at < layout->stretch[i].end)
            return &layout->stretch[i];
    return NULL;
}

static void check_slices(struct fixture *f, const struct cupro__plan *plan, size_t bytes)
{
    struct cupro__seats seats = seats_of(plan);
    const struct cupro__block block = block_of(f, bytes);
    const struct cupro__demand demand = {&f->machine, &seats, bytes, CUPRO_PREFER_BANDWIDTH};
    struct cupro__layout layout = lay_out(f, &block, &demand, CUPRO_PLACE_SLICES);
    uintptr_t at = block.first;
    for (size_t i = 0; i < layout.count; at = layout.stretch[i++].end) {
        const struct cupro__stretch *s = &layout.stretch[i];
        CHECK_PLAN(f, plan, s->begin == at && s->end > s->begin && s->end % page == 0);
        CHECK_PLAN(f, plan, hwloc_bitmap_weight(s->nodes) == 1);
    }
    CHECK_PLAN(f, plan, at == block.end);
    for (int i = 0; i < plan->threads; i++) {
        uintptr_t middle = block.address + bytes / 2 / (size_t)plan->threads +
                           (uintptr_t)((__uint128_t)bytes * (unsigned)i / (unsigned)plan->threads);
        const struct cupro__stretch *s = stretch_at(&layout, middle);
        bool wide = bytes / (size_t)plan->threads >= 2 * page && bytes < 4 * CUPRO__HUGE_PAGE;
        wide |= bytes / (size_t)plan->threads >= CUPRO__HUGE_PAGE;
        if (wide && s != NULL)
            CHECK_PLAN(f, plan, is_near(f, node_of(f, s->nodes), plan->place[i].cpus));
    }
    cupro__layout_free(&layout);
    free(seats.cpus);
}

static void slices_are_near(struct fixture *f, const struct cupro__plan *plan)
{
    check_slices(f, plan, page + next_random(&f->random) % (8 * page));
    check_slices(f, plan, 6 * CUPRO__HUGE_PAGE / 2 + next_random(&f->random) % (1u << 20));
    check_slices(f, plan, (size_t)plan->threads * (16u << 20) + next_random(&f->random) % 9999);
}

/* Wide seats, and single PUs in any order. */
START_TEST(test_slices_are_near)
{
    for_plans(_i, CUPRO_BIND_NUMA, CUPRO_BIND_LIST, slices_are_near);
}
END_TEST

/* Large parts meet where a huge page begins. */
START_TEST(test_large_parts_have_whole_huge_pages)
{
    struct fixture *f = setup(_i);
    struct cupro__plan plan = make(f, CUPRO_BIND_SCATTER, f->machine.pus);
    struct cupro__seats seats = seats_of(&plan);
    const size_t bytes = (size_t)f->machine.pus * (32u << 20);
    const struct cupro__block block = block_of(f, bytes);
    const struct cupro__demand demand = {&f->machine, &seats, bytes, CUPRO_PREFER_BANDWIDTH};
    struct cupro__layout layout = lay_out(f, &block, &demand, CUPRO_PLACE_SLICES);
    for (size_t i = 1; i < layout.count; i++) {
        ck_assert_uint_eq(layout.stretch[i].begin % CUPRO__HUGE_PAGE, 0);
        ck_assert(!hwloc_bitmap_isequal(layout.stretch[i].nodes, layout.stretch[i - 1].nodes));
    }
    cupro__layout_free(&layout);
    free(seats.cpus);
    cupro__plan_free(&plan);
    teardown(f);
}
END_TEST

/* -- Other placements ----------------------------------------------------------------------------
 */

START_TEST(test_interleaved_over_all_nodes_near_a_pu)
{
    struct fixture *f = setup(_i);
    struct cupro__seats seats;
    hwloc_bitmap_t nodes = hwloc_bitmap_alloc();
    ck_assert_int_eq(cupro__seats_of_machine(&seats, &f->machine), 0);
    ck_assert_int_eq(seats.count, f->machine.pus);
    const struct cupro__demand demand = {&f->machine, &seats, page, CUPRO_PREFER_LATENCY};
    ck_assert_int_eq(cupro__near_all(&demand, nodes), 0);
    ck_assert(!hwloc_bitmap_iszero(nodes));
    for (int i = 0; i < seats.count; i++) {
        hwloc_obj_t node = cupro__near_seat(&demand, i);
        ck_assert_ptr_nonnull(node);
        ck_assert(is_near(f, node, seats.cpus[i]));
        ck_assert(hwloc_bitmap_isset(nodes, node->os_index));
    }
    cupro__seats_free(&seats);
    hwloc_bitmap_free(nodes);
    teardown(f);
}
END_TEST

START_TEST(test_a_node_is_found_by_its_number)
{
    struct fixture *f = setup(_i);
    struct cupro__seats none = {0};
    struct cupro__layout layout;
    const struct cupro__block block = block_of(f, 10 * page);
    const struct cupro__demand demand = {&f->machine, &none, 10 * page, CUPRO_PREFER_BANDWIDTH};
    hwloc_obj_t node = NULL;
    while ((node = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_NUMANODE, node))) {
        ck_assert_int_eq(
            cupro__layout_make(&layout, &block, &demand, CUPRO_PLACE_NODE, (int)node->os_index), 0);
        ck_assert_uint_eq(layout.count, 1);
        ck_assert_ptr_eq(node_of(f, layout.stretch[0].nodes), node);
        cupro__layout_free(&layout);
    }
    const int wrong[] = {-1, 1023, INT32_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_int_eq(cupro__layout_make(&layout, &block, &demand, CUPRO_PLACE_NODE, wrong[i]),
                         CUPRO_EINVAL);
    teardown(f);
}
END_TEST

/* -- Which of several nodes ----------------------------------------------------------------------
 */

static void load(struct cupro__machine *machine, const char *variable, const char *value)
{
    unsetenv("HWLOC_XMLFILE");
    unsetenv("HWLOC_SYNTHETIC");
    setenv("HWLOC_THISSYSTEM", "0", 1);
    setenv(variable, value, 1);
    ck_assert_int_eq(cupro__machine_load(machine), 0);
}

/* The number of the node for one thread, on a PU. */
static int chosen(const struct cupro__machine *machine, unsigned pu, cupro_prefer prefer,
                  size_t bytes)
{
    hwloc_bitmap_t cpus = hwloc_bitmap_alloc();
    struct cupro__seats seats = {1, &cpus};
    const struct cupro__demand demand = {machine, &seats, bytes, prefer};
    hwloc_bitmap_only(cpus, pu);
    hwloc_obj_t node = cupro__near_seat(&demand, 0);
    hwloc_bitmap_free(cpus);
    return node != NULL ? (int)node->os_index : -1;
}

static hwloc_obj_t nth_node(const struct cupro__machine *machine, unsigned n)
{
    return hwloc_get_obj_by_type(machine->topology, HWLOC_OBJ_NUMANODE, n);
}

static void set_attribute(const struct cupro__machine *machine, hwloc_memattr_id_t which,
                          unsigned node, uint64_t value)
{
    hwloc_obj_t target = nth_node(machine, node);
    struct hwloc_location from = {HWLOC_LOCATION_TYPE_CPUSET, {.cpuset = target->cpuset}};
    ck_assert_int_eq(hwloc_memattr_set_value(machine->topology, which, target, &from, 0, value), 0);
}

/* As OpenMP's allocators for bandwidth, latency and capacity have it. Each package has a large node
 * and a small one. */
START_TEST(test_attributes_decide_between_near_nodes)
{
    struct cupro__machine machine;
    const size_t much = 5ul << 30;
    load(&machine, "HWLOC_SYNTHETIC",
         "pack:2 [numa(memory=8GB)] [numa(memory=2GB)] l3:1 core:2 pu:2");
    ck_assert_int_eq(chosen(&machine, 0, CUPRO_PREFER_BANDWIDTH, page), 0);
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_LATENCY, page), 2);
    set_attribute(&machine, HWLOC_MEMATTR_ID_BANDWIDTH, 3, 400);
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_BANDWIDTH, page), 3);
    set_attribute(&machine, HWLOC_MEMATTR_ID_BANDWIDTH, 2, 500);
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_BANDWIDTH, page), 2);
    set_attribute(&machine, HWLOC_MEMATTR_ID_BANDWIDTH, 2, 100);
    set_attribute(&machine, HWLOC_MEMATTR_ID_LATENCY, 2, 90);
    set_attribute(&machine, HWLOC_MEMATTR_ID_LATENCY, 3, 130);
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_BANDWIDTH, page), 3);
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_LATENCY, page), 2);
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_CAPACITY, page), 2);
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_BANDWIDTH, much), 2);     /* 3 is too small */
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_BANDWIDTH, 3 * much), 3); /* both are */
    ck_assert_int_eq(chosen(&machine, 0, CUPRO_PREFER_BANDWIDTH, page), 0);
    cupro__machine_free(&machine);
}
END_TEST

static void set_distances(const struct cupro__machine *machine, const hwloc_uint64_t *value)
{
    hwloc_obj_t node[4];
    for (unsigned i = 0; i < 4; i++)
        node[i] = nth_node(machine, i);
    hwloc_distances_add_handle_t handle = hwloc_distances_add_create(
        machine->topology, "NUMALatency",
        HWLOC_DISTANCES_KIND_FROM_USER | HWLOC_DISTANCES_KIND_MEANS_LATENCY, 0);
    ck_assert_ptr_nonnull(handle);
    ck_assert_int_eq(
        hwloc_distances_add_values(machine->topology, handle, 4, node, (void *)value, 0), 0);
    ck_assert_int_eq(hwloc_distances_add_commit(machine->topology, handle, 0), 0);
}

START_TEST(test_processors_without_memory_use_the_nearest)
{
    struct cupro__machine machine;
    load(&machine, "HWLOC_SYNTHETIC", "numa:4 pu:3");
    nth_node(&machine, 1)->attr->numanode.local_memory = 0;
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_BANDWIDTH, page), 0);
    set_distances(&machine, (const hwloc_uint64_t[]){10, 30, 20, 20, 40, 10, 30, 15, 20, 30, 10, 20,
                                                     20, 15, 20, 10});
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_BANDWIDTH, page), 3);
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_CAPACITY, page), 3);
    ck_assert_int_eq(chosen(&machine, 0, CUPRO_PREFER_BANDWIDTH, page), 0);
    ck_assert_int_eq(chosen(&machine, 100, CUPRO_PREFER_BANDWIDTH, page), -1);
    cupro__machine_free(&machine);
}
END_TEST

/* Some virtual machines tell of no memory at all. */
START_TEST(test_unknown_sizes_are_no_obstacle)
{
    struct cupro__machine machine;
    load(&machine, "HWLOC_SYNTHETIC", "numa:2 pu:3");
    for (unsigned i = 0; i < 2; i++)
        nth_node(&machine, i)->attr->numanode.local_memory = 0;
    hwloc_get_root_obj(machine.topology)->total_memory = 0;
    ck_assert_int_eq(chosen(&machine, 4, CUPRO_PREFER_BANDWIDTH, page), 1);
    cupro__machine_free(&machine);
}
END_TEST

/* A thread that may run on both nodes is near to neither; one that has all of a node is near that.
 */
START_TEST(test_wide_seats)
{
    struct cupro__machine machine;
    load(&machine, "HWLOC_SYNTHETIC", "numa:2 pu:3");
    hwloc_bitmap_t cpus[3], nodes = hwloc_bitmap_alloc();
    for (int i = 0; i < 3; i++)
        cpus[i] = hwloc_bitmap_alloc();
    struct cupro__seats seats = {3, cpus};
    const struct cupro__demand demand = {&machine, &seats, page, CUPRO_PREFER_BANDWIDTH};
    hwloc_bitmap_set_range(cpus[0], 3, 5);
    hwloc_bitmap_set_range(cpus[1], 0, 5);
    ck_assert_uint_eq(cupro__near_seat(&demand, 0)->os_index, 1);
    ck_assert_ptr_null(cupro__near_seat(&demand, 1));
    ck_assert_ptr_null(cupro__near_seat(&demand, 2));
    ck_assert_int_eq(cupro__near_all(&demand, nodes), 0);
    ck_assert_int_eq(hwloc_bitmap_weight(nodes), 2);
    for (int i = 0; i < 3; i++)
        hwloc_bitmap_free(cpus[i]);
    hwloc_bitmap_free(nodes);
    cupro__machine_free(&machine);
}
END_TEST

static bool load_captured(struct cupro__machine *machine, const char *name)
{
    char path[4096];
    const char *folder = getenv("CUPRO_TOPOLOGIES");
    snprintf(path, sizeof path, "%s/%s.xml", folder != NULL ? folder : ".", name);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        printf("note: no captured machine %s\n", name);
        return false;
    }
    fclose(file);
    load(machine, "HWLOC_XMLFILE", path);
    return true;
}

/* Node k of DDR and node 7, 4, 5 or 6 of MCDRAM in each of four clusters. */
START_TEST(test_knights_landing)
{
    struct cupro__machine machine;
    if (!load_captured(&machine, "64intel64-fakeKNL-SNC4-hybrid"))
        return;
    const int fast[] = {7, 4, 5, 6};
    for (unsigned k = 0; k < 4; k++) {
        ck_assert_int_eq(chosen(&machine, 4 * k, CUPRO_PREFER_BANDWIDTH, page), fast[k]);
        ck_assert_int_eq(chosen(&machine, 4 * k, CUPRO_PREFER_LATENCY, page), (int)k);
        ck_assert_int_eq(chosen(&machine, 4 * k, CUPRO_PREFER_LATENCY, 1500ul << 20), fast[k]);
    }
    cupro__machine_free(&machine);
}
END_TEST

/* The bandwidth of node 1 is known, for all PUs; it is near two of them. */
START_TEST(test_a_far_node_is_not_chosen_for_its_bandwidth)
{
    struct cupro__machine machine;
    if (!load_captured(&machine, "8intel64-4n2t-memattrs"))
        return;
    for (unsigned pu = 0; pu < 8; pu++)
        ck_assert_int_eq(chosen(&machine, pu, CUPRO_PREFER_BANDWIDTH, page), (int)pu / 2);
    cupro__machine_free(&machine);
}
END_TEST

static int run_once(void)
{
    return RUN_TESTS("nodes", 1, test_attributes_decide_between_near_nodes,
                     test_processors_without_memory_use_the_nearest,
                     test_unknown_sizes_are_no_obstacle, test_wide_seats, test_knights_landing,
                     test_a_far_node_is_not_chosen_for_its_bandwidth);
}

int main(void)
{
    int failed = RUN_TESTS(
        "layout", count_machines(), test_slices_are_near, test_large_parts_have_whole_huge_pages,
        test_interleaved_over_all_nodes_near_a_pu, test_a_node_is_found_by_its_number);
    return failed != EXIT_SUCCESS ? failed : run_once();
}
