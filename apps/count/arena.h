/* SPDX-License-Identifier: MIT */
/* Copies of bytes that stay until all of them go at once. */
#ifndef COUNT_ARENA_H
#define COUNT_ARENA_H

#include <stddef.h>

/* Zero-initialise it. */
struct arena {
    struct arena_block *newest;
    size_t left; /* bytes of it that are free */
};

/* A copy of the bytes, or NULL when there is no memory. */
const unsigned char *arena_copy(struct arena *arena, const unsigned char *bytes, size_t length);

void arena_free(struct arena *arena);

#endif
