/* SPDX-License-Identifier: MIT */
/* Which cores are for performance, and how machines of all shapes are carved into parts. */
#include "plans.h"
#include "run_tests.h"

#include "runtime/plans/carving.h"
#include "runtime/machine/kinds.h"
#include "runtime/plans/spots.h"

#define EXPECT(f, condition)                                       \
    do {                                                           \
        if (!(condition))                                          \
            ck_abort_msg("%s: not so: %s", (f)->name, #condition); \
    } while (0)

static hwloc_bitmap_t usable_of(struct fixture *f, const cupro_pool_options *options)
{
    hwloc_bitmap_t usable = hwloc_bitmap_alloc();
    ck_assert_int_eq(cupro__spots_usable(usable, &f->machine, options, NULL), 0);
    return usable;
}

/* -- Kinds --------------------------------------------------------------------------------------
 */

/* 8 cores of two PUs; kind i has the cores [first[i], first[i + 1]). */
static void add_kind(struct fixture *f, int first, int end, int rank, const char *name,
                     const char *value)
{
    hwloc_bitmap_t cpus = hwloc_bitmap_alloc();
    struct hwloc_info_s info = {(char *)(uintptr_t)name, (char *)(uintptr_t)value};
    hwloc_bitmap_set_range(cpus, (unsigned)(2 * first), 2 * end - 1);
    ck_assert_int_eq(
        hwloc_cpukinds_register(f->machine.topology, cpus, rank, name != NULL, &info, 0), 0);
    f->machine.kinds = hwloc_cpukinds_get_nr(f->machine.topology, 0);
    hwloc_bitmap_free(cpus);
}

static struct fixture *eight_cores(void)
{
    struct fixture *f = calloc(1, sizeof *f);
    setenv("HWLOC_SYNTHETIC", "pack:1 core:8 pu:2", 1);
    ck_assert_int_eq(cupro__machine_load(&f->machine), 0);
    strcpy(f->name, "eight cores");
    return f;
}

/* Of so many cores, the first `fast` are for performance; 0: no two classes are known. */
static void check_kinds(struct fixture *f, int fast)
{
    hwloc_bitmap_t cpus = hwloc_bitmap_alloc();
    char text[64], expected[64];
    for (int cores = CUPRO_CORES_ALL; cores <= CUPRO_CORES_EFFICIENCY; cores++) {
        bool alike = cores == CUPRO_CORES_ALL || fast == 0;
        int first = !alike && cores == CUPRO_CORES_EFFICIENCY ? 2 * fast : 0;
        int last = !alike && cores == CUPRO_CORES_PERFORMANCE ? 2 * fast - 1 : 15;
        ck_assert_int_eq(cupro__kinds_cpus(cpus, &f->machine, (cupro_cores)cores), 0);
        hwloc_bitmap_list_snprintf(text, sizeof text, cpus);
        snprintf(expected, sizeof expected, "%d-%d", first, last);
        ck_assert_str_eq(text, expected);
    }
    hwloc_bitmap_free(cpus);
    teardown(f);
}

START_TEST(kinds_that_nobody_tells_of_are_all_alike)
{
    struct fixture *f = eight_cores();
    check_kinds(f, 0);
    f = eight_cores();
    add_kind(f, 0, 8, 0, NULL, NULL);
    check_kinds(f, 0);
}
END_TEST

START_TEST(the_highest_rank_is_for_performance)
{
    struct fixture *f = eight_cores();
    add_kind(f, 0, 3, 2, NULL, NULL);
    add_kind(f, 3, 6, 1, NULL, NULL);
    add_kind(f, 6, 8, 0, NULL, NULL);
    check_kinds(f, 3);
}
END_TEST

START_TEST(what_is_nearly_as_fast_is_for_performance_too)
{
    struct fixture *f = eight_cores();
    add_kind(f, 0, 1, 3, "LinuxCapacity", "1024");
    add_kind(f, 1, 4, 2, "LinuxCapacity", "990");
    add_kind(f, 4, 6, 1, "LinuxCapacity", "700");
    add_kind(f, 6, 8, 0, "LinuxCapacity", "250");
    check_kinds(f, 4);
}
END_TEST

START_TEST(what_a_processor_says_of_its_cores_counts)
{
    struct fixture *f = eight_cores();
    add_kind(f, 0, 2, 2, "CoreType", "IntelCore");
    add_kind(f, 2, 6, 1, "CoreType", "IntelAtom");
    add_kind(f, 6, 8, 0, "CoreType", "IntelAtom");
    check_kinds(f, 2);
}
END_TEST

/* On any machine: two classes without a PU in common, or the same twice. */
START_TEST(the_two_classes_are_apart_or_equal)
{
    struct fixture *f = setup(_i);
    hwloc_bitmap_t fast = hwloc_bitmap_alloc(), slow = hwloc_bitmap_alloc();
    hwloc_const_cpuset_t all = hwloc_topology_get_allowed_cpuset(f->machine.topology);
    ck_assert_int_eq(cupro__kinds_cpus(fast, &f->machine, CUPRO_CORES_PERFORMANCE), 0);
    ck_assert_int_eq(cupro__kinds_cpus(slow, &f->machine, CUPRO_CORES_EFFICIENCY), 0);
    if (hwloc_bitmap_intersects(fast, slow)) {
        EXPECT(f, hwloc_bitmap_isequal(fast, all) && hwloc_bitmap_isequal(slow, all));
    } else {
        EXPECT(f, f->machine.kinds > 1);
        EXPECT(f, !hwloc_bitmap_iszero(fast) && !hwloc_bitmap_iszero(slow));
        hwloc_bitmap_or(fast, fast, slow);
        EXPECT(f, hwloc_bitmap_isequal(fast, all));
    }
    hwloc_bitmap_free(fast);
    hwloc_bitmap_free(slow);
    teardown(f);
}
END_TEST

/* -- Carvings ------------------------------------------------------------------------------------
 */

/* The parts are not empty, have no PU in common, and together are all that may be used. */
static void check_parts(struct fixture *f, const struct cupro__carving *carving,
                        const cupro_pool_options *options)
{
    hwloc_bitmap_t usable = usable_of(f, options), seen = hwloc_bitmap_alloc();
    for (int i = 0; i < carving->parts; i++) {
        EXPECT(f, !hwloc_bitmap_iszero(carving->part[i]));
        EXPECT(f, !hwloc_bitmap_intersects(carving->part[i], seen));
        hwloc_bitmap_or(seen, seen, carving->part[i]);
    }
    EXPECT(f, hwloc_bitmap_isequal(seen, usable));
    hwloc_bitmap_free(seen);
    hwloc_bitmap_free(usable);
}

static int home_of(struct fixture *f, int pu)
{
    hwloc_obj_t object = hwloc_get_pu_obj_by_os_index(f->machine.topology, (unsigned)pu);
    return cupro__spots_node(f->machine.topology, object->cpuset);
}

START_TEST(each_node_with_pus_is_a_part)
{
    struct fixture *f = setup(_i);
    for (int smt = 0; smt < 2; smt++) {
        struct cupro__carving carving;
        const cupro_pool_options options = {.one_pu_a_core = smt != 0};
        ck_assert_int_eq(cupro__carve_nodes(&carving, &f->machine, &options), 0);
        check_parts(f, &carving, &options);
        for (int i = 0, before = -2; i < carving.parts; i++) {
            int pu = -1, node = home_of(f, hwloc_bitmap_first(carving.part[i]));
            EXPECT(f, node > before); /* in order, and no node twice */
            while ((pu = hwloc_bitmap_next(carving.part[i], pu)) >= 0)
                EXPECT(f, home_of(f, pu) == node);
            before = node;
        }
        cupro__carving_free(&carving);
    }
    teardown(f);
}
END_TEST

static int widest_core(struct fixture *f)
{
    int widest = 1;
    hwloc_obj_t core = NULL;
    while ((core = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_CORE, core))) {
        int width = hwloc_bitmap_weight(core->cpuset);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Equal but for a quarter, and the width of a core, as cuts move to borders. */
static void check_balance(struct fixture *f, const struct cupro__carving *carving)
{
    int pus = f->machine.pus, parts = carving->parts, core = widest_core(f);
    for (int i = 0; i < parts; i++) {
        int size = hwloc_bitmap_weight(carving->part[i]);
        EXPECT(f, 4 * parts * (size - core) <= 5 * pus);
        EXPECT(f, 4 * parts * (size + core) >= 3 * pus);
    }
}

static void check_cores_are_whole(struct fixture *f, const struct cupro__carving *carving)
{
    hwloc_obj_t core = NULL;
    while ((core = hwloc_get_next_obj_by_type(f->machine.topology, HWLOC_OBJ_CORE, core)))
        for (int i = 0; i < carving->parts; i++)
            EXPECT(f, !hwloc_bitmap_intersects(carving->part[i], core->cpuset) ||
                          hwloc_bitmap_isincluded(core->cpuset, carving->part[i]));
}

/* So many threads for each part: some, all of what there are, and no more than it has PUs. */
static void check_threads(struct fixture *f, const struct cupro__carving *carving)
{
    int *share = calloc((size_t)carving->parts, sizeof *share);
    for (int threads = 1; threads <= 3 * f->machine.pus; threads += 1 + threads / 3) {
        int sum = 0, most = threads < f->machine.pus ? threads : f->machine.pus;
        cupro__carving_threads(carving, threads, share);
        for (int i = 0; i < carving->parts; i++) {
            EXPECT(f, share[i] >= 1 && share[i] <= hwloc_bitmap_weight(carving->part[i]));
            sum += share[i];
        }
        EXPECT(f, sum >= most && sum <= most + carving->parts);
    }
    free(share);
}

START_TEST(parts_are_equal_and_apart)
{
    struct fixture *f = setup(_i);
    const cupro_pool_options options = {0};
    int cores = f->machine.cores > 0 ? f->machine.cores : f->machine.pus;
    const int counts[] = {1, 2, 3, 5, 7, f->machine.nodes, cores / 2, cores, f->machine.pus};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        struct cupro__carving carving;
        if (counts[k] < 1 || counts[k] > f->machine.pus)
            continue;
        ck_assert_int_eq(cupro__carve_evenly(&carving, &f->machine, &options, counts[k]), 0);
        EXPECT(f, carving.parts == counts[k]);
        check_parts(f, &carving, &options);
        check_balance(f, &carving);
        if (counts[k] <= f->machine.cores)
            check_cores_are_whole(f, &carving);
        check_threads(f, &carving);
        cupro__carving_free(&carving);
    }
    struct cupro__carving carving;
    ck_assert_int_eq(cupro__carve_evenly(&carving, &f->machine, &options, f->machine.pus + 1),
                     CUPRO_EBIND);
    ck_assert_int_eq(carving.parts, 0);
    teardown(f);
}
END_TEST

static const struct {
    const char *shape;
    int parts;
    const char *part[5];
} cuts[] = {
    {"pack:2 numa:2 core:4 pu:2", 2, {"0-15", "16-31"}},
    {"pack:2 numa:2 core:4 pu:2", 4, {"0-7", "8-15", "16-23", "24-31"}},
    {"pack:2 numa:1 core:8 pu:1", 3, {"0-4", "5-10", "11-15"}}, /* no border near by */
    {"pack:2 numa:1 l3:3 core:2 pu:1", 4, {"0-2", "3-5", "6-8", "9-11"}},
    {"pack:1 l3:3 core:4 pu:1", 2, {"0-5", "6-11"}},
    {"pack:16 numa:1 core:2 pu:1", 5, {"0-5", "6-11", "12-19", "20-25", "26-31"}},
    {"numa:9 core:16 pu:1", 4, {"0-31", "32-71", "72-111", "112-143"}},
    {"core:2 pu:2", 3, {"0", "1-2", "3"}}, /* more than cores */
};

START_TEST(cuts_are_where_they_should_be)
{
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct fixture f = {0};
        struct cupro__carving carving;
        char text[64];
        setenv("HWLOC_SYNTHETIC", cuts[i].shape, 1);
        ck_assert_int_eq(cupro__machine_load(&f.machine), 0);
        ck_assert_int_eq(
            cupro__carve_evenly(&carving, &f.machine, &(cupro_pool_options){0}, cuts[i].parts), 0);
        for (int k = 0; k < carving.parts; k++) {
            hwloc_bitmap_list_snprintf(text, sizeof text, carving.part[k]);
            ck_assert_msg(strcmp(text, cuts[i].part[k]) == 0, "%s, part %d: %s and not %s",
                          cuts[i].shape, k, text, cuts[i].part[k]);
        }
        cupro__carving_free(&carving);
        cupro__machine_free(&f.machine);
    }
}
END_TEST

int main(void)
{
    /* What needs no machine is tested once. */
    int failed = RUN_TESTS(
        "kinds", 1, kinds_that_nobody_tells_of_are_all_alike, the_highest_rank_is_for_performance,
        what_is_nearly_as_fast_is_for_performance_too, what_a_processor_says_of_its_cores_counts,
        cuts_are_where_they_should_be);
    return failed | RUN_TESTS("carving", count_machines(), the_two_classes_are_apart_or_equal,
                              each_node_with_pus_is_a_part, parts_are_equal_and_apart);
}
