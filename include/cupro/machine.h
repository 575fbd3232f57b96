/* SPDX-License-Identifier: MIT */
/*
 * The machine, what this process may use of it, and where a pool's threads would go.
 *
 * For programs that show or store such things; pools look by themselves, and need none of this.
 *
 *     cupro_machine *machine;
 *     int error = cupro_machine_open(&machine);
 *     for (size_t i = 0; error == 0 && i < machine->objects; i++) ...
 *     cupro_machine_close(machine);
 *
 * A machine may also be one that is not here: read from a file that hwloc's lstopo wrote
 * (`.xml = "big.xml"`), or made up (`.synthetic = "package:2 numa:2 core:8 pu:2"`, as hwloc(7)
 * describes it). Plans for it are those that a pool would make there; nothing can be bound to it.
 */
#ifndef CUPRO_MACHINE_H
#define CUPRO_MACHINE_H

#include <cupro/base.h>
#include <cupro/error.h>
#include <cupro/pool.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

/* -- What there is ------------------------------------------------------------------------------
 */

typedef enum cupro_object_type {
    CUPRO_OBJECT_MACHINE, /* the root, and nothing else              */
    CUPRO_OBJECT_GROUP,   /* what belongs together in a way of its own: clusters, node pairs … */
    CUPRO_OBJECT_PACKAGE, /* what fits a socket                      */
    CUPRO_OBJECT_DIE,
    CUPRO_OBJECT_NODE,  /* memory that is equally near to some PUs, or to none */
    CUPRO_OBJECT_CACHE, /* of PUs, or, around a node, of its memory  */
    CUPRO_OBJECT_CORE,
    CUPRO_OBJECT_PU /* what runs one thread at a time: a core, or a hyperthread of one */
} cupro_object_type;

/*
 * An object. Parents stand before their children, and the objects below one follow it immediately:
 * those of object i are i + 1 … end - 1. Nothing is promised about shapes: there may be no cores,
 * no caches, PUs at different depths, and nodes without a PU.
 *
 * NUMA nodes have nothing below them. They stand, before its other children, below the object whose
 * PUs are those that the node is near to.
 */
typedef struct cupro_object {
    cupro_object_type type;
    int level;        /* of a cache: 1, 2 …; else 0                                        */
    char holds;       /* of a cache: 'd' data, 'i' instructions, 'u' both, 'm' a memory's; else 0 */
    int index;        /* among those of its type, level and `holds` that have something of this
                       * process's, as places and cupro_describe count; -1: it has nothing */
    int number;       /* the kernel's; -1: it has none                                     */
    int depth;        /* the root's is 0                                                   */
    size_t parent;    /* the root's is CUPRO_NOWHERE                                       */
    size_t end;       /* one past the last object below it                                 */
    uint64_t bytes;   /* size of a node's memory, or of a cache; 0: not known              */
    bool barred;      /* of a node: a cpuset forbids this process its memory               */
    int kind;         /* of core, for cores and PUs, if all below are of one; else -1      */
    int pus;          /* PUs below it, or itself, that this process may use; and others:   */
    int masked;       /* not in the affinity masks of the process                          */
    int forbidden;    /* a cpuset forbids them                                             */
    int absent;       /* offline, or kept from hwloc: there are no objects for them        */
    const char *name; /* "AMD EPYC 7763 64-Core Processor", or a group's; "": has none    */
} cupro_object;

/* A kind of cores; they are numbered from the slowest, or at random where efficiency is -1. */
typedef struct cupro_core_kind {
    int efficiency;   /* larger: faster, and hungrier; -1: not known        */
    const char *name; /* as "IntelAtom"; "": has none                       */
    int megahertz;    /* at most; 0: not known                              */
    int pus;          /* how many of this kind the process may use          */
} cupro_core_kind;

/* A matrix of distances between nodes. */
typedef struct cupro_distances {
    const char *name;      /* as "NUMALatency"                                      */
    bool bandwidth;        /* larger is nearer; else latencies: smaller is nearer   */
    size_t count;          /* of nodes                                              */
    const size_t *node;    /* which objects they are                                */
    const uint64_t *value; /* from node i to node j: value[i * count + j]           */
} cupro_distances;

/* What is known of a node's memory as seen from some PUs. */
typedef struct cupro_memory_fact {
    const char *name; /* "Bandwidth" and the like (MB/s), "Latency" and the like (ns), or another */
    size_t node;      /* which object                                                             */
    const char *from; /* PUs, as "0-3,8"; "": from anywhere                                       */
    uint64_t value;
} cupro_memory_fact;

/* Read only; good until it is closed, from any thread. Counts are of what this process may use. */
typedef struct cupro_machine {
    bool here; /* this very machine: pools would bind as plans say */
    int packages, nodes, l3s, cores, pus;
    const cupro_object *object;
    size_t objects; /* at least 2 */
    const cupro_core_kind *kind;
    size_t kinds; /* 0: not known */
    const cupro_distances *distances;
    size_t matrices;
    const cupro_memory_fact *fact;
    size_t facts;
    double quota;             /* CPUs' worth of time that a cgroup grants; 0: no limit */
    const char *quota_source; /* the file that says so                                 */
} cupro_machine;

typedef struct cupro_machine_options {
    int abi;
    const char *xml;       /* a file, or a pipe, that lstopo wrote             */
    const char *synthetic; /* or a description; neither: the machine we run on */
    char *why;             /* where to write what was wrong, in one line       */
    size_t why_size;       /* and how much fits there                          */
} cupro_machine_options;

/*
 * Open a machine, to be closed by cupro_machine_close.
 *
 * hwloc trusts the files it reads: damage that is found is an error, but some may end the process.
 * For files of strangers do as cupro-topo does, and open them in a child process.
 *
 * CUPRO_EINVAL: both `xml` and `synthetic`. CUPRO_EDATA: a file that is not hwloc's XML, is damaged
 * or of a version that the hwloc in use does not read, or that is larger than 64 MB; a description
 * that hwloc does not understand, or of more than 8192 PUs, or 512 of them in one object.
 * CUPRO_ETOPOLOGY: the file or the machine cannot be read. CUPRO_ENOMEM. Cost: 1 to 100 ms.
 */
#define cupro_machine_open(...) CUPRO__MACHINE_OPEN(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__MACHINE_OPEN(machine, ...) \
    cupro_machine_open_with((machine), &(const cupro_machine_options){__VA_ARGS__})
CUPRO_API int cupro_machine_open_with(cupro_machine **machine,
                                      const cupro_machine_options *options);
CUPRO_API void cupro_machine_close(cupro_machine *machine);

/* -- Where threads would go ---------------------------------------------------------------------
 */

/* The place of one thread; indexes are those of objects, -1: none, or more than one. */
typedef struct cupro_thread_place {
    const int *cpu; /* the kernel's numbers of the PUs it may run on, rising; none: any */
    size_t cpus;
    int core, l3, node, package;
} cupro_thread_place;

typedef struct cupro_plan {
    cupro_bind bind;      /* not DEFAULT any more */
    const char *why_bind; /* where that comes from, as "asked for" or "CUPRO_BIND" */
    int threads;
    const char *why_threads; /* and that number */
    const cupro_thread_place *place;
} cupro_plan;

/*
 * The plan that cupro_pool_open would make with these options: `threads`, `bind`, `cpus`, `cores`
 * and `one_pu_a_core` count, the others do not. `cupro_plan_open(&plan, machine, .threads = 8,
 * .bind = CUPRO_BIND_CORE)`. On a machine that is not here the number of threads is that of PUs,
 * unless it is given.
 *
 * Errors are those of cupro_pool_open. To be closed before the machine.
 */
#define cupro_plan_open(plan, ...) CUPRO__PLAN_OPEN(plan, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__PLAN_OPEN(plan, machine, ...) \
    cupro_plan_open_with((plan), (machine), &(const cupro_pool_options){__VA_ARGS__})
CUPRO_API int cupro_plan_open_with(cupro_plan **plan, const cupro_machine *machine,
                                   const cupro_pool_options *options);
CUPRO_API void cupro_plan_close(cupro_plan *plan);

CUPRO_END_DECLS

#endif
