/* SPDX-License-Identifier: MIT */
/* Where the result goes: standard output, or the file of -o, which is opened early and emptied only
 * when writing begins, so that it may be one of the inputs. Of these it takes the place only when
 * it is complete, if that is possible. */
#ifndef SORT_RESULT_H
#define SORT_RESULT_H

#include "common/files/names.h"
#include "common/output/progress.h"
#include "common/files/replacement.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RESULT_DONE 1 /* --top: all lines that are wanted have been written */

struct result {
    int fd;
    const char *name; /* NULL: standard output */
    bool over_input;  /* the first write destroys an input */
    struct replacement replacement;
    bool begun;
    char line_end;
    uint64_t wanted; /* lines that are still to be written */
    uint64_t bytes;  /* written so far */
    uint64_t lines;  /* and buffered */
    struct progress *progress;
    size_t used; /* in the buffer */
    char buffer[1 << 16];
};

/* Fails with a message. */
void result_open(struct result *result, const char *name, const struct names *inputs, char line_end,
                 uint64_t top, struct progress *progress);

/* Write text that consists of so many lines, as many of them as are wanted: 0 or RESULT_DONE. Fails
 * with a message. */
int result_lines(struct result *result, const char *text, size_t length, size_t lines);

/* Write what is buffered, and close. */
void result_close(struct result *result);

#endif
