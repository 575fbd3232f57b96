/* SPDX-License-Identifier: MIT */
/* cupro_alloc, cupro_free: mappings of their own, so that a policy for their addresses concerns
 * nobody else, and ends with them. */
#include <cupro/memory.h>

#include "memory/areas.h"
#include "memory/mapping.h"
#include "memory/placing.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const cupro_memory_options usual;

/* Large ones begin with a huge page, for systems that give these to everybody; only who asks has
 * memory rounded up to whole ones.
 *
 * Nobody may use it yet: the kernel makes one of mappings side by side, and whoever touches the one
 * next door (a new thread its stack) might get a huge page that reaches into this one, before it is
 * placed. */
static int map_area(struct cupro__area *area, size_t bytes, bool huge)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), whole;
    size_t unit = huge && page < CUPRO__HUGE_PAGE ? CUPRO__HUGE_PAGE : page;
    if (__builtin_add_overflow(bytes, unit - 1, &whole))
        return CUPRO_ENOMEM;
    whole -= whole % unit;
    if (whole >= CUPRO__HUGE_PAGE && page < CUPRO__HUGE_PAGE)
        unit = CUPRO__HUGE_PAGE;
    char *memory = cupro__mapping_new(whole, unit, PROT_NONE, 0);
    if (memory == NULL)
        return CUPRO_ENOMEM;
    if (huge)
        madvise(memory, whole, MADV_HUGEPAGE); /* a wish */
    *area = (struct cupro__area){memory, bytes, whole};
    return 0;
}

static int place_area(const struct cupro__area *area, const cupro_memory_options *options)
{
    uintptr_t address = (uintptr_t)area->memory;
    const struct cupro__block block = {address, address, address + area->whole,
                                       (size_t)sysconf(_SC_PAGESIZE)};
    return options->place != CUPRO_PLACE_DEFAULT ? cupro__placing_do(&block, area->bytes, options)
                                                 : 0;
}

int cupro_alloc_with(void *result, size_t bytes, const cupro_memory_options *options)
{
    static const char *const nothing;
    struct cupro__area area;
    if (result == NULL)
        return CUPRO_EINVAL;
    memcpy(result, &nothing, sizeof nothing);
    if (options == NULL)
        options = &usual;
    if (options->migrate || cupro__placing_check(options) != 0)
        return CUPRO_EINVAL;
    if (bytes == 0)
        return 0;
    int error = map_area(&area, bytes, options->huge);
    if (error != 0)
        return error;
    error = place_area(&area, options);
    if (error == 0 && mprotect(area.memory, area.whole, PROT_READ | PROT_WRITE) != 0)
        error = CUPRO_ENOMEM;
    if (error == 0 && !cupro__areas_add(&area))
        error = CUPRO_ENOMEM;
    if (error == 0)
        memcpy(result, &area.memory, sizeof area.memory);
    else
        munmap(area.memory, area.whole);
    return error;
}

int cupro_free(void *memory)
{
    struct cupro__area area;
    if (memory == NULL)
        return 0;
    if (!cupro__areas_take(memory, &area))
        return CUPRO_EINVAL;
    munmap(area.memory, area.whole);
    return 0;
}

/* -- Memory that exists --------------------------------------------------------------------------
 */

/* The pages of a range of addresses that may be placed. CUPRO_EINVAL: it is one part ours and one
 * not. */
static int find_pages(struct cupro__block *block, uintptr_t address, uintptr_t end)
{
    struct cupro__area area;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    *block = (struct cupro__block){
        .address = address,
        .first = address / page * page + (address % page != 0 ? page : 0),
        .end = end / page * page,
        .page = page,
    };
    if (!cupro__areas_find((void *)address, end - address, &area))
        return 0;
    uintptr_t ours = (uintptr_t)area.memory;
    if (address < ours || end > ours + area.bytes)
        return CUPRO_EINVAL;
    if (end == ours + area.bytes)
        block->end = ours + area.whole;
    return 0;
}

/* mbind tells of holes only where there are nodes to choose from, and a policy to set. msync with
 * this flag does nothing else: Linux ignores it, once it has looked at the whole range. */
static bool is_mapped(uintptr_t address, uintptr_t end)
{
    uintptr_t begin = address - address % (size_t)sysconf(_SC_PAGESIZE);
    return msync((void *)begin, end - begin, MS_ASYNC) == 0 || errno != ENOMEM;
}

int cupro_place_with(void *memory, size_t bytes, const cupro_memory_options *options)
{
    struct cupro__block block;
    uintptr_t address = (uintptr_t)memory, end;
    if (options == NULL)
        options = &usual;
    if (options->huge || cupro__placing_check(options) != 0)
        return CUPRO_EINVAL;
    if (bytes == 0)
        return 0;
    if (memory == NULL || __builtin_add_overflow(address, bytes, &end))
        return CUPRO_EINVAL;
    int error = find_pages(&block, address, end);
    if (error == 0 && !is_mapped(address, end))
        error = CUPRO_EINVAL;
    return error != 0 ? error : cupro__placing_do(&block, bytes, options);
}
