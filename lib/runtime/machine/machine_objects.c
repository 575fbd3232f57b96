/* SPDX-License-Identifier: MIT */
/* The objects of a machine, as an array (see machine_view.h). */
#include "runtime/machine/machine_view.h"

#include <stdlib.h>

#define MORE_TYPES 8

struct lister {
    struct cupro__view *view;
    cupro_object *object;
    size_t count;
    hwloc_bitmap_t scratch;
    hwloc_obj_t *usable;  /* by the kernel's number: PUs of the machine that pools plan with */
    int next[MORE_TYPES]; /* of types that pools do not plan with: the number of the next one */
};

static const struct {
    hwloc_obj_type_t from;
    cupro_object_type to;
} types[] = {
    {HWLOC_OBJ_MACHINE, CUPRO_OBJECT_MACHINE}, {HWLOC_OBJ_PACKAGE, CUPRO_OBJECT_PACKAGE},
    {HWLOC_OBJ_DIE, CUPRO_OBJECT_DIE},         {HWLOC_OBJ_NUMANODE, CUPRO_OBJECT_NODE},
    {HWLOC_OBJ_MEMCACHE, CUPRO_OBJECT_CACHE},  {HWLOC_OBJ_CORE, CUPRO_OBJECT_CORE},
    {HWLOC_OBJ_PU, CUPRO_OBJECT_PU},
};

static cupro_object_type type_of(hwloc_obj_type_t type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].from == type)
            return types[i].to;
    return hwloc_obj_type_is_cache(type) ? CUPRO_OBJECT_CACHE : CUPRO_OBJECT_GROUP;
}

static int weight(hwloc_const_bitmap_t set)
{
    const int bits = hwloc_bitmap_weight(set);
    return bits > 0 ? bits : 0; /* -1: without end */
}

/* PUs in `set` that are in `within`, and not. */
static int common(struct lister *lister, hwloc_const_bitmap_t set, hwloc_const_bitmap_t within)
{
    hwloc_bitmap_and(lister->scratch, set, within);
    return weight(lister->scratch);
}

static int outside(struct lister *lister, hwloc_const_bitmap_t set, hwloc_const_bitmap_t of)
{
    hwloc_bitmap_andnot(lister->scratch, set, of);
    return weight(lister->scratch);
}

static void count_pus(struct lister *lister, cupro_object *object, hwloc_obj_t from)
{
    hwloc_topology_t usable = lister->view->usable->topology, whole = lister->view->whole.topology;
    object->pus = common(lister, from->cpuset, hwloc_topology_get_topology_cpuset(usable));
    object->forbidden = outside(lister, from->cpuset, hwloc_topology_get_allowed_cpuset(whole));
    object->masked = weight(from->cpuset) - object->pus - object->forbidden;
    object->absent = outside(lister, from->complete_cpuset, from->cpuset);
}

/* -- Numbers ----------------------------------------------------------------------------------- */

static hwloc_obj_t same_node(hwloc_topology_t topology, hwloc_obj_t node)
{
    return hwloc_get_numanode_obj_by_os_index(topology, node->os_index);
}

/* The object of the type around the first PU that both have. */
static hwloc_obj_t same_object(struct lister *lister, hwloc_obj_t from)
{
    hwloc_topology_t usable = lister->view->usable->topology;
    if (common(lister, from->cpuset, hwloc_topology_get_topology_cpuset(usable)) == 0)
        return NULL;
    hwloc_obj_t around = lister->usable[hwloc_bitmap_first(lister->scratch)];
    while (around != NULL && around->type != from->type)
        around = around->parent;
    return around;
}

/* Groups, L1d, L1i, L2 and caches of memory have no number in plans. */
static int next_number(struct lister *lister, const cupro_object *object)
{
    const int row = object->type == CUPRO_OBJECT_GROUP ? 0
                    : object->holds == 'm'             ? 1
                    : object->holds == 'i'             ? 2
                                                       : 2 + object->level;
    return object->pus > 0 && row < MORE_TYPES ? lister->next[row]++ : -1;
}

static int index_of(struct lister *lister, const cupro_object *object, hwloc_obj_t from)
{
    hwloc_obj_t same;
    if (from->type == HWLOC_OBJ_NUMANODE)
        same = same_node(lister->view->usable->topology, from);
    else if (object->type == CUPRO_OBJECT_GROUP ||
             (object->type == CUPRO_OBJECT_CACHE && from->type != HWLOC_OBJ_L3CACHE))
        return next_number(lister, object);
    else
        same = same_object(lister, from);
    return same != NULL ? (int)same->logical_index : -1;
}

/* -- One object -------------------------------------------------------------------------------- */

static const char *name_of(hwloc_obj_t from)
{
    const char *name = NULL;
    if (from->type == HWLOC_OBJ_PACKAGE || from->type == HWLOC_OBJ_MACHINE)
        name = hwloc_obj_get_info_by_name(from, "CPUModel");
    else if (from->type == HWLOC_OBJ_GROUP || from->type == HWLOC_OBJ_NUMANODE)
        name = from->subtype;
    return name != NULL ? name : "";
}

static void describe_cache(cupro_object *object, hwloc_obj_t from)
{
    static const char holds[] = {[HWLOC_OBJ_CACHE_UNIFIED] = 'u',
                                 [HWLOC_OBJ_CACHE_DATA] = 'd',
                                 [HWLOC_OBJ_CACHE_INSTRUCTION] = 'i'};
    object->level = (int)from->attr->cache.depth;
    object->holds = from->type == HWLOC_OBJ_MEMCACHE ? 'm' : holds[from->attr->cache.type];
    object->bytes = from->attr->cache.size;
}

static void describe(struct lister *lister, cupro_object *object, hwloc_obj_t from)
{
    hwloc_topology_t whole = lister->view->whole.topology;
    object->type = type_of(from->type);
    object->number = from->os_index == HWLOC_UNKNOWN_INDEX ? -1 : (int)from->os_index;
    object->name = name_of(from);
    object->kind = -1;
    count_pus(lister, object, from);
    if (object->type == CUPRO_OBJECT_CACHE)
        describe_cache(object, from);
    if (object->type == CUPRO_OBJECT_CORE || object->type == CUPRO_OBJECT_PU)
        object->kind = hwloc_cpukinds_get_by_cpuset(whole, from->cpuset, 0);
    if (from->type == HWLOC_OBJ_NUMANODE) {
        object->bytes = from->attr->numanode.local_memory;
        object->barred =
            !hwloc_bitmap_isset(hwloc_topology_get_allowed_nodeset(whole), from->os_index);
    }
    object->index = index_of(lister, object, from);
}

/* -- All of them ------------------------------------------------------------------------------- */

static void list(struct lister *lister, hwloc_obj_t from, size_t parent, int depth)
{
    const size_t at = lister->count++;
    cupro_object *object = &lister->object[at];
    describe(lister, object, from);
    object->parent = parent;
    object->depth = depth;
    for (hwloc_obj_t child = from->memory_first_child; child != NULL; child = child->next_sibling)
        list(lister, child, at, depth + 1);
    for (hwloc_obj_t child = from->first_child; child != NULL; child = child->next_sibling)
        list(lister, child, at, depth + 1);
    object->end = lister->count;
}

static size_t count_below(hwloc_topology_t topology)
{
    size_t count = hwloc_get_nbobjs_by_depth(topology, HWLOC_TYPE_DEPTH_NUMANODE) +
                   hwloc_get_nbobjs_by_depth(topology, HWLOC_TYPE_DEPTH_MEMCACHE);
    for (int depth = 0; depth < hwloc_topology_get_depth(topology); depth++)
        count += hwloc_get_nbobjs_by_depth(topology, depth);
    return count;
}

/* hwloc's own search takes time in proportion to the number of PUs. */
static hwloc_obj_t *index_pus(hwloc_topology_t topology)
{
    const int last = hwloc_bitmap_last(hwloc_topology_get_topology_cpuset(topology));
    hwloc_obj_t pu = NULL, *found = calloc((size_t)last + 1, sizeof *found);
    while (found != NULL && (pu = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_PU, pu)))
        found[pu->os_index] = pu;
    return found;
}

int cupro__view_objects(struct cupro__view *view)
{
    hwloc_topology_t whole = view->whole.topology;
    struct lister lister = {.view = view, .scratch = hwloc_bitmap_alloc()};
    lister.object = calloc(count_below(whole), sizeof *lister.object);
    lister.usable = index_pus(view->usable->topology);
    const bool room = lister.object != NULL && lister.scratch != NULL && lister.usable != NULL;
    view->shown.object = lister.object;
    if (room)
        list(&lister, hwloc_get_root_obj(whole), CUPRO_NOWHERE, 0);
    view->shown.objects = lister.count;
    free(lister.usable);
    hwloc_bitmap_free(lister.scratch);
    return room ? 0 : CUPRO_ENOMEM;
}

size_t cupro__view_find_node(const struct cupro__view *view, hwloc_obj_t node)
{
    for (size_t i = 0; i < view->shown.objects; i++)
        if (view->shown.object[i].type == CUPRO_OBJECT_NODE &&
            view->shown.object[i].number == (int)node->os_index)
            return i;
    return CUPRO_NOWHERE;
}
