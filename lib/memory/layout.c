/* SPDX-License-Identifier: MIT */
/*
 * Layouts (see layout.h).
 *
 * Slices are cut as the engine cuts them (fill_slots in runtime/engine/handout.c), and neighbours
 * on one node are one stretch, so that a machine of 24 nodes takes 24 system calls and not one a
 * thread. Borders are moved to the nearest page, or to the nearest huge page where that moves no
 * node's part by more than an eighth: a huge page that two nodes shared would be on one of them, or
 * in pieces.
 */
#include "memory/layout.h"

#include <stdlib.h>

enum { LEAST_HUGE_PAGES = 4 }; /* of a node, on average */

static int add(struct cupro__layout *layout, uintptr_t begin, uintptr_t end,
               hwloc_const_bitmap_t nodes)
{
    if (begin >= end)
        return 0;
    hwloc_bitmap_t own = hwloc_bitmap_dup(nodes);
    if (own == NULL)
        return CUPRO_ENOMEM;
    layout->stretch[layout->count++] = (struct cupro__stretch){begin, end, own};
    return 0;
}

static int add_near_all(struct cupro__layout *layout, const struct cupro__block *block,
                        const struct cupro__demand *demand)
{
    hwloc_bitmap_t nodes = hwloc_bitmap_alloc();
    int error = nodes == NULL || cupro__near_all(demand, nodes) != 0 ? CUPRO_ENOMEM : 0;
    if (error == 0 && !hwloc_bitmap_iszero(nodes))
        error = add(layout, block->first, block->end, nodes);
    hwloc_bitmap_free(nodes);
    return error;
}

static int add_node(struct cupro__layout *layout, const struct cupro__block *block,
                    const struct cupro__machine *machine, int node)
{
    hwloc_obj_t object =
        node < 0 ? NULL : hwloc_get_numanode_obj_by_os_index(machine->topology, (unsigned)node);
    if (object == NULL)
        return CUPRO_EINVAL;
    return add(layout, block->first, block->end, object->nodeset);
}

/* -- Slices --------------------------------------------------------------------------------------
 */

/* The node of each seat. False: some seat has none. */
static bool find_nodes(const struct cupro__demand *demand, hwloc_obj_t *node)
{
    for (int i = 0; i < demand->seats->count; i++) {
        node[i] = cupro__near_is_shared(demand, i) ? node[i - 1] : cupro__near_seat(demand, i);
        if (node[i] == NULL)
            return false;
    }
    return true;
}

static size_t count_runs(hwloc_obj_t const *node, int count)
{
    size_t runs = 1;
    for (int i = 1; i < count; i++)
        runs += node[i] != node[i - 1];
    return runs;
}

/* Where seat i's slice begins, at the nearest multiple of the unit, but in the block's pages. */
static uintptr_t border(const struct cupro__block *block, const struct cupro__demand *demand, int i,
                        size_t unit)
{
    int seats = demand->seats->count;
    __uint128_t before = (__uint128_t)demand->bytes * (unsigned)i / (unsigned)seats;
    uintptr_t at = block->address + (uintptr_t)before;
    at = (at + unit / 2) / unit * unit;
    if (at < block->first || i == 0)
        return block->first;
    return at > block->end || i == seats ? block->end : at;
}

static int add_slices(struct cupro__layout *layout, const struct cupro__block *block,
                      const struct cupro__demand *demand, hwloc_obj_t const *node)
{
    int seats = demand->seats->count, error = 0;
    size_t part = demand->bytes / count_runs(node, seats);
    size_t unit = part >= (size_t)LEAST_HUGE_PAGES * CUPRO__HUGE_PAGE ? CUPRO__HUGE_PAGE : 0;
    unit = unit < block->page ? block->page : unit;
    for (int i = 0, next; i < seats && error == 0; i = next) {
        for (next = i + 1; next < seats && node[next] == node[i];)
            next++;
        error = add(layout, border(block, demand, i, unit), border(block, demand, next, unit),
                    node[i]->nodeset);
    }
    return error;
}

static int add_slices_or_all(struct cupro__layout *layout, const struct cupro__block *block,
                             const struct cupro__demand *demand)
{
    hwloc_obj_t *node = calloc((size_t)demand->seats->count, sizeof *node);
    if (node == NULL)
        return CUPRO_ENOMEM;
    int error = find_nodes(demand, node) ? add_slices(layout, block, demand, node)
                                         : add_near_all(layout, block, demand);
    free(node);
    return error;
}

/* -- All -----------------------------------------------------------------------------------------
 */

int cupro__layout_make(struct cupro__layout *layout, const struct cupro__block *block,
                       const struct cupro__demand *demand, cupro_placement place, int node)
{
    size_t most = place == CUPRO_PLACE_SLICES ? (size_t)demand->seats->count : 1;
    *layout = (struct cupro__layout){.stretch = calloc(most, sizeof *layout->stretch)};
    if (layout->stretch == NULL)
        return CUPRO_ENOMEM;
    int error;
    if (place == CUPRO_PLACE_NODE)
        error = add_node(layout, block, demand->machine, node);
    else if (place == CUPRO_PLACE_SLICES)
        error = add_slices_or_all(layout, block, demand);
    else
        error = add_near_all(layout, block, demand);
    if (error != 0)
        cupro__layout_free(layout);
    return error;
}

void cupro__layout_free(struct cupro__layout *layout)
{
    for (size_t i = 0; i < layout->count; i++)
        hwloc_bitmap_free(layout->stretch[i].nodes);
    free(layout->stretch);
    *layout = (struct cupro__layout){0};
}
