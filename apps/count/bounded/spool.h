/* SPDX-License-Identifier: MIT */
/*
 * Keys and counts in a temporary file, as runs: sequences that are in some order. An entry is its
 * count and its length, in groups of 7 bits of which the lowest comes first, and its bytes.
 */
#ifndef COUNT_SPOOL_H
#define COUNT_SPOOL_H

#include "common/buffer.h"

#include <cupro/tally.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct spool_run {
    uint64_t begin, end; /* in the file */
};

struct spool {
    const char *directory;
    int fd; /* -1: no file yet */
    uint64_t end;
    struct spool_run *runs;
    size_t count, room;
    pthread_mutex_t lock; /* held by who writes a run */
};

void spool_open(struct spool *spool, const char *directory);
void spool_close(struct spool *spool);

/* -- Writing ----------------------------------------------------------------------------------- */

/* One run that is being written; others wait to begin theirs. */
struct spool_writer {
    struct spool *spool;
    struct spool_run run;
    unsigned char *buffer;
    size_t used;
    int error;
};

/* All of these: 0, CUPRO_ENOMEM, or an errno of the file, with which spool_fail() ends the program.
 * After spool_begin comes spool_end, whatever it returned. */
int spool_begin(struct spool_writer *writer, struct spool *spool);
int spool_put(struct spool_writer *writer, const cupro_tally_entry *entry);
int spool_end(struct spool_writer *writer);

_Noreturn void spool_fail(const struct spool *spool, int error);

/* -- Reading ----------------------------------------------------------------------------------- */

struct spool_reader {
    const struct spool *spool;
    struct spool_run left; /* not yet in the buffer */
    size_t at, filled;     /* of the buffer */
    size_t window;         /* bytes that are read at a time */
    struct buffer buffer;
    cupro_tally_entry entry; /* the one that was read last */
    bool ended;
};

/* Read the next entry, which stays until the one after it is read; or find the end. 0,
 * CUPRO_ENOMEM, or an errno. */
int spool_read(struct spool_reader *reader);

#endif
