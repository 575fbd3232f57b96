/* SPDX-License-Identifier: MIT */
/* Buffered output (see output.h). */
#include "common/output/output.h"
#include "common/diagnostics.h"

#include <errno.h>
#include <string.h>

#define MAX_DIGITS 20 /* of UINT64_MAX */

void output_open(struct output *out, int fd)
{
    out->fd = fd;
    out->error = 0;
    out->used = 0;
}

/* Write all of the bytes, or set the error. */
static void write_all(struct output *out, const char *bytes, size_t length)
{
    while (length > 0 && !out->error) {
        const ssize_t written = write(out->fd, bytes, length);
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        } else if (written == 0 || errno != EINTR) {
            out->error = written == 0 ? EIO : errno;
        }
    }
}

int output_flush(struct output *out)
{
    write_all(out, out->buffer, out->used);
    out->used = 0;
    return out->error;
}

void output_bytes(struct output *out, const void *bytes, size_t length)
{
    if (length > sizeof out->buffer - out->used)
        output_flush(out);
    if (length > sizeof out->buffer) {
        write_all(out, bytes, length);
        return;
    }
    if (length > 0)
        memcpy(out->buffer + out->used, bytes, length);
    out->used += length;
}

void output_text(struct output *out, const char *text)
{
    output_bytes(out, text, strlen(text));
}

void output_count(struct output *out, uint64_t number, int width)
{
    char digits[MAX_DIGITS];
    int at = MAX_DIGITS;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (at > MAX_DIGITS - width)
        digits[--at] = ' ';
    output_bytes(out, digits + at, (size_t)(MAX_DIGITS - at));
}

void output_close_or_fail(struct output *out)
{
    if (output_flush(out))
        fail("write error: %s", strerror(out->error));
}
