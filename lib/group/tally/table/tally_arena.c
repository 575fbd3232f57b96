/* SPDX-License-Identifier: MIT */
/* Bump allocation (see tally_arena.h). Blocks double from 4 KiB to 1 MiB, so that a shard that sees
 * few long keys is small. */
#include "group/tally/table/tally_arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_BLOCK = 4 << 10, LARGEST_BLOCK = 1 << 20 };

struct cupro__arena_block {
    struct cupro__arena_block *older;
    size_t size;
    char bytes[];
};

static size_t next_size(const struct cupro__tally_arena *arena)
{
    if (arena->newest == NULL)
        return LEAST_BLOCK;
    size_t doubled = 2 * arena->newest->size;
    return doubled < LARGEST_BLOCK ? doubled : LARGEST_BLOCK;
}

/* A block for `length` bytes at least. Those of a large copy are not wasted: a block that is made
 * for it alone goes behind the newest one, which stays in use. */
static struct cupro__arena_block *add_block(struct cupro__tally_arena *arena, size_t length)
{
    size_t usual = next_size(arena);
    size_t size = length > usual / 4 ? length : usual;
    if (size > SIZE_MAX / 2)
        return NULL;
    struct cupro__arena_block *block = malloc(sizeof *block + size);
    if (block == NULL)
        return NULL;
    arena->bytes += sizeof *block + size;
    block->size = size;
    if (size == length && arena->newest != NULL) {
        block->older = arena->newest->older;
        arena->newest->older = block;
    } else {
        block->older = arena->newest;
        arena->newest = block;
        arena->left = size;
    }
    return block;
}

const char *cupro__arena_copy(struct cupro__tally_arena *arena, const void *bytes, size_t length)
{
    struct cupro__arena_block *block = arena->newest;
    if (length > arena->left) {
        block = add_block(arena, length);
        if (block == NULL)
            return NULL;
    }
    char *copy = block->bytes;
    if (block == arena->newest) {
        copy += block->size - arena->left;
        arena->left -= length;
    }
    memcpy(copy, bytes, length);
    return copy;
}

void cupro__arena_join(struct cupro__tally_arena *arena, struct cupro__tally_arena *other)
{
    struct cupro__arena_block **end = &other->newest;
    size_t bytes = arena->bytes + other->bytes;
    while (*end != NULL)
        end = &(*end)->older;
    *end = arena->newest;
    if (other->newest != arena->newest)
        *arena = *other;
    arena->bytes = bytes;
    *other = (struct cupro__tally_arena){0};
}

void cupro__arena_free(struct cupro__tally_arena *arena)
{
    while (arena->newest != NULL) {
        struct cupro__arena_block *block = arena->newest;
        arena->newest = block->older;
        free(block);
    }
    *arena = (struct cupro__tally_arena){0};
}
