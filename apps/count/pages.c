/* SPDX-License-Identifier: MIT */
/* Memory on large pages (see pages.h). */
#include "count/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE ((size_t)1 << 21)
#define CACHE_LINE 64

/* Map LARGE_PAGE bytes too many, and give back what is before and behind the aligned part. */
static void *map_aligned(size_t bytes)
{
    const size_t mapped = bytes + LARGE_PAGE;
    unsigned char *start =
        mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    const size_t before = (LARGE_PAGE - (uintptr_t)start % LARGE_PAGE) % LARGE_PAGE;
    if (before > 0)
        munmap(start, before);
    if (before < LARGE_PAGE)
        munmap(start + before + bytes, LARGE_PAGE - before);
    madvise(start + before, bytes, MADV_HUGEPAGE);
    return start + before;
}

static size_t round_up(size_t bytes, size_t unit)
{
    return (bytes + unit - 1) / unit * unit;
}

void *pages_new(size_t bytes)
{
    if (bytes > SIZE_MAX / 2)
        return NULL;
    if (bytes >= LARGE_PAGE)
        return map_aligned(round_up(bytes, LARGE_PAGE));
    void *memory = aligned_alloc(CACHE_LINE, round_up(bytes, CACHE_LINE));
    if (memory)
        memset(memory, 0, bytes);
    return memory;
}

void pages_free(void *pages, size_t bytes)
{
    if (pages && bytes >= LARGE_PAGE)
        munmap(pages, round_up(bytes, LARGE_PAGE));
    else
        free(pages);
}
