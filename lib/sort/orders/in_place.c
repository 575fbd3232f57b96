/* SPDX-License-Identifier: MIT */
/* Buffers for sorting in place (see in_place.h). */
#include "sort/orders/in_place.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER_BYTES = 256 << 10, LEAST = 32 };

int cupro__buffers_open(struct cupro__buffers *buffers, const struct cupro__ordering *ordering,
                        int runners)
{
    size_t size = ordering->size, each = size + ordering->order->room;
    if (size > SIZE_MAX / 2 / LEAST)
        return CUPRO_ENOMEM;
    buffers->some = BUFFER_BYTES / each > LEAST ? BUFFER_BYTES / each : LEAST;
    buffers->portion = (buffers->some * each + 127) / 64 * 64;
    if (buffers->portion > SIZE_MAX / 2 / (size_t)runners)
        return CUPRO_ENOMEM;
    buffers->memory = cupro__elements_new(buffers->portion * (size_t)runners);
    return buffers->memory != NULL ? 0 : CUPRO_ENOMEM;
}

void cupro__buffers_close(struct cupro__buffers *buffers)
{
    free(buffers->memory);
}

void cupro__sort_buffered(const struct cupro__ordering *ordering,
                          const struct cupro__buffers *buffers, int runner, size_t begin, size_t n)
{
    const cupro_order *order = ordering->order;
    char *x = ordering->x + begin * ordering->size, *buffer = cupro__buffer_of(buffers, runner);
    if (order->run(x, n, false, ordering->ctx) == n)
        return;
    memcpy(buffer, x, n * ordering->size);
    size_t room_at = (buffers->some * ordering->size + 63) / 64 * 64;
    order->sort(buffer, x, order->room > 0 ? buffer + room_at : NULL, n, ordering->ctx);
}
