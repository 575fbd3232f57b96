/* SPDX-License-Identifier: MIT */
/* Kinds of cores, distances between nodes and attributes of memory (see machine_view.h). */
#include "runtime/machine/machine_view.h"

#include <stdlib.h>
#include <string.h>

/* Arrays grow by one element; there are few. */
static void *grow(const void *array, size_t count, size_t size)
{
    return realloc((void *)array, (count + 1) * size);
}

/* -- Kinds ------------------------------------------------------------------------------------- */

static cupro_core_kind kind_of(struct cupro__view *view, unsigned at, hwloc_bitmap_t cpus)
{
    cupro_core_kind kind = {.efficiency = -1, .name = ""};
    unsigned count = 0;
    struct hwloc_info_s *info = NULL;
    hwloc_cpukinds_get_info(view->whole.topology, at, cpus, &kind.efficiency, &count, &info, 0);
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(info[i].name, "CoreType") == 0)
            kind.name = info[i].value;
        else if (strcmp(info[i].name, "FrequencyMaxMHz") == 0)
            kind.megahertz = atoi(info[i].value);
    }
    hwloc_bitmap_and(cpus, cpus, hwloc_topology_get_topology_cpuset(view->usable->topology));
    kind.pus = hwloc_bitmap_weight(cpus);
    return kind;
}

static int list_kinds(struct cupro__view *view)
{
    hwloc_bitmap_t cpus = hwloc_bitmap_alloc();
    cupro_core_kind *kind = calloc((size_t)view->whole.kinds + 1, sizeof *kind);
    view->shown.kind = kind;
    const bool room = cpus != NULL && kind != NULL;
    for (int i = 0; i < view->whole.kinds && room; i++)
        kind[view->shown.kinds++] = kind_of(view, (unsigned)i, cpus);
    hwloc_bitmap_free(cpus);
    return room ? 0 : CUPRO_ENOMEM;
}

/* -- Distances --------------------------------------------------------------------------------- */

static bool is_of_nodes(const struct hwloc_distances_s *from)
{
    for (unsigned i = 0; i < from->nbobjs; i++)
        if (from->objs[i] == NULL || from->objs[i]->type != HWLOC_OBJ_NUMANODE)
            return false;
    return from->nbobjs > 0;
}

static int copy_matrix(struct cupro__view *view, struct hwloc_distances_s *from)
{
    const size_t count = from->nbobjs;
    cupro_distances *all =
        grow(view->shown.distances, view->shown.matrices, sizeof *view->shown.distances);
    if (all == NULL)
        return CUPRO_ENOMEM;
    const char *name = hwloc_distances_get_name(view->whole.topology, from);
    size_t *node = calloc(count, sizeof *node);
    uint64_t *value = calloc(count * count, sizeof *value);
    view->shown.distances = all;
    all[view->shown.matrices++] = (cupro_distances){
        .name = name != NULL ? name : "",
        .bandwidth = (from->kind & HWLOC_DISTANCES_KIND_MEANS_BANDWIDTH) != 0,
        .count = count,
        .node = node,
        .value = value,
    };
    if (node == NULL || value == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < count; i++)
        node[i] = cupro__view_find_node(view, from->objs[i]);
    memcpy(value, from->values, count * count * sizeof *value);
    return 0;
}

static int list_distances(struct cupro__view *view)
{
    struct hwloc_distances_s *found[16];
    unsigned count = sizeof found / sizeof *found;
    int error = 0;
    if (hwloc_distances_get(view->whole.topology, &count, found, 0, 0) != 0)
        return 0;
    for (unsigned i = 0; i < count && i < sizeof found / sizeof *found; i++) {
        if (error == 0 && is_of_nodes(found[i]))
            error = copy_matrix(view, found[i]);
        hwloc_distances_release(view->whole.topology, found[i]);
    }
    return error;
}

/* -- Attributes of memory ---------------------------------------------------------------------- */

static int add_fact(struct cupro__view *view, hwloc_memattr_id_t id, size_t node,
                    hwloc_const_cpuset_t from, uint64_t value)
{
    const char *name = NULL;
    char *cpus = NULL;
    cupro_memory_fact *all = grow(view->shown.fact, view->shown.facts, sizeof *view->shown.fact);
    if (all == NULL)
        return CUPRO_ENOMEM;
    view->shown.fact = all;
    if (from != NULL && hwloc_bitmap_list_asprintf(&cpus, from) < 0)
        return CUPRO_ENOMEM;
    hwloc_memattr_get_name(view->whole.topology, id, &name);
    all[view->shown.facts++] =
        (cupro_memory_fact){name != NULL ? name : "", node, cpus != NULL ? cpus : "", value};
    return 0;
}

static int add_from_all(struct cupro__view *view, hwloc_memattr_id_t id, hwloc_obj_t node)
{
    unsigned count = 0;
    hwloc_topology_t whole = view->whole.topology;
    if (hwloc_memattr_get_initiators(whole, id, node, 0, &count, NULL, NULL) != 0 || count == 0)
        return 0;
    struct hwloc_location *from = calloc(count, sizeof *from);
    hwloc_uint64_t *value = calloc(count, sizeof *value);
    int error = from != NULL && value != NULL ? 0 : CUPRO_ENOMEM;
    if (error == 0 && hwloc_memattr_get_initiators(whole, id, node, 0, &count, from, value) != 0)
        count = 0;
    for (unsigned i = 0; i < count && error == 0; i++) {
        const bool set = from[i].type == HWLOC_LOCATION_TYPE_CPUSET;
        hwloc_const_cpuset_t cpus = set ? from[i].location.cpuset : from[i].location.object->cpuset;
        if (cpus != NULL)
            error = add_fact(view, id, cupro__view_find_node(view, node), cpus, value[i]);
    }
    free(from);
    free(value);
    return error;
}

/* Capacity and Locality say what objects say already. */
static int list_facts(struct cupro__view *view)
{
    int error = 0;
    unsigned long flags;
    hwloc_topology_t whole = view->whole.topology;
    for (hwloc_memattr_id_t id = HWLOC_MEMATTR_ID_LOCALITY + 1;
         error == 0 && hwloc_memattr_get_flags(whole, id, &flags) == 0; id++) {
        hwloc_obj_t node = NULL;
        while ((node = hwloc_get_next_obj_by_type(whole, HWLOC_OBJ_NUMANODE, node)) && error == 0) {
            hwloc_uint64_t value;
            if (flags & HWLOC_MEMATTR_FLAG_NEED_INITIATOR)
                error = add_from_all(view, id, node);
            else if (hwloc_memattr_get_value(whole, id, node, NULL, 0, &value) == 0)
                error = add_fact(view, id, cupro__view_find_node(view, node), NULL, value);
        }
    }
    return error;
}

int cupro__view_facts(struct cupro__view *view)
{
    int error = list_kinds(view);
    if (error == 0)
        error = list_distances(view);
    return error != 0 ? error : list_facts(view);
}

void cupro__view_facts_free(struct cupro__view *view)
{
    for (size_t i = 0; i < view->shown.matrices; i++) {
        free((size_t *)view->shown.distances[i].node);
        free((uint64_t *)view->shown.distances[i].value);
    }
    for (size_t i = 0; i < view->shown.facts; i++)
        if (*view->shown.fact[i].from != '\0')
            free((char *)view->shown.fact[i].from);
    free((cupro_distances *)view->shown.distances);
    free((cupro_memory_fact *)view->shown.fact);
    free((cupro_core_kind *)view->shown.kind);
}
