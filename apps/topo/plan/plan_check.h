/* SPDX-License-Identifier: MIT */
/* A plan and what became of it: a pool that is open, and what the kernel says of its threads. */
#ifndef APPS_TOPO_PLAN_CHECK_H
#define APPS_TOPO_PLAN_CHECK_H

#include <cupro/machine.h>

#include <stdbool.h>

/* The PUs that one thread may run on, by the kernel: its numbers, rising. */
struct kernel_word {
    int *cpu;
    size_t cpus;
    bool same; /* as planned */
};

struct plan_check {
    bool same; /* all threads are there, where they are planned */
    int threads;
    struct kernel_word *thread;
};

/* Open a pool as the plan was made, let it work, ask the kernel, and close it. Fails with a message
 * when the pool cannot be had. */
void plan_check_make(struct plan_check *check, const cupro_machine *machine, const cupro_plan *plan,
                     const cupro_pool_options *options);
void plan_check_free(struct plan_check *check);

#endif
