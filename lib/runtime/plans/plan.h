/* SPDX-License-Identifier: MIT */
/*
 * Plans: which PUs each thread of a pool is bound to, and from whom it steals.
 *
 * Threads are numbered in pool order. But for LIST, which keeps the order that was given,
 * neighbours in pool order are neighbours in the machine (by NUMA node, then L3, then core),
 * because neighbouring slices of an array go to neighbouring threads.
 */
#ifndef CUPRO__PLAN_H
#define CUPRO__PLAN_H

#include "runtime/engine/slots.h"
#include "runtime/machine/topology.h"
#include "runtime/plans/victims.h"

#include <cupro/pool.h>
#include <stddef.h>
#include <sys/types.h>

/* Where one thread goes. Logical indexes of hwloc; -1: unknown, none, or more than one. */
struct cupro__place {
    hwloc_bitmap_t cpus; /* NULL: not bound */
    int pu;              /* the kernel's number, if it is a single PU */
    int core, l3, node, package;
    int kind; /* of core */
};

struct cupro__plan {
    hwloc_topology_t topology; /* NULL: nothing is bound */
    cupro_bind bind;
    int threads;
    struct cupro__place *place; /* one a thread */
};

/*
 * Plan `threads` threads. Of the options count `bind`, where CUPRO_BIND_DEFAULT is to be resolved
 * before, `cpus`, for CUPRO_BIND_LIST only, `cores` and `one_pu_a_core`. `within`: the PUs that the
 * pool may have; NULL: those of the process. `machine` may be NULL, here and below, for
 * CUPRO_BIND_NONE where nothing confines the threads (cupro__spots_confined).
 *
 * CUPRO_EINVAL: threads < 1, no such policy or kind, a list that is missing, cannot be parsed, or
 * stands beside what confines. CUPRO_EBIND: a CPU of the list, or every CPU, is not this process's,
 * or nothing is left. CUPRO_ENOMEM. On an error the plan is empty, and freeing it does nothing.
 */
int cupro__plan_make(struct cupro__plan *plan, const struct cupro__machine *machine,
                     const cupro_pool_options *options, int threads, hwloc_const_cpuset_t within);
void cupro__plan_free(struct cupro__plan *plan);

/* Bind the calling thread as the plan says for thread `index`. Does nothing for CUPRO_BIND_NONE,
 * nor on a machine that is not real. CUPRO_EBIND: the kernel refuses. Cost: 0.4 us. */
int cupro__plan_apply(const struct cupro__plan *plan, const struct cupro__machine *machine,
                      int index);

/* Give the calling thread all PUs of the process back. Errors as above. */
int cupro__plan_release(const struct cupro__machine *machine);

/* The plan for one thread in words, as "3, core 1, L3 0, node 0" or "anywhere", and what the kernel
 * says of a thread, planned or not (0: the caller): the CPUs it may run on, as "0-3,8". Both are
 * cut off where `size` ends. If the kernel does not tell, the text is "?" and the result
 * CUPRO_EBIND or CUPRO_ENOMEM. */
void cupro__plan_text(const struct cupro__plan *plan, int index, char *text, size_t size);
int cupro__binding_of(pid_t thread, char *text, size_t size);

/* For a plan that binds its threads: the order in which they steal. CUPRO_ENOMEM: there is nothing
 * to be freed. */
int cupro__victims_find(struct cupro__victims *victims, const struct cupro__plan *plan,
                        const struct cupro__machine *machine);
void cupro__victims_free(struct cupro__victims *victims);

/* What a thread is to the one from which it steals. */
enum cupro__kinship cupro__kinship(const struct cupro__plan *plan, int thief, int victim);

#endif
