/* SPDX-License-Identifier: MIT */
/* Plans to look at (see cupro/machine.h): those that pools make, on a machine that may not be here,
 * with sets of PUs written out. */
#include "runtime/count.h"
#include "runtime/machine_view.h"
#include "runtime/plan.h"
#include "runtime/pool.h"

#include <stdio.h>
#include <stdlib.h>

struct shown_plan {
    cupro_plan shown; /* first: the handle */
    struct cupro__plan plan;
    char why[96];
    cupro_place *place;
    int *cpu; /* of all places */
};

static void choose_threads(struct shown_plan *plan, const cupro_machine *machine,
                           const cupro_pool_options *options)
{
    plan->shown.threads = options->threads;
    snprintf(plan->why, sizeof plan->why, "asked for");
    if (options->threads == 0 && machine->here) {
        plan->shown.threads = cupro__count_threads();
        cupro__count_reason(plan->why, sizeof plan->why);
    } else if (options->threads == 0) {
        plan->shown.threads = machine->pus;
        snprintf(plan->why, sizeof plan->why, "one a PU");
    }
    plan->shown.why = plan->why;
}

static size_t weight(hwloc_const_bitmap_t cpus)
{
    return cpus != NULL ? (size_t)hwloc_bitmap_weight(cpus) : 0;
}

static int write_out(struct shown_plan *plan)
{
    size_t count = 0, used = 0;
    for (int i = 0; i < plan->plan.threads; i++)
        count += weight(plan->plan.place[i].cpus);
    plan->place = calloc((size_t)plan->plan.threads, sizeof *plan->place);
    plan->cpu = calloc(count + 1, sizeof *plan->cpu);
    if (plan->place == NULL || plan->cpu == NULL)
        return CUPRO_ENOMEM;
    for (int i = 0; i < plan->plan.threads; i++) {
        const struct cupro__place *from = &plan->plan.place[i];
        plan->place[i] = (cupro_place){&plan->cpu[used], weight(from->cpus), from->core,
                                       from->l3,         from->node,         from->package};
        for (int cpu = -1; from->cpus && (cpu = hwloc_bitmap_next(from->cpus, cpu)) >= 0;)
            plan->cpu[used++] = cpu;
    }
    plan->shown.place = plan->place;
    return 0;
}

int cupro_plan_open_with(cupro_plan **result, const cupro_machine *machine,
                         const cupro_pool_options *options)
{
    static const cupro_pool_options usual;
    if (result == NULL)
        return CUPRO_EINVAL;
    *result = NULL;
    if (options == NULL)
        options = &usual;
    if (machine == NULL || !cupro__pool_options_are_valid(options))
        return CUPRO_EINVAL;
    const struct cupro__view *view = (const struct cupro__view *)machine;
    struct shown_plan *plan = calloc(1, sizeof *plan);
    if (plan == NULL)
        return CUPRO_ENOMEM;
    const char *why_bind;
    choose_threads(plan, machine, options);
    plan->shown.bind =
        options->bind == CUPRO_BIND_DEFAULT ? cupro__bind_by_default(&why_bind) : options->bind;
    int error = cupro__plan_make(&plan->plan, view->usable, plan->shown.bind, plan->shown.threads,
                                 options->cpus);
    if (error == 0)
        error = write_out(plan);
    if (error != 0)
        cupro_plan_close(&plan->shown);
    else
        *result = &plan->shown;
    return error;
}

void cupro_plan_close(cupro_plan *shown)
{
    struct shown_plan *plan = (struct shown_plan *)shown;
    if (plan == NULL)
        return;
    cupro__plan_free(&plan->plan);
    free(plan->place);
    free(plan->cpu);
    free(plan);
}
