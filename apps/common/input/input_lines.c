/* SPDX-License-Identifier: MIT */
/* Lines of inputs (see input_lines.h). */
#include "common/input/input_lines.h"

#include <cupro/error.h>

#include <string.h>

/* So much is read behind a piece, for the end of its last line, and before it, for each line that
 * is wanted there; more only if that is not enough. */
#define LOOK_AHEAD 4096
#define LOOK_BACK  256

/* The kernel copies faster from and to places that are alike: 1.3 GB in 0.22 s of processor time,
 * and in 0.25 to 0.60 s where they are not. mmap takes 0.22 s too, with the search in it. */
#define ALIGNMENT 64

/* Read at a time, the first time as much as grep looks at. */
#define STREAM_HEAD  ((size_t)96 << 10)
#define STREAM_BYTES ((size_t)256 << 10)

size_t lines_back(const unsigned char *bytes, size_t from, size_t at, size_t count,
                  unsigned char end)
{
    while (count-- > 0 && at > from) {
        const unsigned char *found = memrchr(bytes + from, end, at - 1 - from);
        at = found ? (size_t)(found - bytes) + 1 : from;
    }
    return at;
}

/* -- Pieces of files --------------------------------------------------------------------------- */

/* Find the end of the line that bytes[*end - 1] belongs to, reading on as far as it takes. */
static int read_to_line_end(const struct input *input, unsigned char line_end,
                            struct buffer *buffer, size_t *end, size_t filled, uint64_t offset)
{
    size_t more = LOOK_AHEAD;
    for (;;) {
        const unsigned char *found = memchr(buffer->bytes + *end, line_end, filled - *end);
        *end = found ? (size_t)(found - buffer->bytes) + 1 : filled;
        if (found)
            return 0;
        int error = filled > SIZE_MAX - more ? CUPRO_ENOMEM : buffer_reserve(buffer, filled + more);
        if (!error)
            error = input_fill(input, buffer, &filled, filled + more, buffer->room, offset);
        if (error || *end == filled)
            return error;
        more = filled;
    }
}

/* The beginning of the first line that begins at or after `at` > 0. */
static size_t next_beginning(const unsigned char *bytes, size_t at, size_t end,
                             unsigned char line_end)
{
    const unsigned char *found = memchr(bytes + at - 1, line_end, end - (at - 1));
    return found ? (size_t)(found - bytes) + 1 : end;
}

/* Read on at the other side: the lines before those that were read, which move up for them. */
static int read_back(const struct input *input, const struct line_wish *wish, struct buffer *buffer,
                     struct lines *lines)
{
    const uint64_t most = lines->offset - input->begin;
    uint64_t back = wish->before < most / LOOK_BACK ? wish->before * LOOK_BACK : most;
    for (size_t begin = 0; begin == 0 && most > 0; back = back < most / 4 ? back * 4 : most) {
        size_t filled = 0;
        int error = back > SIZE_MAX / 4 ? CUPRO_ENOMEM : 0;
        const size_t at = (size_t)(lines->bytes - buffer->bytes);
        if (!error)
            error = buffer_reserve(buffer, (size_t)back + lines->length);
        if (error)
            return error;
        lines->bytes = memmove(buffer->bytes + back, buffer->bytes + at, lines->length);
        error =
            input_fill(input, buffer, &filled, (size_t)back, (size_t)back, lines->offset - back);
        if (error || filled < back) /* it has become shorter: nothing stands before */
            return error;
        begin = lines_back(buffer->bytes, 0, (size_t)back, wish->before, wish->end);
        lines->before = (size_t)back - begin;
        if (back == most)
            break;
    }
    return 0;
}

/* The first place in memory that is to multiples of ALIGNMENT what the offset is. */
static size_t place_like(const unsigned char *bytes, uint64_t offset)
{
    return (size_t)(offset - (uintptr_t)bytes) % ALIGNMENT;
}

int input_read_lines(const struct input *input, uint64_t lo, uint64_t hi,
                     const struct line_wish *wish, struct buffer *buffer, struct lines *lines)
{
    *lines = (struct lines){0};
    /* The byte before tells whether a line begins here; and some more, for the sake of places. */
    const size_t before = lo - input->begin < ALIGNMENT ? (size_t)(lo - input->begin) : ALIGNMENT;
    const uint64_t length = hi - lo + before;
    const size_t ahead = hi < input->size ? LOOK_AHEAD : 1;
    if (length > SIZE_MAX / 4)
        return CUPRO_ENOMEM;
    int error = buffer_reserve(buffer, (size_t)length + ahead + ALIGNMENT);
    if (error)
        return error;
    const size_t first = place_like(buffer->bytes, lo - before);
    const uint64_t offset = lo - before - first; /* of the buffer; may be below 0 */
    size_t filled = first, end = first + (size_t)length;
    error = input_fill(input, buffer, &filled, end, end + ahead, offset);
    if (error)
        return error;
    if (end > filled)
        end = filled;
    size_t begin = first;
    if (before > 0)
        begin = end > first + before ? next_beginning(buffer->bytes, first + before, end, wish->end)
                                     : end;
    if (begin >= end)
        return 0;
    if (buffer->bytes[end - 1] != wish->end)
        error = read_to_line_end(input, wish->end, buffer, &end, filled, offset);
    *lines = (struct lines){buffer->bytes + begin, end - begin, 0, offset + begin};
    if (!error && wish->before > 0)
        error = read_back(input, wish, buffer, lines);
    return error;
}

/* -- Streams ----------------------------------------------------------------------------------- */

/* Read once more. */
static int read_on(struct line_stream *stream, const struct input *input, size_t most)
{
    struct buffer *buffer = &stream->buffer;
    const size_t keep = stream->begin - stream->before;
    if (keep > 0 && buffer->room - stream->filled < most) {
        memmove(buffer->bytes, buffer->bytes + keep, stream->filled - keep);
        stream->begin -= keep;
        stream->filled -= keep;
    }
    if (stream->filled > SIZE_MAX / 4)
        return CUPRO_ENOMEM;
    const size_t old = stream->filled;
    int error = buffer_reserve(buffer, old + most);
    if (!error)
        error = input_fill(input, buffer, &stream->filled, old + 1, old + most, 0);
    stream->ended = !error && stream->filled == old;
    return error;
}

/* Nothing more can be read: what there is of the last line is no line of the input. */
static void fail(struct line_stream *stream, int error, unsigned char line_end)
{
    const unsigned char *bytes = stream->buffer.bytes + stream->begin;
    const unsigned char *last = stream->filled > stream->begin
                                    ? memrchr(bytes, line_end, stream->filled - stream->begin)
                                    : NULL;
    stream->filled = stream->begin + (last ? (size_t)(last - bytes) + 1 : 0);
    stream->ended = true;
    stream->error = error;
}

/* The end of the lines to be handed out next; 0: there must be read on first. */
static size_t cut(struct line_stream *stream, const struct input *input, size_t block,
                  unsigned char line_end)
{
    const unsigned char *bytes = stream->buffer.bytes + stream->begin;
    const size_t there = stream->filled - stream->begin;
    const size_t limit = there < block ? there : block;
    if (there == 0 || (there < block && !stream->ended && stream_is_ready(input->stream)))
        return 0;
    const size_t sought = stream->sought < limit ? stream->sought : limit;
    const unsigned char *found = memrchr(bytes + sought, line_end, limit - sought);
    if (!found) {
        const size_t from = stream->sought > limit ? stream->sought : limit;
        found = memchr(bytes + from, line_end, there - from);
        stream->sought = there;
    }
    if (found)
        return (size_t)(found - bytes) + 1;
    return stream->ended ? there : 0;
}

/* The lines, with those that are wanted before them, stay where they are: the stream's buffer
 * changes places with the other one, and what is behind them is copied. */
static int hand_out_buffer(struct line_stream *stream, size_t length, size_t first,
                           struct buffer *buffer)
{
    const struct buffer empty = *buffer;
    const size_t kept = stream->filled - first;
    *buffer = stream->buffer;
    stream->buffer = empty;
    const int error = buffer_reserve(&stream->buffer, kept);
    if (error)
        return error;
    if (kept > 0)
        memcpy(stream->buffer.bytes, buffer->bytes + first, kept);
    stream->filled = kept;
    stream->begin += length - first;
    return 0;
}

/* The lines are copied: they are fewer than what is behind them, which would be copied for each of
 * many small pieces otherwise. */
static int hand_out_copy(struct line_stream *stream, size_t length, struct buffer *buffer)
{
    const size_t from = stream->begin - stream->before;
    const int error = buffer_reserve(buffer, stream->before + length);
    if (error)
        return error;
    memcpy(buffer->bytes, stream->buffer.bytes + from, stream->before + length);
    stream->begin += length;
    return 0;
}

static int hand_out(struct line_stream *stream, size_t length, const struct line_wish *wish,
                    struct buffer *buffer, struct lines *lines)
{
    const size_t from = stream->begin - stream->before, end = stream->begin + length;
    const size_t first = lines_back(stream->buffer.bytes, from, end, wish->before, wish->end);
    const bool copies = end - from < stream->filled - first;
    const size_t at = copies ? stream->before : stream->begin;
    const int error = copies ? hand_out_copy(stream, length, buffer)
                             : hand_out_buffer(stream, length, first, buffer);
    if (error)
        return error;
    *lines = (struct lines){buffer->bytes + at, length, stream->before, stream->offset};
    stream->before = end - first;
    stream->offset += length;
    stream->sought = 0;
    return 0;
}

int line_stream_look(struct line_stream *stream, const struct input *input)
{
    return read_on(stream, input, STREAM_HEAD);
}

int line_stream_next(struct line_stream *stream, const struct input *input, size_t block,
                     const struct line_wish *wish, struct buffer *buffer, struct lines *lines)
{
    size_t length;
    *lines = (struct lines){0};
    while ((length = cut(stream, input, block, wish->end)) == 0) {
        if (stream->ended)
            return stream->error;
        const int error = read_on(stream, input, STREAM_BYTES);
        if (error < 0)
            return error;
        if (error)
            fail(stream, error, wish->end);
    }
    return hand_out(stream, length, wish, buffer, lines);
}

void line_stream_free(struct line_stream *stream)
{
    buffer_free(&stream->buffer);
    *stream = (struct line_stream){0};
}
