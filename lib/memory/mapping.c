/* SPDX-License-Identifier: MIT */
/* Mappings (see mapping.h): one that is too large, cut to size. */
#include "memory/mapping.h"

#include <stdint.h>
#include <sys/mman.h>

void *cupro__mapping_new(size_t bytes, size_t alignment, int protection, int flags)
{
    size_t more;
    if (__builtin_add_overflow(bytes, alignment, &more))
        return NULL;
    char *begin = mmap(NULL, more, protection, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    if (begin == MAP_FAILED)
        return NULL;
    size_t before = (alignment - (uintptr_t)begin % alignment) % alignment;
    if (before > 0)
        munmap(begin, before);
    munmap(begin + before + bytes, alignment - before);
    return begin + before;
}
