/* SPDX-License-Identifier: MIT */
/* Bump allocation (see arena.h). */
#include "count/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)256 << 10)

struct arena_block {
    struct arena_block *older;
    size_t size;
    unsigned char bytes[];
};

/* A block for `length` bytes at least. Those of a large copy are not wasted: a block that is made
 * for it alone goes behind the newest one, which stays in use. */
static struct arena_block *add_block(struct arena *arena, size_t length)
{
    const size_t size = length > BLOCK_BYTES / 4 ? length : BLOCK_BYTES;
    if (size > SIZE_MAX - sizeof(struct arena_block))
        return NULL;
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    block->size = size;
    if (size == length && arena->newest) {
        block->older = arena->newest->older;
        arena->newest->older = block;
    } else {
        block->older = arena->newest;
        arena->newest = block;
        arena->left = size;
    }
    return block;
}

const unsigned char *arena_copy(struct arena *arena, const unsigned char *bytes, size_t length)
{
    struct arena_block *block = arena->newest;
    unsigned char *copy;
    if (length > arena->left) {
        block = add_block(arena, length);
        if (!block)
            return NULL;
    }
    if (block == arena->newest) {
        copy = block->bytes + (block->size - arena->left);
        arena->left -= length;
    } else {
        copy = block->bytes;
    }
    memcpy(copy, bytes, length);
    return copy;
}

void arena_free(struct arena *arena)
{
    for (struct arena_block *block = arena->newest; block;) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    *arena = (struct arena){0};
}
