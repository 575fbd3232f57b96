/* SPDX-License-Identifier: MIT */
/* A line on stderr that tells how far the work is: only on a terminal unless it is asked for, only
 * when the work takes longer than half a second, and renewed ten times a second at most. */
#ifndef APPS_PROGRESS_H
#define APPS_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum progress_when { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

struct progress {
    bool wanted;
    bool shown;
    int64_t begin;               /* nanoseconds */
    atomic_uint_least64_t bytes; /* done so far */
    atomic_int_least64_t next;   /* when the line is to be renewed */
    atomic_flag printing;
};

/* Read "auto", "always" or "never". False: it is none of these. */
bool progress_parse(const char *text, enum progress_when *when);

void progress_begin(struct progress *progress, enum progress_when when);

/* So many bytes more are done. Any thread. */
void progress_add(struct progress *progress, uint64_t bytes);

/* Erase the line. After all calls of progress_add have returned. */
void progress_end(struct progress *progress);

#endif
