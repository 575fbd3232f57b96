/* SPDX-License-Identifier: MIT */
/* Plans to look at (see cupro/machine.h): those that pools make, on a machine that may not be here,
 * with sets of PUs written out. */
#include "runtime/limits/count.h"
#include "runtime/machine/machine_view.h"
#include "runtime/plans/plan.h"
#include "runtime/pools/pool.h"
#include "runtime/plans/spots.h"

#include <stdio.h>
#include <stdlib.h>

struct shown_plan {
    cupro_plan shown; /* first: the handle */
    struct cupro__plan plan;
    char why[96];
    cupro_thread_place *place;
    int *cpu; /* of all places */
};

/* An error when the options leave no PU. */
static int choose_threads(struct shown_plan *plan, const cupro_machine *machine,
                          const cupro_pool_options *options)
{
    const struct cupro__view *view = (const struct cupro__view *)machine;
    const bool confined = cupro__spots_confined(options, NULL);
    const int pus = confined ? cupro__spots_count(view->usable, options, NULL) : machine->pus;
    plan->shown.threads = options->threads;
    plan->shown.why_threads = plan->why;
    snprintf(plan->why, sizeof plan->why, "asked for");
    if (options->threads > 0 || pus < 0)
        return pus < 0 ? pus : 0;
    if (machine->here) {
        plan->shown.threads = cupro__count_threads();
        cupro__count_reason(plan->why, sizeof plan->why);
    }
    if (!machine->here || (confined && plan->shown.threads > pus)) {
        plan->shown.threads = pus;
        snprintf(plan->why, sizeof plan->why, confined ? "one for each of its PUs" : "one a PU");
    }
    return 0;
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
        plan->place[i] = (cupro_thread_place){&plan->cpu[used], weight(from->cpus), from->core,
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
    cupro_pool_options own = *options;
    plan->shown.why_bind = "asked for";
    if (own.bind == CUPRO_BIND_DEFAULT)
        own.bind = cupro__bind_by_default(&plan->shown.why_bind);
    plan->shown.bind = own.bind;
    int error = choose_threads(plan, machine, options);
    if (error == 0)
        error = cupro__plan_make(&plan->plan, view->usable, &own, plan->shown.threads, NULL);
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
