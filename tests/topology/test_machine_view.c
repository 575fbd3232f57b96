/* SPDX-License-Identifier: MIT */
/* Machines as cupro/machine.h shows them, and plans for them: beside what hwloc and the pools' own
 * planner say. */
#include "machines.h"
#include "run_tests.h"

#include "runtime/machine/machine_view.h"
#include "runtime/plans/plan.h"

#include <cupro/error.h>
#include <cupro/machine.h>
#include <sched.h>
#include <unistd.h>

/* Of those that are as they are described. */
static cupro_machine *open_source(int index)
{
    char source[4096], why[256];
    cupro_machine *machine;
    const bool file = find_source(index < SHAPES + THROWN ? index : index + RAGGED, source);
    const int error =
        cupro_machine_open(&machine, .xml = file ? source : NULL, .synthetic = file ? NULL : source,
                           .why = why, .why_size = sizeof why);
    ck_assert_msg(error == 0, "%s: %s", source, why);
    ck_assert(!machine->here);
    return machine;
}

/* -- Objects -------------------------------------------------------------------------------------
 */

static void check_tree(const cupro_machine *machine)
{
    const cupro_object *object = machine->object;
    ck_assert_uint_eq(object[0].parent, CUPRO_NOWHERE);
    ck_assert_uint_eq(object[0].end, machine->objects);
    for (size_t i = 1; i < machine->objects; i++) {
        const cupro_object *parent = &object[object[i].parent];
        if (object[i].parent >= i || i >= parent->end || object[i].end > parent->end ||
            object[i].end <= i || object[i].depth != parent->depth + 1 ||
            object[i].type == CUPRO_OBJECT_MACHINE || object[i].pus > parent->pus)
            ck_abort_msg("object %zu is out of place", i);
    }
}

/* PUs below it, and itself. */
static void check_counts(const cupro_machine *machine)
{
    for (size_t i = 0; i < machine->objects; i++) {
        const cupro_object *object = &machine->object[i];
        int pus = 0, others = 0;
        for (size_t j = i; j < object->end; j++)
            if (machine->object[j].type == CUPRO_OBJECT_PU) {
                pus += machine->object[j].pus;
                others += machine->object[j].masked + machine->object[j].forbidden;
            }
        if (object->type != CUPRO_OBJECT_NODE && object->holds != 'm' &&
            (pus != object->pus || others != object->masked + object->forbidden))
            ck_abort_msg("object %zu has %d and %d PUs, and says %d and %d", i, pus, others,
                         object->pus, object->masked + object->forbidden);
    }
}

static int count_type(const cupro_machine *machine, cupro_object_type type, int level)
{
    int count = 0;
    for (size_t i = 0; i < machine->objects; i++)
        count += machine->object[i].type == type && machine->object[i].index >= 0 &&
                 machine->object[i].level == level && machine->object[i].holds != 'm';
    return count;
}

START_TEST(test_objects_are_a_tree_of_what_there_is)
{
    cupro_machine *machine = open_source(_i);
    check_tree(machine);
    check_counts(machine);
    ck_assert_int_eq(count_type(machine, CUPRO_OBJECT_PACKAGE, 0), machine->packages);
    ck_assert_int_eq(count_type(machine, CUPRO_OBJECT_NODE, 0), machine->nodes);
    ck_assert_int_eq(count_type(machine, CUPRO_OBJECT_CACHE, 3), machine->l3s);
    ck_assert_int_eq(count_type(machine, CUPRO_OBJECT_CORE, 0), machine->cores);
    ck_assert_int_eq(count_type(machine, CUPRO_OBJECT_PU, 0), machine->pus);
    ck_assert_int_eq(machine->object[0].pus, machine->pus);
    for (size_t i = 0; i < machine->matrices; i++)
        for (size_t j = 0; j < machine->distances[i].count; j++)
            ck_assert_int_eq(machine->object[machine->distances[i].node[j]].type,
                             CUPRO_OBJECT_NODE);
    for (size_t i = 0; i < machine->facts; i++)
        ck_assert_int_eq(machine->object[machine->fact[i].node].type, CUPRO_OBJECT_NODE);
    cupro_machine_close(machine);
}
END_TEST

/* -- Plans ---------------------------------------------------------------------------------------
 */

static void check_place(const cupro_thread_place *shown, const struct cupro__place *planned)
{
    ck_assert_int_eq(shown->core, planned->core);
    ck_assert_int_eq(shown->l3, planned->l3);
    ck_assert_int_eq(shown->node, planned->node);
    ck_assert_int_eq(shown->package, planned->package);
    ck_assert_int_eq((int)shown->cpus, hwloc_bitmap_weight(planned->cpus));
    for (size_t i = 0; i < shown->cpus; i++)
        ck_assert(hwloc_bitmap_isset(planned->cpus, (unsigned)shown->cpu[i]));
}

/* Its core is the one that the objects show around its PU. */
static void check_core(const cupro_machine *machine, const cupro_thread_place *place)
{
    for (size_t i = 0; i < machine->objects; i++) {
        const cupro_object *pu = &machine->object[i];
        if (pu->type != CUPRO_OBJECT_PU || pu->number != place->cpu[0])
            continue;
        const cupro_object *around = pu;
        while (around->type != CUPRO_OBJECT_CORE && around->parent != CUPRO_NOWHERE)
            around = &machine->object[around->parent];
        ck_assert_int_eq(place->core, around->type == CUPRO_OBJECT_CORE ? around->index : -1);
    }
}

START_TEST(test_plans_are_those_of_pools)
{
    cupro_machine *machine = open_source(_i);
    const struct cupro__view *view = (const struct cupro__view *)machine;
    for (int bind = CUPRO_BIND_COMPACT; bind <= CUPRO_BIND_NUMA; bind++) {
        cupro_plan *plan;
        struct cupro__plan planned;
        const cupro_pool_options options = {.bind = (cupro_bind)bind};
        ck_assert_int_eq(cupro_plan_open(&plan, machine, .bind = (cupro_bind)bind), 0);
        ck_assert_int_eq(plan->threads, machine->pus);
        ck_assert_int_eq((int)plan->bind, bind);
        ck_assert_int_eq(cupro__plan_make(&planned, view->usable, &options, plan->threads, NULL),
                         0);
        if (bind != CUPRO_BIND_NUMA) /* whose places are nodes, also those of one PU */
            check_core(machine, &plan->place[plan->threads / 2]);
        for (int t = 0; t < plan->threads; t += 1 + plan->threads / 16)
            check_place(&plan->place[t], &planned.place[t]);
        cupro__plan_free(&planned);
        cupro_plan_close(plan);
    }
    cupro_machine_close(machine);
}
END_TEST

/* -- This machine --------------------------------------------------------------------------------
 */

/* In a process of its own: Check's. */
START_TEST(test_what_the_mask_leaves_out_is_shown)
{
    cpu_set_t set, one;
    cupro_machine *machine;
    if (_i > 0)
        return;
    ck_assert_int_eq(sched_getaffinity(0, sizeof set, &set), 0);
    int cpu = 0;
    while (!CPU_ISSET((unsigned)cpu, &set))
        cpu++;
    CPU_ZERO(&one);
    CPU_SET((unsigned)cpu, &one);
    ck_assert_int_eq(sched_setaffinity(0, sizeof one, &one), 0);
    ck_assert_int_eq(cupro_machine_open(&machine), 0);
    ck_assert(machine->here);
    ck_assert_int_eq(machine->pus, 1);
    ck_assert_int_ge(machine->object[0].masked, CPU_COUNT(&set) - 1);
    check_tree(machine);
    check_counts(machine);
    for (size_t i = 0; i < machine->objects; i++)
        if (machine->object[i].type == CUPRO_OBJECT_PU)
            ck_assert_int_eq(machine->object[i].pus, machine->object[i].number == cpu);
    cupro_machine_close(machine);
}
END_TEST

START_TEST(test_errors_leave_nothing_and_say_why)
{
    cupro_machine *machine = (cupro_machine *)&machine;
    cupro_plan *plan = (cupro_plan *)&machine;
    char why[64] = "?";
    if (_i > 0)
        return;
    ck_assert_int_eq(cupro_machine_open_with(NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_machine_open(&machine, .xml = "x", .synthetic = "pu:1"), CUPRO_EINVAL);
    ck_assert_ptr_null(machine);
    ck_assert_int_eq(
        cupro_machine_open(&machine, .xml = "/nowhere", .why = why, .why_size = sizeof why),
        CUPRO_ETOPOLOGY);
    ck_assert_str_eq(why, "No such file or directory");
    ck_assert_int_eq(cupro_machine_open(&machine, .xml = "/dev/null", .why = why, .why_size = 3),
                     CUPRO_EDATA);
    ck_assert_str_eq(why, "em");
    ck_assert_int_eq(cupro_machine_open(&machine, .synthetic = "core:2"), CUPRO_EDATA);
    ck_assert_int_eq(cupro_machine_open(&machine, .synthetic = "core:999999"), CUPRO_EDATA);
    ck_assert_ptr_null(machine);
    cupro_machine_close(NULL);

    ck_assert_int_eq(cupro_plan_open(&plan, NULL, .threads = 1), CUPRO_EINVAL);
    ck_assert_ptr_null(plan);
    ck_assert_int_eq(cupro_machine_open(&machine, .synthetic = "core:2 pu:1", .why = why,
                                        .why_size = sizeof why),
                     0);
    ck_assert_str_eq(why, "");
    ck_assert_int_eq(cupro_plan_open(&plan, machine, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_plan_open(&plan, machine, .bind = CUPRO_BIND_LIST), CUPRO_EINVAL);
    ck_assert_int_eq(
        cupro_plan_open(&plan, machine, .bind = CUPRO_BIND_LIST, .cpus = "0,2", .threads = 1),
        CUPRO_EBIND);
    ck_assert_ptr_null(plan);
    cupro_plan_close(NULL);
    cupro_machine_close(machine);
}
END_TEST

int main(void)
{
    return RUN_TESTS("machine_view", count_machines() - RAGGED,
                     test_objects_are_a_tree_of_what_there_is, test_plans_are_those_of_pools,
                     test_what_the_mask_leaves_out_is_shown, test_errors_leave_nothing_and_say_why);
}
