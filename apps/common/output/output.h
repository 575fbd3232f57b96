/* SPDX-License-Identifier: MIT */
/*
 * Buffered output that forgets no error.
 *
 * stdio would do, but for two things: it writes at exit, where nobody looks, and it costs a call
 * and a lock a line. The first error stays and silences what follows; close reports it.
 */
#ifndef APPS_OUTPUT_H
#define APPS_OUTPUT_H

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

struct output {
    int fd;
    int error; /* errno of the first write that failed */
    size_t used;
    char buffer[1 << 16];
};

void output_open(struct output *out, int fd);

void output_bytes(struct output *out, const void *bytes, size_t length);
void output_text(struct output *out, const char *text);

/* Write the number in decimal, right-aligned in `width` (at most 20) columns, as printf's %*ju. */
void output_count(struct output *out, uint64_t number, int width);

/* Write what is buffered. 0, or the errno of the first write that failed since the open. */
int output_flush(struct output *out);

/* Flush; when anything could not be written fail with "write error: " and the reason. */
void output_close_or_fail(struct output *out);

#endif
