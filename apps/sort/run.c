/* SPDX-License-Identifier: MIT */
/* Runs (see run.h). */
#include "sort/run.h"
#include "sort/intake.h"

#include <cupro/error.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

void run_open(struct run *run, const struct run_source *source, const struct order *order,
              char line_end, size_t room)
{
    *run =
        (struct run){.source = *source, .line_end = line_end, .room = room, .encoder.order = order};
}

void run_close(struct run *run)
{
    buffer_free(&run->buffer);
    encoder_free(&run->encoder);
}

/* Read some bytes, 0 at the end. Fails with a message. */
static size_t read_some(const struct run_source *source, unsigned char *to, size_t most)
{
    if (source->stream) {
        size_t got;
        const int error = stream_read(source->stream, to, most, &got);
        if (error)
            intake_fail_read(source->name, error);
        return got;
    }
    for (;;) {
        const ssize_t got = source->extent ? pread(source->fd, to, most, (off_t)source->at)
                                           : read(source->fd, to, most);
        if (got >= 0)
            return (size_t)got;
        if (errno != EINTR)
            intake_fail_read(source->name, errno);
    }
}

/* Read on behind what is there. */
static int fill(struct run *run)
{
    struct run_source *source = &run->source;
    if (run->filled > run->begin)
        memmove(run->buffer.bytes, run->buffer.bytes + run->begin, run->filled - run->begin);
    run->filled -= run->begin;
    run->begin = 0;
    /* A line that is longer than the room makes it grow by as much again. */
    size_t room = run->room > run->filled ? run->room - run->filled : 0;
    if (room < run->room / 2)
        room = run->filled > run->room ? run->filled : run->room;
    if (source->extent && room > source->end - source->at)
        room = (size_t)(source->end - source->at);
    if (buffer_reserve(&run->buffer, run->filled + room + 1))
        return CUPRO_ENOMEM;
    const size_t got = room > 0 ? read_some(source, run->buffer.bytes + run->filled, room) : 0;
    if (source->stats)
        stats_add(
            source->stats, got,
            count_line_ends((const char *)run->buffer.bytes + run->filled, got, run->line_end));
    source->at += got;
    run->filled += got;
    run->drained = got == 0;
    return 0;
}

static int read_code(struct run *run)
{
    const struct order *order = run->encoder.order;
    run->code = run->line;
    if (order->direct) {
        run->code = order_slice(order, run->line);
    } else if (!order->plain) {
        const int error = encode_line(&run->encoder, run->line);
        if (error)
            return error;
        run->code = (cupro_slice){(const char *)run->encoder.code.bytes, run->encoder.length};
    }
    /* There is room behind the code to be read, whatever is in it. */
    uint64_t prefix;
    memcpy(&prefix, run->code.begin, sizeof prefix);
    prefix = __builtin_bswap64(prefix);
    const size_t missing = run->code.length < 8 ? 8 * (8 - run->code.length) : 0;
    run->prefix = missing < 64 ? prefix >> missing << missing : 0;
    return 0;
}

bool run_next(struct run *run, int *error)
{
    size_t looked = 0; /* bytes of the line that are known to hold no end */
    for (;;) {
        unsigned char *begin = run->buffer.bytes + run->begin;
        const size_t left = run->filled - run->begin;
        const unsigned char *end = NULL;
        if (left > looked)
            end = memchr(begin + looked, run->line_end, left - looked);
        if (!end && run->drained && left > 0) {
            end = begin + left; /* a last line without an end */
            run->filled++;
            if (run->source.stats)
                stats_add(run->source.stats, 0, 1);
        }
        if (end) {
            run->line = (cupro_slice){(const char *)begin, (size_t)(end - begin)};
            run->begin += run->line.length + 1;
            *error = read_code(run);
            return *error == 0;
        }
        if (run->drained)
            return false;
        looked = left;
        *error = fill(run);
        if (*error)
            return false;
    }
}
