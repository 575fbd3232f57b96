/* SPDX-License-Identifier: MIT */
/* Plans over many machines, and how to check something of all of them. */
#ifndef CUPRO_TEST_PLANS_H
#define CUPRO_TEST_PLANS_H

#include "machines.h"

#include "runtime/plans/plan.h"

#include <cupro/error.h>

struct fixture {
    struct cupro__machine machine;
    char name[4200];
    uint64_t random;
    char *list; /* all PUs, shuffled */
    int cores;  /* with a PU: others may be there for the sake of their memory */
};

static inline int count_cores(struct cupro__machine *machine)
{
    int count = 0;
    hwloc_obj_t core = NULL;
    while ((core = hwloc_get_next_obj_by_type(machine->topology, HWLOC_OBJ_CORE, core)))
        count += !hwloc_bitmap_iszero(core->cpuset);
    return count;
}

static inline char *shuffled_list(struct fixture *f)
{
    int pus = f->machine.pus, *cpu = calloc((size_t)pus, sizeof *cpu);
    char *list = calloc((size_t)pus, 8);
    for (int i = 0; i < pus; i++) {
        int at = random_between(&f->random, 0, i);
        cpu[i] = cpu[at];
        cpu[at] =
            (int)hwloc_get_obj_by_type(f->machine.topology, HWLOC_OBJ_PU, (unsigned)i)->os_index;
    }
    for (int i = 0; i < pus; i++)
        sprintf(list + strlen(list), i == 0 ? "%d" : ",%d", cpu[i]);
    free(cpu);
    return list;
}

static inline struct fixture *setup(int index)
{
    struct fixture *f = calloc(1, sizeof *f);
    load_machine(index, &f->machine, f->name);
    f->random = first_seed() + (uint64_t)index;
    f->list = shuffled_list(f);
    f->cores = count_cores(&f->machine);
    return f;
}

static inline void teardown(struct fixture *f)
{
    cupro__machine_free(&f->machine);
    free(f->list);
    free(f);
}

#define TRIALS 10

/* Around the interesting numbers, and at random up to three times the PUs. */
static inline int trial_threads(struct fixture *f, int trial)
{
    const int pus = f->machine.pus, cores = f->cores;
    const int interesting[] = {1, 2, 3, cores, pus / 2, pus - 1, pus, pus + 1};
    int threads = trial < 8 ? interesting[trial] : random_between(&f->random, 1, 3 * pus);
    return threads > 0 ? threads : 1;
}

static inline struct cupro__plan make(struct fixture *f, cupro_bind bind, int threads)
{
    struct cupro__plan plan;
    const cupro_pool_options options = {.bind = bind, .cpus = f->list};
    int error = cupro__plan_make(&plan, &f->machine, &options, threads, NULL);
    ck_assert_msg(error == 0, "%s: policy %d, %d threads: %s", f->name, bind, threads,
                  cupro_errname(error));
    ck_assert_int_eq(plan.threads, threads);
    return plan;
}

/* Run `check` over all policies from `first` on, and some numbers of threads. */
static inline void for_plans(int machine, cupro_bind first, cupro_bind last,
                             void (*check)(struct fixture *f, const struct cupro__plan *plan))
{
    struct fixture *f = setup(machine);
    for (cupro_bind bind = first; bind <= last; bind++)
        for (int trial = 0; trial < TRIALS; trial++) {
            struct cupro__plan plan = make(f, bind, trial_threads(f, trial));
            check(f, &plan);
            cupro__plan_free(&plan);
        }
    teardown(f);
}

/* As ck_assert_msg, which notes each passed assertion in a file: too slow for inner loops. */
#define CHECK_PLAN(f, plan, condition)                                                     \
    do {                                                                                   \
        if (!(condition))                                                                  \
            ck_abort_msg("%s: policy %d, %d threads: not so: %s", (f)->name, (plan)->bind, \
                         (plan)->threads, #condition);                                     \
    } while (0)

static inline hwloc_const_cpuset_t cpus_of(struct fixture *f, hwloc_obj_type_t type, int index)
{
    return hwloc_get_obj_by_type(f->machine.topology, type, (unsigned)index)->cpuset;
}

#endif
