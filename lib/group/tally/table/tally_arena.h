/* SPDX-License-Identifier: MIT */
/* Copies of long keys, which stay until all of them go at once. */
#ifndef CUPRO__TALLY_ARENA_H
#define CUPRO__TALLY_ARENA_H

#include <stddef.h>

/* Zero-initialise it. */
struct cupro__tally_arena {
    struct cupro__arena_block *newest;
    size_t left;  /* bytes of it that are free */
    size_t bytes; /* of all blocks             */
};

/* A copy of the bytes, or NULL when there is no memory. */
const char *cupro__arena_copy(struct cupro__tally_arena *arena, const void *bytes, size_t length);

/* Let `arena` have what `other` has, which is empty then. */
void cupro__arena_join(struct cupro__tally_arena *arena, struct cupro__tally_arena *other);

void cupro__arena_free(struct cupro__tally_arena *arena);

#endif
