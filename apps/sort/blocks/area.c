/* SPDX-License-Identifier: MIT */
/*
 * Areas (see area.h).
 *
 * Large pages are not asked for. Sorted lines are read all over the text, but early enough that the
 * misses of the TLB are not felt; and to get large pages takes longer than to get small ones where
 * a virtual machine hands free memory back to its host (400 MB of lines: 1.3 to 2.3 s against 1.2
 * to 1.3 s).
 */
#include "sort/blocks/area.h"

#include <cupro/error.h>

#include <stdint.h>
#include <sys/mman.h>

#define STEP ((size_t)64 << 10)

int area_reserve(struct area *area, size_t size)
{
    if (size <= area->room)
        return 0;
    if (size > SIZE_MAX / 2)
        return CUPRO_ENOMEM;
    const size_t mapped = (size + AREA_SLACK + STEP - 1) / STEP * STEP;
    void *bytes;
    if (area->bytes)
        bytes = mremap(area->bytes, area->room + AREA_SLACK, mapped, MREMAP_MAYMOVE);
    else
        bytes = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED)
        return CUPRO_ENOMEM;
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
