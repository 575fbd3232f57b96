/* SPDX-License-Identifier: MIT */
/* Bytes that grow (see buffer.h). */
#include "common/buffer.h"

#include <cupro/error.h>

#include <stdint.h>
#include <stdlib.h>

int buffer_reserve(struct buffer *buffer, size_t size)
{
    if (size <= buffer->room)
        return 0;
    if (size > SIZE_MAX / 2 - BUFFER_SLACK)
        return CUPRO_ENOMEM;
    if (size < 2 * buffer->room)
        size = 2 * buffer->room;
    unsigned char *bytes = realloc(buffer->bytes, size + BUFFER_SLACK);
    if (!bytes)
        return CUPRO_ENOMEM;
    buffer->bytes = bytes;
    buffer->room = size;
    return 0;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}
