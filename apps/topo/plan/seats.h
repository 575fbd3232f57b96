/* SPDX-License-Identifier: MIT */
/* Where a plan's threads sit: each on the PU that it is bound to, or on the node of its PUs, or, if
 * these have no node in common, on the machine. */
#ifndef APPS_TOPO_SEATS_H
#define APPS_TOPO_SEATS_H

#include <cupro/machine.h>

/* Threads of object i itself are thread[first[i] … first[i + 1]), in their order; those below it
 * and its own, thread[first[i] … first[end of i]). Of no plan, and of one that does not bind, there
 * are none. */
struct seats {
    size_t *first;
    int *thread;
};

/* Fails with a message when there is no memory. */
void seats_open(struct seats *seats, const cupro_machine *machine, const cupro_plan *plan);
void seats_close(struct seats *seats);

#endif
