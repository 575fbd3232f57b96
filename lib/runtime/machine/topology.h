/* SPDX-License-Identifier: MIT */
/*
 * The machine that this process may use, as hwloc sees it.
 *
 * Nothing about its shape is promised: trees may be lopsided, there may be no cores and no L3, NUMA
 * nodes may have no PU, share their PUs with other nodes, or be wider than packages.
 */
#ifndef CUPRO__TOPOLOGY_H
#define CUPRO__TOPOLOGY_H

#include <hwloc.h>
#include <stdbool.h>
#include <stddef.h>

/* What we call is in hwloc from this version on. One that is older may be found at run time: its
 * functions that are missing would end the program, but only when they are called. */
#define CUPRO__OLDEST_HWLOC 0x00020500u

struct cupro__machine {
    hwloc_topology_t topology;
    bool real;    /* this very machine: binding calls have an effect           */
    int packages; /* how many the process may use; 0 where hwloc tells of none */
    int nodes;    /* NUMA nodes, those without PUs included                    */
    int l3s;
    int cores;
    int pus;   /* at least 1 */
    int kinds; /* of cores, as in "performance" and "efficiency"; 0: not known */
};

/* The one machine of this process, loaded by the first call and kept for good, by a fork's child
 * too; any thread, but not where fork is forbidden (fork.h). CUPRO_ETOPOLOGY, CUPRO_ENOMEM:
 * *machine is NULL, and the next call tries again. Cost: 2 to 30 ms once, then a lock. */
int cupro__machine(const struct cupro__machine **machine);

/* A machine of the caller's own, to be freed. Errors as above; there is then nothing to free. */
int cupro__machine_load(struct cupro__machine *machine);

/* Another machine than hwloc would find: from what lstopo wrote, or a description; or, with
 * neither, the usual one. `whole`: with what the process may not use, and with all caches. Else as
 * above. */
struct cupro__source {
    const char *xml; /* `bytes` of it, and a zero byte */
    size_t bytes;
    const char *synthetic;
    bool whole;
};
int cupro__machine_read(struct cupro__machine *machine, const struct cupro__source *source);
void cupro__machine_free(struct cupro__machine *machine);

#endif
