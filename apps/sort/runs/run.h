/* SPDX-License-Identifier: MIT */
/* A sequence of lines that is in order, read window by window: an input of -m, or what was put
 * aside in a temporary file. */
#ifndef SORT_RUN_H
#define SORT_RUN_H

#include "sort/stats.h"

#include "common/buffer.h"
#include "common/input/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct run_source {
    const char *name; /* for messages */
    int fd;
    struct stream *stream; /* or NULL */
    struct stats *stats;   /* an input's; NULL: what a program or this one has written */
    bool extent;           /* it is [at, end) of a file that can seek; else all that can be read */
    uint64_t at, end;
    pid_t child; /* who writes what is read, or 0 */
};

struct run {
    struct run_source source;
    char line_end;
    struct buffer buffer;
    size_t begin, whole, filled; /* [begin, whole) are whole lines, [whole, filled) begins one */
    size_t room;                 /* how much is in memory at a time, if lines are not longer */
    bool drained;                /* nothing more can be read */
    int failure;                 /* of a read, for stream_error_text() */
};

void run_open(struct run *run, const struct run_source *source, char line_end, size_t room);

/* Read on where little is left: one whole line at least, if there is one, and the whole window if
 * that takes no waiting. The last line gets an end. 0 or CUPRO_ENOMEM; run->failure says whether
 * the file could be read. */
int run_fill(struct run *run);

void run_close(struct run *run);

#endif
