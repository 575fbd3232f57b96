/* SPDX-License-Identifier: MIT */
/*
 * Loading the machine (see topology.h).
 *
 * hwloc finds it, or reads another one where HWLOC_XMLFILE, HWLOC_SYNTHETIC or HWLOC_FSROOT says
 * so. A real one is then cut down to the PUs that any thread of the process is bound to. hwloc has
 * a flag for that, RESTRICT_TO_CPUBINDING, which we cannot use: as soon as one thread is bound
 * otherwise than the rest, it finds no common mask and restricts nothing. With the union it does
 * not matter either that the thread that asks first may be a pinned one.
 *
 * Kept out: I/O, most of the time on servers with many devices; private caches, but for whoever
 * wants to show the whole machine; and hwloc's x86 back end, which visits each PU in turn by
 * binding the calling thread to it.
 */
#include "runtime/machine/topology.h"

#include "runtime/engine/backend.h"
#include "runtime/pools/fork.h"

#include <cupro/error.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

static int configure(hwloc_topology_t topology, bool whole)
{
    unsigned long flags = whole ? HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED : 0;
    int failed =
        hwloc_topology_set_flags(topology, flags | HWLOC_TOPOLOGY_FLAG_DONT_CHANGE_BINDING);
    failed |= hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_NONE);
    if (whole)
        return failed |
               hwloc_topology_set_icache_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_ALL);
    failed |= hwloc_topology_set_cache_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_NONE);
    failed |= hwloc_topology_set_type_filter(topology, HWLOC_OBJ_L2CACHE,
                                             HWLOC_TYPE_FILTER_KEEP_STRUCTURE);
    failed |=
        hwloc_topology_set_type_filter(topology, HWLOC_OBJ_L3CACHE, HWLOC_TYPE_FILTER_KEEP_ALL);
    return failed;
}

/* The CPUs that OpenMP binds threads to; none if it does not. */
static int get_openmp_cpus(hwloc_bitmap_t bound)
{
    int count = cupro__backend_bound_cpus(NULL, 0);
    int *cpu = malloc(((size_t)count + 1) * sizeof *cpu);
    int failed = cpu == NULL;
    if (cpu != NULL)
        cupro__backend_bound_cpus(cpu, count);
    for (int i = 0; i < count && !failed; i++)
        failed = hwloc_bitmap_set(bound, (unsigned)cpu[i]);
    free(cpu);
    return failed;
}

/* Without /proc only the caller's own mask can be had; without that either, nothing is known to be
 * forbidden. */
static int get_binding(hwloc_topology_t topology, hwloc_bitmap_t bound)
{
    int failed = get_openmp_cpus(bound);
    if (failed || !hwloc_bitmap_iszero(bound))
        return failed;
    failed = hwloc_get_cpubind(topology, bound, HWLOC_CPUBIND_PROCESS);
    if (failed)
        failed = hwloc_get_cpubind(topology, bound, HWLOC_CPUBIND_THREAD);
    return failed;
}

static int restrict_to_binding(hwloc_topology_t topology)
{
    hwloc_bitmap_t bound = hwloc_bitmap_alloc();
    if (bound == NULL)
        return -1;
    int failed = get_binding(topology, bound);
    if (!failed)
        failed = hwloc_topology_restrict(topology, bound, 0);
    else
        failed = errno == ENOMEM ? -1 : 0;
    int why = errno;
    hwloc_bitmap_free(bound);
    errno = why;
    return failed;
}

static int choose(hwloc_topology_t topology, const struct cupro__source *source)
{
    if (source->xml != NULL)
        return hwloc_topology_set_xmlbuffer(topology, source->xml, (int)source->bytes + 1);
    if (source->synthetic != NULL)
        return hwloc_topology_set_synthetic(topology, source->synthetic);
    return 0;
}

/* Caches that hwloc fills at the first reading use are filled here, so that threads may share it.
 */
static int load(hwloc_topology_t topology, const struct cupro__source *source)
{
    if (choose(topology, source) != 0 || configure(topology, source->whole) != 0 ||
        hwloc_topology_load(topology) != 0)
        return -1;
    bool restricted = hwloc_topology_is_thissystem(topology) && !source->whole;
    if (restricted && restrict_to_binding(topology) != 0)
        return -1;
    return hwloc_topology_refresh(topology);
}

/* hwloc believes what it reads: there may be PUs that are in no set, and sets without PUs. */
static bool is_sound(hwloc_topology_t topology)
{
    int pus = 0;
    hwloc_obj_t pu = NULL;
    hwloc_const_cpuset_t all = hwloc_topology_get_topology_cpuset(topology);
    while ((pu = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_PU, pu))) {
        pus++;
        if (pu->cpuset == NULL || hwloc_bitmap_weight(pu->cpuset) != 1 ||
            hwloc_bitmap_first(pu->cpuset) != (int)pu->os_index ||
            !hwloc_bitmap_isset(all, pu->os_index))
            return false;
    }
    return pus > 0 && hwloc_bitmap_weight(all) == pus;
}

int cupro__machine_read(struct cupro__machine *machine, const struct cupro__source *source)
{
    hwloc_topology_t topology;
    *machine = (struct cupro__machine){0};
    if (hwloc_get_api_version() < CUPRO__OLDEST_HWLOC)
        return CUPRO_ETOPOLOGY;
    if (hwloc_topology_init(&topology) != 0)
        return CUPRO_ENOMEM;
    errno = 0;
    if (load(topology, source) != 0 || !is_sound(topology)) {
        int error = errno == ENOMEM ? CUPRO_ENOMEM : CUPRO_ETOPOLOGY;
        hwloc_topology_destroy(topology);
        return error;
    }
    int kinds = hwloc_cpukinds_get_nr(topology, 0);
    *machine = (struct cupro__machine){
        .topology = topology,
        .real = hwloc_topology_is_thissystem(topology) != 0,
        .packages = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PACKAGE),
        .nodes = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_NUMANODE),
        .l3s = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_L3CACHE),
        .cores = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_CORE),
        .pus = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PU),
        .kinds = kinds > 0 ? kinds : 0,
    };
    return 0;
}

int cupro__machine_load(struct cupro__machine *machine)
{
    return cupro__machine_read(machine, &(const struct cupro__source){0});
}

void cupro__machine_free(struct cupro__machine *machine)
{
    if (machine->topology != NULL)
        hwloc_topology_destroy(machine->topology);
    *machine = (struct cupro__machine){0};
}

/* Not while somebody forks: a child that is born in the middle of a load would inherit hwloc's own
 * locks, held by nobody, and hang when it loads: 90 of 120 did, in the first 2 ms. */
int cupro__machine(const struct cupro__machine **machine)
{
    static struct cupro__machine ours; /* loaded if its topology is not NULL */
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    cupro__fork_forbid();
    pthread_mutex_lock(&lock);
    int error = ours.topology == NULL ? cupro__machine_load(&ours) : 0;
    pthread_mutex_unlock(&lock);
    cupro__fork_allow();
    *machine = error == 0 ? &ours : NULL;
    return error;
}
