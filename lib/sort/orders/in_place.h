/* SPDX-License-Identifier: MIT */
/* What the ways of sorting without a second array have: a buffer for each runner. */
#ifndef CUPRO__IN_PLACE_H
#define CUPRO__IN_PLACE_H

#include "sort/orders/ordering.h"

struct cupro__buffers {
    char *memory;
    size_t some;    /* elements that fit */
    size_t portion; /* bytes of one buffer, with the room for sorting */
};

/* CUPRO_ENOMEM, with nothing to be closed. */
int cupro__buffers_open(struct cupro__buffers *buffers, const struct cupro__ordering *ordering,
                        int runners);
void cupro__buffers_close(struct cupro__buffers *buffers);

static inline char *cupro__buffer_of(const struct cupro__buffers *buffers, int runner)
{
    return buffers->memory + (size_t)runner * buffers->portion;
}

/* Sort the elements [begin, begin + n), which fit the runner's buffer. */
void cupro__sort_buffered(const struct cupro__ordering *ordering,
                          const struct cupro__buffers *buffers, int runner, size_t begin, size_t n);

/* Sort any number of them, stable, on this thread. */
void cupro__sort_rotating(const struct cupro__ordering *ordering,
                          const struct cupro__buffers *buffers, int runner, size_t begin, size_t n);

#endif
