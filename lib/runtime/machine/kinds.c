/* SPDX-License-Identifier: MIT */
/*
 * Kinds of cores (see kinds.h).
 *
 * hwloc tells apart whatever differs at all, and ranks it: five kinds on an Arm machine with two
 * sorts of cores that run at slightly different speeds. Programs ask for one of two classes. We
 * take, in this order, what Intel's processors say of themselves (kinds of the type "IntelCore" are
 * for performance); the capacities that Linux computes (those of at least 80 % of the largest);
 * and hwloc's ranks (the highest). Without a rank nothing is known.
 */
#include "runtime/machine/kinds.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

/* One kind, as hwloc tells of it. */
struct kind {
    int rank;
    const char *type; /* NULL: not told */
    long capacity;    /* 0: not told    */
};

static int read_kind(const struct cupro__machine *machine, int index, hwloc_cpuset_t cpus,
                     struct kind *kind)
{
    unsigned infos = 0;
    struct hwloc_info_s *info = NULL;
    *kind = (struct kind){.rank = -1};
    int failed = hwloc_cpukinds_get_info(machine->topology, (unsigned)index, cpus, &kind->rank,
                                         &infos, &info, 0);
    for (unsigned i = 0; !failed && i < infos; i++) {
        if (strcmp(info[i].name, "CoreType") == 0)
            kind->type = info[i].value;
        else if (strcmp(info[i].name, "LinuxCapacity") == 0)
            kind->capacity = strtol(info[i].value, NULL, 10);
    }
    return failed;
}

/* What the kinds are measured by. */
struct yardstick {
    bool intel;    /* some say that they are performance cores */
    long capacity; /* the largest; 0: some do not tell         */
    int rank;      /* the highest; -1: not known               */
};

static struct yardstick find_yardstick(const struct cupro__machine *machine)
{
    struct yardstick best = {.rank = -1};
    bool all_tell = true;
    for (int i = 0; i < machine->kinds; i++) {
        struct kind kind;
        if (read_kind(machine, i, NULL, &kind) != 0)
            return (struct yardstick){.rank = -1};
        best.intel |= kind.type != NULL && strcmp(kind.type, "IntelCore") == 0;
        best.capacity = kind.capacity > best.capacity ? kind.capacity : best.capacity;
        best.rank = kind.rank > best.rank ? kind.rank : best.rank;
        all_tell &= kind.capacity > 0;
    }
    if (!all_tell)
        best.capacity = 0;
    return best;
}

static bool is_fast(const struct kind *kind, const struct yardstick *best)
{
    if (best->intel)
        return kind->type != NULL && strcmp(kind->type, "IntelCore") == 0;
    if (best->capacity > 0)
        return kind->capacity >= best->capacity / 5 * 4;
    return kind->rank == best->rank;
}

/* The PUs of all fast kinds; none if nothing is known. */
static int gather_fast(hwloc_cpuset_t cpus, const struct cupro__machine *machine)
{
    struct yardstick best = find_yardstick(machine);
    hwloc_bitmap_t own = hwloc_bitmap_alloc();
    int failed = own == NULL ? -1 : 0;
    hwloc_bitmap_zero(cpus);
    for (int i = 0; i < machine->kinds && best.rank >= 0 && !failed; i++) {
        struct kind kind;
        failed = read_kind(machine, i, own, &kind);
        if (!failed && is_fast(&kind, &best))
            failed = hwloc_bitmap_or(cpus, cpus, own);
    }
    hwloc_bitmap_free(own);
    return failed ? -1 : 0;
}

static bool is_class(hwloc_const_cpuset_t cpus, hwloc_const_cpuset_t all)
{
    return hwloc_bitmap_intersects(cpus, all) && !hwloc_bitmap_isincluded(all, cpus);
}

bool cupro__kinds_differ(const struct cupro__machine *machine)
{
    hwloc_bitmap_t fast = hwloc_bitmap_alloc();
    bool differ = fast != NULL && gather_fast(fast, machine) == 0 &&
                  is_class(fast, hwloc_topology_get_allowed_cpuset(machine->topology));
    hwloc_bitmap_free(fast);
    return differ;
}

int cupro__kinds_cpus(hwloc_cpuset_t cpus, const struct cupro__machine *machine, cupro_cores cores)
{
    hwloc_const_cpuset_t all = hwloc_topology_get_allowed_cpuset(machine->topology);
    int failed = cores == CUPRO_CORES_ALL ? 0 : gather_fast(cpus, machine);
    if (failed)
        return CUPRO_ENOMEM;
    if (cores == CUPRO_CORES_ALL || !is_class(cpus, all))
        failed = hwloc_bitmap_copy(cpus, all);
    else if (cores == CUPRO_CORES_PERFORMANCE)
        failed = hwloc_bitmap_and(cpus, all, cpus);
    else
        failed = hwloc_bitmap_andnot(cpus, all, cpus);
    return failed ? CUPRO_ENOMEM : 0;
}
