/* SPDX-License-Identifier: MIT */
/*
 * Placing (see placing.h).
 *
 * By hwloc: preferred nodes (MPOL_PREFERRED_MANY), or interleaved ones, for ranges of addresses.
 * The kernel then finds a page on such a node whoever writes to it first, so that nothing needs to
 * be touched here. hwloc has a policy "next touch" too, which Linux does not.
 */
#include "memory/placing.h"

#include "memory/mapping.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int cupro__placing_check(const cupro_memory_options *options)
{
    bool has_node = options->place == CUPRO_PLACE_NODE;
    if ((int)options->place < 0 || options->place > CUPRO_PLACE_NODE || (int)options->prefer < 0 ||
        options->prefer > CUPRO_PREFER_CAPACITY || options->node < 0 ||
        (options->node > 0 && !has_node))
        return CUPRO_EINVAL;
    int threads = options->pool != NULL ? cupro_threads(options->pool) : 0;
    return threads < 0 ? threads : 0;
}

/* What the kernel's refusal means for the caller. */
static int outcome(int failed)
{
    if (!failed)
        return 0;
    return errno == EFAULT ? CUPRO_EINVAL : errno == ENOMEM ? CUPRO_ENOMEM : 0;
}

static int set(const struct cupro__machine *machine, uintptr_t begin, uintptr_t end,
               hwloc_const_nodeset_t nodes, hwloc_membind_policy_t policy, bool migrate)
{
    int flags = HWLOC_MEMBIND_BYNODESET | (migrate ? HWLOC_MEMBIND_MIGRATE : 0);
    return outcome(hwloc_set_area_membind(machine->topology, (void *)begin, end - begin, nodes,
                                          policy, flags));
}

static int apply(const struct cupro__machine *machine, const struct cupro__layout *layout,
                 bool migrate)
{
    int error = 0;
    for (size_t i = 0; i < layout->count && error == 0; i++) {
        const struct cupro__stretch *stretch = &layout->stretch[i];
        bool several = hwloc_bitmap_weight(stretch->nodes) > 1;
        error = set(machine, stretch->begin, stretch->end, stretch->nodes,
                    several ? HWLOC_MEMBIND_INTERLEAVE : HWLOC_MEMBIND_BIND, migrate);
    }
    return error;
}

static int find_seats(struct cupro__seats *seats, const struct cupro__machine *machine,
                      const cupro_memory_options *options)
{
    bool pooled = options->pool != NULL || options->place == CUPRO_PLACE_SLICES;
    *seats = (struct cupro__seats){0};
    if (options->place == CUPRO_PLACE_NODE)
        return 0;
    if (pooled)
        return cupro__seats_of_pool(seats, options->pool, machine);
    return options->place == CUPRO_PLACE_LOCAL ? cupro__seats_of_caller(seats)
                                               : cupro__seats_of_machine(seats, machine);
}

static int lay_out(const struct cupro__machine *machine, const struct cupro__block *block,
                   size_t bytes, const cupro_memory_options *options)
{
    struct cupro__seats seats;
    struct cupro__layout layout;
    int error = find_seats(&seats, machine, options);
    if (error != 0)
        return error;
    const struct cupro__demand demand = {machine, &seats, bytes, options->prefer};
    error = cupro__layout_make(&layout, block, &demand, options->place, options->node);
    if (error == 0) {
        error = apply(machine, &layout, options->migrate);
        cupro__layout_free(&layout);
    }
    cupro__seats_free(&seats);
    return error;
}

/* On other machines only the node is checked. */
static bool has_choice(const struct cupro__machine *machine)
{
    return machine->real && machine->nodes > 1;
}

int cupro__placing_do(const struct cupro__block *block, size_t bytes,
                      const cupro_memory_options *options)
{
    const struct cupro__machine *machine;
    if (cupro__machine(&machine) != 0)
        return 0;
    if (options->place == CUPRO_PLACE_NODE &&
        hwloc_get_numanode_obj_by_os_index(machine->topology, (unsigned)options->node) == NULL)
        return CUPRO_EINVAL;
    if (!has_choice(machine) || block->first >= block->end)
        return 0;
    if (options->place == CUPRO_PLACE_DEFAULT)
        return set(machine, block->first, block->end,
                   hwloc_topology_get_topology_nodeset(machine->topology), HWLOC_MEMBIND_DEFAULT,
                   options->migrate);
    return lay_out(machine, block, bytes, options);
}

/* -- In words ------------------------------------------------------------------------------------
 */

/* 0, or why the kernel does not place this very page. */
static int try(const struct cupro__machine *machine)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *memory = cupro__mapping_new(page, page, PROT_READ | PROT_WRITE, 0);
    if (memory == NULL)
        return ENOMEM;
    hwloc_obj_t node = hwloc_get_obj_by_type(machine->topology, HWLOC_OBJ_NUMANODE, 0);
    int failed = hwloc_set_area_membind(machine->topology, memory, page, node->nodeset,
                                        HWLOC_MEMBIND_BIND, HWLOC_MEMBIND_BYNODESET);
    int why = failed ? errno : 0;
    munmap(memory, page);
    return why;
}

void cupro__placing_text(char *text, size_t size)
{
    const struct cupro__machine *machine;
    int error = cupro__machine(&machine), why;
    if (error != 0)
        snprintf(text, size, "not placed: %s", cupro_strerror(error));
    else if (!machine->real)
        snprintf(text, size, "not placed: the machine described is not this one");
    else if (machine->nodes < 2)
        snprintf(text, size, "not placed: there is one NUMA node");
    else if ((why = try(machine)) != 0)
        snprintf(text, size, "not placed: the kernel refuses (%s)", strerror(why));
    else
        snprintf(text, size, "placed on %d NUMA nodes", machine->nodes);
}
