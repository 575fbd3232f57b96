/* SPDX-License-Identifier: MIT */
/*
 * Tallies in files, so that what several runs have counted, on several machines, can be added up.
 *
 * A file begins with lines of text:
 *
 *     cupro-count tally 1
 *     check=1c291ca3           the CRC-32 of the lines below, up to the empty one
 *     counts=words             or files: in how many files each word occurs (--df)
 *     files=17                 that were read
 *     words=alpha              and what else says what was counted, a line each
 *                              an empty line ends them
 *
 * Behind them stand the bytes of cupro_tally_save(). Equal counts give equal bytes. Tallies that
 * were counted by different rules do not go together. The file may be compressed by gzip or zstd.
 */
#ifndef COUNT_SAVED_H
#define COUNT_SAVED_H

#include <cupro/tally.h>

#include <stdint.h>

/* What was counted, besides the words. */
struct saved_head {
    const char *counts; /* "words" or "files" */
    const char *rules;  /* lines; each ends with a line end */
    uint64_t files;
};

struct saving;

/* Begin to write the file ("-": standard output), so that it is known early whether it can be. What
 * was there stays until saving_end(). Fails with a message. */
struct saving *saving_begin(const char *name);

/* Writes what is to be saved, as cupro_tally_save() or cupro_tally_save_sorted() do. */
typedef int saving_body(cupro_tally_write *write, void *to, void *arg);

/* Write, and put the file in its place. Fails with a message. */
void saving_end(struct saving *saving, const struct saved_head *head, saving_body *body, void *arg);

/* Leave everything as it was. */
void saving_abandon(struct saving *saving);

/* Takes what was saved, as cupro_tally_load() or cupro_tally_load_each() do. */
typedef int saved_load(cupro_tally_read *read, void *from, void *arg);

/* Load what the file ("-": standard input) holds, and add its files to head->files. 0, or an errno
 * that `load` returned. Fails with a message when the file cannot be read, is damaged, or was
 * counted by other rules. */
int saved_add(const char *name, struct saved_head *head, saved_load *load, void *arg);

#endif
