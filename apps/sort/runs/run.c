/* SPDX-License-Identifier: MIT */
/* Runs (see run.h). */
#include "sort/runs/run.h"
#include "sort/blocks/intake.h"

#include <cupro/error.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

void run_open(struct run *run, const struct run_source *source, char line_end, size_t room)
{
    *run = (struct run){.source = *source, .line_end = line_end, .room = room};
}

void run_close(struct run *run)
{
    buffer_free(&run->buffer);
}

/* Whether a read would return at once. Whoever writes a pipe may be waiting for us to read another
 * one, so there is no waiting for more than is needed. */
static bool is_ready(const struct run *run)
{
    const struct run_source *source = &run->source;
    struct pollfd wish = {.fd = source->fd, .events = POLLIN};
    if (source->stream)
        return stream_is_ready(source->stream);
    return source->extent || poll(&wish, 1, 0) > 0;
}

static void find_whole(struct run *run, size_t looked)
{
    const unsigned char *bytes = run->buffer.bytes;
    const unsigned char *last = memrchr(bytes + looked, run->line_end, run->filled - looked);
    if (last)
        run->whole = (size_t)(last - bytes) + 1;
}

/* Read some bytes. 0, or an error for stream_error_text(). */
static int read_some(const struct run_source *source, unsigned char *to, size_t most, size_t *got)
{
    if (source->stream)
        return stream_read(source->stream, to, most, got);
    ssize_t count;
    do {
        count = source->extent ? pread(source->fd, to, most, (off_t)source->at)
                               : read(source->fd, to, most);
    } while (count < 0 && errno == EINTR);
    *got = count > 0 ? (size_t)count : 0;
    return count < 0 ? errno : 0;
}

static void add_to_stats(const struct run *run, const unsigned char *bytes, size_t count)
{
    if (run->source.stats)
        stats_add(run->source.stats, count,
                  count_line_ends((const char *)bytes, count, run->line_end));
}

/* Read once. */
static int read_once(struct run *run, size_t most)
{
    struct run_source *source = &run->source;
    const size_t before = run->filled;
    size_t got = 0;
    if (source->extent && most > source->end - source->at)
        most = (size_t)(source->end - source->at);
    if (buffer_reserve(&run->buffer, run->filled + most + 1))
        return CUPRO_ENOMEM;
    unsigned char *to = run->buffer.bytes + run->filled;
    run->failure = most > 0 ? read_some(source, to, most, &got) : 0;
    run->drained = got == 0;
    add_to_stats(run, to, got);
    if (got > 0) {
        source->at += got;
        run->filled += got;
    } else if (run->filled > run->whole) {
        run->buffer.bytes[run->filled++] = (unsigned char)run->line_end;
        if (run->source.stats)
            stats_add(run->source.stats, 0, 1);
    }
    find_whole(run, before);
    return 0;
}

static void move_to_begin(struct run *run)
{
    if (run->begin == 0)
        return;
    memmove(run->buffer.bytes, run->buffer.bytes + run->begin, run->filled - run->begin);
    run->whole -= run->begin;
    run->filled -= run->begin;
    run->begin = 0;
}

int run_fill(struct run *run)
{
    int error = 0;
    if (run->drained || run->whole - run->begin > run->room / 2)
        return 0;
    move_to_begin(run);
    while (!run->drained && !error) {
        const bool has_line = run->whole > 0;
        if (has_line && (run->filled >= run->room || !is_ready(run)))
            break;
        /* A line that is longer than the room makes it grow by as much again. */
        error = read_once(run, run->filled < run->room ? run->room - run->filled : run->filled);
    }
    return error;
}
