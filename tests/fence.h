/* SPDX-License-Identifier: MIT */
/*
 * Memory that ends where nobody may touch it: a read or a write beyond its end is a crash, in any
 * build. What stands before its beginning is filled with canaries.
 */
#ifndef CUPRO_TEST_FENCE_H
#define CUPRO_TEST_FENCE_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FENCE_CANARY 0xA5

struct fence {
    unsigned char *pages;
    size_t room; /* before the forbidden pages, which are as many */
};

static inline struct fence fence_new(size_t most)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    struct fence fence = {.room = (most + 2 * page - 1) / page * page};
    int access = PROT_READ | PROT_WRITE, kind = MAP_PRIVATE | MAP_ANONYMOUS;
    fence.pages = mmap(NULL, 2 * fence.room, access, kind, -1, 0);
    ck_assert(fence.pages != MAP_FAILED);
    ck_assert_int_eq(mprotect(fence.pages + fence.room, fence.room, PROT_NONE), 0);
    return fence;
}

static inline void fence_free(struct fence *fence)
{
    munmap(fence->pages, 2 * fence->room);
}

/* The last `size` bytes before the fence; these and all others are canaries. */
static inline void *fence_last(const struct fence *fence, size_t size)
{
    memset(fence->pages, FENCE_CANARY, fence->room);
    return fence->pages + fence->room - size;
}

/* Whether nothing was written but the bytes from here to the fence. */
static inline bool fence_untouched_before(const struct fence *fence, const void *from)
{
    size_t size = (size_t)((const unsigned char *)from - fence->pages);
    return size == 0 || (fence->pages[0] == FENCE_CANARY &&
                         memcmp(fence->pages, fence->pages + 1, size - 1) == 0);
}

#endif
