/* SPDX-License-Identifier: MIT */
/*
 * Huge pages for what is large (see pages.h).
 *
 * A fresh page of 4 KiB costs a visit to the kernel when it is first written; a huge page of
 * 2 MiB costs one such visit for 512 of them. (cupro-bench, row filter-new.) The kernel gives them
 * only where the block is aligned, and on many systems only who asks for them. Where there are
 * none, nothing is lost.
 */
#include "memory/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static const size_t huge_page = 2u << 20;
static const size_t worth_it = 8u << 20;  /* bytes; the last page may stay half empty */
static const size_t recycled = 32u << 20; /* bytes; larger blocks are fresh whenever they are had */

void *cupro__pages_new(size_t bytes)
{
    size_t whole;
    if (bytes < worth_it)
        return malloc(bytes);
    if (__builtin_add_overflow(bytes, huge_page - 1, &whole))
        return NULL;
    whole = whole / huge_page * huge_page;
    void *memory = aligned_alloc(huge_page, whole);
    if (memory != NULL)
        madvise(memory, whole, MADV_HUGEPAGE); /* a wish: an error means that there are none */
    return memory;
}

void *cupro__pages_aligned(size_t bytes)
{
    const size_t line = 64;
    return bytes < worth_it ? aligned_alloc(line, bytes / line * line + line)
                            : cupro__pages_new(bytes);
}

/* A block that is not recycled is zeroed already, and only malloc knows; of moderate ones zeroing
 * is cheap beside what a table costs whose every place is on another small page. */
static void *zeroed_here(size_t bytes)
{
    size_t whole = (bytes + huge_page - 1) / huge_page * huge_page;
    void *memory = aligned_alloc(huge_page, whole);
    if (memory != NULL) {
        madvise(memory, whole, MADV_HUGEPAGE);
        memset(memory, 0, bytes);
    }
    return memory;
}

void *cupro__pages_zeroed(size_t bytes)
{
    if (bytes >= huge_page && bytes < recycled)
        return zeroed_here(bytes);
    char *memory = calloc(bytes > 0 ? bytes : 1, 1);
    if (memory == NULL || bytes < recycled)
        return memory;
    size_t before = (huge_page - (uintptr_t)memory % huge_page) % huge_page;
    madvise(memory + before, (bytes - before) / huge_page * huge_page, MADV_HUGEPAGE);
    return memory;
}
