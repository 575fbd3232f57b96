/* SPDX-License-Identifier: MIT */
/*
 * Areas (see area.h).
 *
 * Large pages are asked for: sorted lines are read all over the text, and with small ones nearly
 * every read misses the TLB too.
 */
#include "sort/area.h"

#include <cupro/error.h>

#include <stdint.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20)

int area_reserve(struct area *area, size_t size)
{
    if (size <= area->room)
        return 0;
    if (size > SIZE_MAX / 2)
        return CUPRO_ENOMEM;
    const size_t large = size > HUGE_PAGE ? HUGE_PAGE : 4096;
    size_t mapped = (size + AREA_SLACK + large - 1) / large * large;
    void *bytes;
    if (area->bytes)
        bytes = mremap(area->bytes, area->room + AREA_SLACK, mapped, MREMAP_MAYMOVE);
    else
        bytes = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED)
        return CUPRO_ENOMEM;
    if (mapped > HUGE_PAGE)
        madvise(bytes, mapped, MADV_HUGEPAGE);
    area->bytes = bytes;
    area->room = mapped - AREA_SLACK;
    return 0;
}

void area_free(struct area *area)
{
    if (area->bytes)
        munmap(area->bytes, area->room + AREA_SLACK);
    *area = (struct area){0};
}
