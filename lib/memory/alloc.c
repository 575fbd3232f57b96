/* SPDX-License-Identifier: MIT */
/* cupro_alloc, cupro_free. */
#include <cupro/memory.h>

#include "memory/areas.h"
#include "memory/mapping.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const size_t huge_page = 2u << 20;

static int map_area(struct cupro__area *area, size_t bytes, bool huge)
{
    size_t unit = huge ? huge_page : (size_t)sysconf(_SC_PAGESIZE), whole;
    if (__builtin_add_overflow(bytes, unit - 1, &whole))
        return CUPRO_ENOMEM;
    whole -= whole % unit;
    char *memory = cupro__mapping_new(whole, unit, PROT_READ | PROT_WRITE, 0);
    if (memory == NULL)
        return CUPRO_ENOMEM;
    if (huge)
        madvise(memory, whole, MADV_HUGEPAGE); /* a wish */
    *area = (struct cupro__area){memory, bytes, whole};
    return 0;
}

int cupro_alloc_with(void *result, size_t bytes, const cupro_memory_options *options)
{
    static const cupro_memory_options usual;
    static const char *const nothing;
    struct cupro__area area;
    if (result == NULL)
        return CUPRO_EINVAL;
    memcpy(result, &nothing, sizeof nothing);
    if (options == NULL)
        options = &usual;
    if (bytes == 0)
        return 0;
    int error = map_area(&area, bytes, options->huge);
    if (error == 0 && !cupro__areas_add(&area)) {
        munmap(area.memory, area.whole);
        error = CUPRO_ENOMEM;
    }
    if (error == 0)
        memcpy(result, &area.memory, sizeof area.memory);
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
