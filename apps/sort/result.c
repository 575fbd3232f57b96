/* SPDX-License-Identifier: MIT */
/* Writing the result (see result.h). Messages are those of GNU sort, which speaks of fflush where
 * all of it fitted its first buffer. */
#include "sort/result.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GNU_BUFFER 4096

static bool is_among(int fd, const struct names *inputs)
{
    struct stat output, input;
    if (fstat(fd, &output) < 0 || !S_ISREG(output.st_mode))
        return false;
    for (size_t i = 0; i < inputs->count; i++) {
        const char *name = inputs->item[i].path;
        const int error = strcmp(name, "-") == 0 ? fstat(STDIN_FILENO, &input) : stat(name, &input);
        if (!error && input.st_dev == output.st_dev && input.st_ino == output.st_ino)
            return true;
    }
    return false;
}

void result_open(struct result *result, const char *name, const struct names *inputs, char line_end,
                 uint64_t top, struct progress *progress)
{
    result->fd = STDOUT_FILENO;
    result->replacement.fd = -1;
    result->name = name;
    result->begun = false;
    result->line_end = line_end;
    result->wanted = top;
    result->bytes = 0;
    result->lines = 0;
    result->progress = progress;
    result->used = 0;
    if (name) {
        result->fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (result->fd < 0)
            fail_errno("open failed", quote_name(name));
    }
    result->over_input = is_among(result->fd, inputs);
    if (name && result->over_input && replacement_open(&result->replacement, name, result->fd)) {
        result->over_input = false;
        result->fd = result->replacement.fd;
    }
}

static void begin(struct result *result)
{
    if (!result->begun && result->name && ftruncate(result->fd, 0) < 0 && errno != EINVAL)
        fail_errno("error truncating", quote_name(result->name));
    result->begun = true;
}

static _Noreturn void fail_write(const struct result *result)
{
    const char *name =
        result->name ? quote_name(result->name) : quote_name_always("standard output");
    complain("%s: %s: %s", result->bytes <= GNU_BUFFER ? "fflush failed" : "write failed", name,
             strerror(errno));
    fail("write error");
}

static void write_all(struct result *result, const char *text, size_t length)
{
    begin(result);
    result->bytes += length;
    while (length > 0) {
        const ssize_t written = write(result->fd, text, length);
        if (written >= 0) {
            text += written;
            length -= (size_t)written;
        } else if (errno != EINTR) {
            fail_write(result);
        }
    }
}

static void flush(struct result *result)
{
    write_all(result, result->buffer, result->used);
    result->used = 0;
}

/* The length of the first `lines` lines. */
static size_t length_of(const struct result *result, const char *text, size_t length,
                        uint64_t lines)
{
    const char *at = text, *const end = text + length;
    for (; lines > 0; lines--)
        at = (const char *)memchr(at, result->line_end, (size_t)(end - at)) + 1;
    return (size_t)(at - text);
}

int result_lines(struct result *result, const char *text, size_t length, size_t lines)
{
    if (lines > result->wanted) {
        length = length_of(result, text, length, result->wanted);
        lines = (size_t)result->wanted;
    }
    result->wanted -= lines;
    result->lines += lines;
    progress_add(result->progress, length);
    if (length > sizeof result->buffer - result->used)
        flush(result);
    if (length > sizeof result->buffer) {
        write_all(result, text, length);
    } else if (length > 0) {
        memcpy(result->buffer + result->used, text, length);
        result->used += length;
    }
    return result->wanted == 0 ? RESULT_DONE : 0;
}

void result_close(struct result *result)
{
    flush(result);
    if (result->replacement.fd >= 0) {
        result->fd = result->replacement.target;
        if (!replacement_settle(&result->replacement))
            fail_write(result);
    }
    if (result->name && close(result->fd) < 0)
        fail_errno("close failed", quote_name(result->name));
}
