/* SPDX-License-Identifier: MIT */
/* A sequence of lines that is in order, read line by line: an input of -m, or what was put aside in
 * a temporary file. */
#ifndef SORT_RUN_H
#define SORT_RUN_H

#include "sort/order.h"
#include "sort/stats.h"

#include "common/stream.h"

#include <sys/types.h>

struct run_source {
    const char *name; /* for messages */
    int fd;
    struct stream *stream; /* or NULL */
    struct stats *stats;   /* an input's; NULL: what a program or this one has written */
    bool extent;           /* it is [at, end) of the file; else all that can be read */
    uint64_t at, end;
    pid_t child; /* who writes what is read, or 0 */
};

struct run {
    struct run_source source;
    char line_end;
    struct buffer buffer;
    size_t begin, filled; /* what has not been handed out is [begin, filled) of the buffer */
    size_t room;          /* how much is read at a time */
    bool drained;         /* nothing more can be read */
    cupro_slice line;     /* the current one, without its end */
    cupro_slice code;
    uint64_t prefix; /* the code's first bytes, as a number */
    struct encoder encoder;
};

void run_open(struct run *run, const struct run_source *source, const struct order *order,
              char line_end, size_t room);

/* Go to the next line. False: there is none. Sets *error to a code of cupro's. Fails with a
 * message when the file cannot be read. */
bool run_next(struct run *run, int *error);

void run_close(struct run *run);

#endif
