/* SPDX-License-Identifier: MIT */
/* Areas: what cupro_alloc has given and cupro_free not taken back. Any thread, over a fork too. */
#ifndef CUPRO__AREAS_H
#define CUPRO__AREAS_H

#include <stdbool.h>
#include <stddef.h>

struct cupro__area {
    char *memory; /* whole pages */
    size_t bytes; /* that were asked for */
    size_t whole; /* that there are */
};

/* List an area that overlaps no other. False: there is no memory. */
bool cupro__areas_add(const struct cupro__area *area);

/* Delist the one that begins there. False: there is none. */
bool cupro__areas_take(const void *memory, struct cupro__area *area);

/* The lowest one that has some of these bytes, at least one of which there are. False: none has. */
bool cupro__areas_find(const void *memory, size_t bytes, struct cupro__area *area);

#endif
