/* SPDX-License-Identifier: MIT */
/* Plans that are refused, and plans that are carried out on the machine that runs the tests. */
#include "machines.h"
#include "run_tests.h"

#include "runtime/plans/plan.h"

#include <cupro/error.h>
#include <limits.h>
#include <sched.h>

static struct cupro__machine synthetic(const char *shape)
{
    struct cupro__machine machine;
    setenv("HWLOC_SYNTHETIC", shape, 1);
    ck_assert_int_eq(cupro__machine_load(&machine), 0);
    unsetenv("HWLOC_SYNTHETIC");
    return machine;
}

static struct cupro__machine real(void)
{
    struct cupro__machine machine;
    unsetenv("HWLOC_XMLFILE");
    unsetenv("HWLOC_SYNTHETIC");
    unsetenv("HWLOC_THISSYSTEM");
    ck_assert_int_eq(cupro__machine_load(&machine), 0);
    ck_assert(machine.real);
    return machine;
}

/* The kernel's mask of the calling thread, read without the code under test. */
static void read_mask(hwloc_bitmap_t mask)
{
    cpu_set_t set;
    ck_assert_int_eq(sched_getaffinity(0, sizeof set, &set), 0);
    hwloc_bitmap_zero(mask);
    for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &set))
            hwloc_bitmap_set(mask, cpu);
}

static int plan_for(struct cupro__plan *plan, const struct cupro__machine *machine, cupro_bind bind,
                    int threads, const char *cpus)
{
    const cupro_pool_options options = {.bind = bind, .cpus = cpus};
    return cupro__plan_make(plan, machine, &options, threads, NULL);
}

static void refuse(const struct cupro__machine *machine, cupro_bind bind, int threads,
                   const char *cpus, int expected)
{
    struct cupro__plan plan;
    int error = plan_for(&plan, machine, bind, threads, cpus);
    ck_assert_msg(error == expected, "policy %u, %d threads, list %s: %s", (unsigned)bind, threads,
                  cpus != NULL ? cpus : "none", cupro_errname(error));
    ck_assert_int_eq(plan.threads, 0);
    ck_assert_ptr_null(plan.place);
    cupro__plan_free(&plan);
}

START_TEST(test_bad_requests_are_refused)
{
    struct cupro__machine machine = synthetic("pack:2 core:2 pu:1");
    refuse(&machine, CUPRO_BIND_COMPACT, 0, NULL, CUPRO_EINVAL);
    refuse(&machine, CUPRO_BIND_NONE, -1, NULL, CUPRO_EINVAL);
    refuse(&machine, CUPRO_BIND_CORE, INT_MIN, NULL, CUPRO_EINVAL);
    refuse(&machine, CUPRO_BIND_DEFAULT, 1, NULL, CUPRO_EINVAL);
    refuse(&machine, (cupro_bind)(CUPRO_BIND_LIST + 1), 1, "0", CUPRO_EINVAL);
    refuse(&machine, (cupro_bind)-1, 1, "0", CUPRO_EINVAL);
    refuse(&machine, CUPRO_BIND_LIST, 1, NULL, CUPRO_EINVAL);
    refuse(&machine, CUPRO_BIND_LIST, 1, "0,", CUPRO_EINVAL);
    refuse(&machine, CUPRO_BIND_LIST, 1, "0-4", CUPRO_EBIND);
    refuse(&machine, CUPRO_BIND_LIST, 1, "65535", CUPRO_EBIND);
    cupro__machine_free(&machine);
}
END_TEST

START_TEST(test_cpus_outside_of_the_binding_are_refused)
{
    hwloc_bitmap_t mask = hwloc_bitmap_alloc();
    read_mask(mask);
    int first = hwloc_bitmap_first(mask), last = hwloc_bitmap_last(mask);
    cpu_set_t only_first;
    CPU_ZERO(&only_first);
    CPU_SET((unsigned)first, &only_first);
    ck_assert_int_eq(sched_setaffinity(0, sizeof only_first, &only_first), 0);

    struct cupro__machine machine = real();
    char list[32];
    snprintf(list, sizeof list, "%d,%d", first, last);
    if (first != last)
        refuse(&machine, CUPRO_BIND_LIST, 2, list, CUPRO_EBIND);
    cupro__machine_free(&machine);
    hwloc_bitmap_free(mask);
}
END_TEST

START_TEST(test_list_keeps_repetitions)
{
    struct cupro__machine machine = synthetic("pack:2 core:2 pu:1");
    struct cupro__plan plan;
    const int expected[] = {3, 0, 0, 1, 3, 3, 0};
    ck_assert_int_eq(plan_for(&plan, &machine, CUPRO_BIND_LIST, 7, "3,0,0-1,3"), 0);
    for (int i = 0; i < 7; i++)
        ck_assert_int_eq(plan.place[i].pu, expected[i]);
    cupro__plan_free(&plan);
    cupro__machine_free(&machine);
}
END_TEST

START_TEST(test_plan_without_binding_needs_no_machine)
{
    struct cupro__plan plan;
    char before[256], after[256], text[32];
    ck_assert_int_eq(plan_for(&plan, NULL, CUPRO_BIND_NONE, 3, NULL), 0);
    ck_assert_int_eq(cupro__binding_of(0, before, sizeof before), 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_ptr_null(plan.place[i].cpus);
        ck_assert_int_eq(plan.place[i].pu, -1);
        ck_assert_int_eq(cupro__plan_apply(&plan, NULL, i), 0);
    }
    ck_assert_int_eq(cupro__plan_release(NULL), 0);
    ck_assert_int_eq(cupro__binding_of(0, after, sizeof after), 0);
    ck_assert_str_eq(before, after);
    cupro__plan_text(&plan, 2, text, sizeof text);
    ck_assert_str_eq(text, "anywhere");
    cupro__plan_free(&plan);
}
END_TEST

START_TEST(test_threads_are_bound_as_planned)
{
    struct cupro__machine machine = real();
    hwloc_bitmap_t all = hwloc_bitmap_alloc(), mask = hwloc_bitmap_alloc();
    read_mask(all);
    for (cupro_bind bind = CUPRO_BIND_COMPACT; bind <= CUPRO_BIND_NUMA; bind++) {
        struct cupro__plan plan;
        ck_assert_int_eq(plan_for(&plan, &machine, bind, 2 * machine.pus, NULL), 0);
        for (int i = 0; i < plan.threads; i++) {
            char expected[256], text[256];
            ck_assert_int_eq(cupro__plan_apply(&plan, &machine, i), 0);
            read_mask(mask);
            ck_assert(hwloc_bitmap_isequal(mask, plan.place[i].cpus));
            hwloc_bitmap_list_snprintf(expected, sizeof expected, mask);
            ck_assert_int_eq(cupro__binding_of(0, text, sizeof text), 0);
            ck_assert_str_eq(text, expected);
        }
        ck_assert_int_eq(cupro__plan_release(&machine), 0);
        read_mask(mask);
        ck_assert(hwloc_bitmap_isequal(mask, all));
        cupro__plan_free(&plan);
    }
    hwloc_bitmap_free(mask);
    hwloc_bitmap_free(all);
    cupro__machine_free(&machine);
}
END_TEST

START_TEST(test_another_machine_binds_nothing)
{
    struct cupro__machine machine = synthetic("pack:2 core:64 pu:2");
    struct cupro__plan plan;
    hwloc_bitmap_t before = hwloc_bitmap_alloc(), after = hwloc_bitmap_alloc();
    read_mask(before);
    ck_assert(!machine.real);
    ck_assert_int_eq(plan_for(&plan, &machine, CUPRO_BIND_LIST, 2, "0,255"), 0);
    ck_assert_int_eq(cupro__plan_apply(&plan, &machine, 0), 0);
    ck_assert_int_eq(cupro__plan_apply(&plan, &machine, 1), 0);
    ck_assert_int_eq(cupro__plan_release(&machine), 0);
    read_mask(after);
    ck_assert(hwloc_bitmap_isequal(before, after));
    hwloc_bitmap_free(after);
    hwloc_bitmap_free(before);
    cupro__plan_free(&plan);
    cupro__machine_free(&machine);
}
END_TEST

START_TEST(test_texts_are_cut_off_where_the_room_ends)
{
    struct cupro__machine machine = synthetic("pack:2 numa:1 l3:2 core:2 pu:1");
    struct cupro__plan plan;
    char whole[64], text[65] = ""; /* a zero byte at the end */
    ck_assert_int_eq(plan_for(&plan, &machine, CUPRO_BIND_LIST, 1, "7"), 0);
    cupro__plan_text(&plan, 0, whole, sizeof whole);
    ck_assert_str_eq(whole, "7, core 7, L3 3, node 1, package 1");
    for (size_t size = 1; size <= strlen(whole); size++) {
        memset(text, '#', sizeof text - 1);
        cupro__plan_text(&plan, 0, text, size);
        ck_assert_uint_eq(strlen(text), size - 1);
        ck_assert(strncmp(text, whole, size - 1) == 0);
        ck_assert_uint_eq(strspn(text + size, "#"), sizeof text - 1 - size);
    }
    cupro__plan_free(&plan);
    cupro__machine_free(&machine);

    ck_assert_int_eq(cupro__binding_of(INT_MAX, text, sizeof text), CUPRO_EBIND);
    ck_assert_str_eq(text, "?");
}
END_TEST

int main(void)
{
    return RUN_TESTS("binding", 1, test_bad_requests_are_refused,
                     test_cpus_outside_of_the_binding_are_refused, test_list_keeps_repetitions,
                     test_plan_without_binding_needs_no_machine, test_threads_are_bound_as_planned,
                     test_another_machine_binds_nothing,
                     test_texts_are_cut_off_where_the_room_ends);
}
