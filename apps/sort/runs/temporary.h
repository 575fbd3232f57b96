/* SPDX-License-Identifier: MIT */
/*
 * What does not fit the memory, in temporary files.
 *
 * Runs lie one behind the other in one file for each directory, which has no name: so there may be
 * more of them than file descriptors, and nothing is left behind however the program ends. Those
 * that a program compresses have a file each, while there are descriptors for them.
 */
#ifndef SORT_TEMPORARY_H
#define SORT_TEMPORARY_H

#include "sort/runs/run.h"

struct temporary_directory {
    const char *path;
    int fd; /* of its file; -1: none yet */
    uint64_t end;
};

struct temporary_store {
    struct temporary_directory *directories;
    size_t count, next;
    const char *compress_program; /* or NULL */
    bool complained;              /* that it cannot be started */
};

/* A run that is being written. */
struct temporary_run {
    struct temporary_store *store;
    struct temporary_directory *directory;
    struct run_source source; /* what has been written */
    pid_t child;              /* who compresses it, or 0 */
    int to;                   /* what it is written to */
};

/* The directories are those of -T, or else $TMPDIR, or else /tmp. 0 or CUPRO_ENOMEM. */
int temporary_open(struct temporary_store *store, const char *const *paths, size_t count,
                   const char *compress_program);
void temporary_close(struct temporary_store *store);

/* Write a run: begin, put (of an emission), end. They fail with a message. */
void temporary_begin(struct temporary_run *run, struct temporary_store *store);
int temporary_put(void *run, const char *text, size_t length, size_t lines);
struct run_source temporary_end(struct temporary_run *run);

/* Before and after a run is read. They fail with a message. */
void temporary_start_reading(const struct temporary_store *store, struct run_source *source);
void temporary_stop_reading(const struct temporary_store *store, struct run_source *source);

#endif
