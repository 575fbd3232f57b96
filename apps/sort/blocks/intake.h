/* SPDX-License-Identifier: MIT */
/*
 * Reading all inputs, one after the other, as one text: as much of it as fits the memory at a time.
 *
 *     while (intake_fill(&intake, budget, cost))
 *         ... the lines of intake.area.bytes[0 … intake.whole) ...
 *     intake_close(&intake);
 */
#ifndef SORT_INTAKE_H
#define SORT_INTAKE_H

#include "sort/blocks/area.h"
#include "sort/options/sort_options.h"
#include "sort/stats.h"

#include <stdbool.h>
#include <stdint.h>

struct intake {
    const struct names *names;
    char line_end;
    struct stats *stats;
    struct progress *progress;
    struct area area;
    size_t whole; /* bytes of whole lines; behind them the beginning of one */
    size_t lines; /* how many those are */
    size_t next;  /* the name that is to be opened next */
    int fd;       /* -1: nothing is open */
    enum stream_mode mode;
    struct stream *stream; /* or NULL: it is read in pieces */
    uint64_t at, size;     /* not a stream: what has not been read */
};

void intake_open(struct intake *intake, const struct sort_options *options, struct stats *stats,
                 struct progress *progress);

/*
 * Put the next lines into the area: until the bytes, and `cost` more for each line, come to
 * `budget`; one line at least. A last line without an end gets one. False: there are none left.
 * Fails with a message.
 */
bool intake_fill(struct intake *intake, uint64_t budget, size_t cost);

/* Whether everything has been read. */
bool intake_is_empty(const struct intake *intake);

void intake_close(struct intake *intake);

/* Fail with a message if a name cannot be read. */
void intake_check_names(const struct names *names);

/* Open the file, "-" being standard input. Fails with a message. */
int intake_open_name(const char *name);
void intake_close_fd(int fd);

size_t count_line_ends(const char *bytes, size_t length, char line_end);

/* Fail with "read failed" and the words for a stream's error. */
_Noreturn void intake_fail_read(const char *name, int error);

#endif
