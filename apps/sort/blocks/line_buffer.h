/* SPDX-License-Identifier: MIT */
/* Lines on their way out, one behind the other. */
#ifndef SORT_LINE_BUFFER_H
#define SORT_LINE_BUFFER_H

#include "common/buffer.h"

#include <cupro/error.h>
#include <cupro/text.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Zero-initialise it; free the buffer. */
struct line_buffer {
    struct buffer buffer;
    size_t used, lines;
};

static inline void line_buffer_clear(struct line_buffer *out)
{
    out->used = out->lines = 0;
}

/* Append the line and its end. Behind the line some bytes may be read. 0 or CUPRO_ENOMEM. */
static inline int line_buffer_add(struct line_buffer *out, cupro_slice line, char line_end)
{
    enum { SHORT = 64 };
    _Static_assert(SHORT <= BUFFER_SLACK, "lines that are copied with what is behind them");
    if (out->buffer.room - out->used < line.length + 1 &&
        buffer_reserve(&out->buffer, out->used + line.length + 1))
        return CUPRO_ENOMEM;
    unsigned char *to = out->buffer.bytes + out->used;
    /* A constant number of bytes is copied sooner than the line's own. */
    if (line.length <= SHORT)
        memcpy(to, line.begin, SHORT);
    else
        memcpy(to, line.begin, line.length);
    to[line.length] = (unsigned char)line_end;
    out->used += line.length + 1;
    out->lines++;
    return 0;
}

/* Append the number that --count puts before a line. 0 or CUPRO_ENOMEM. */
static inline int line_buffer_add_count(struct line_buffer *out, uint64_t count)
{
    if (buffer_reserve(&out->buffer, out->used + 24))
        return CUPRO_ENOMEM;
    out->used +=
        (size_t)sprintf((char *)out->buffer.bytes + out->used, "%7llu ", (unsigned long long)count);
    return 0;
}

#endif
