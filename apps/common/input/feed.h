/* SPDX-License-Identifier: MIT */
/*
 * Hands the inputs out to the threads that work on them, a text of some megabytes at a time.
 *
 * A large file is cut into pieces that several threads read at once, a small one is one text, and
 * a stream is read by one thread at a time while the others work on what it gave before. What is
 * open is finished before anything else is opened, so that there are no more open files than
 * threads, or than the system allows. A reader waits for another one only while that one may find
 * something to share, or may close a file in whose place another one can be opened.
 *
 *     feed_open(&feed, &names, &rule, block, threads);
 *     cupro_for(threads, read_all, &feed, .grain = 1);      each with a reader of its own:
 *         while ((error = feed_next(&reader, &text)) == 0 && text.length > 0)
 *             ...
 *     feed_close(&feed);
 */
#ifndef APPS_FEED_H
#define APPS_FEED_H

#include "common/input/input.h"
#include "common/files/names.h"
#include "common/files/open_gate.h"

#include <pthread.h>
#include <stdatomic.h>

struct feed {
    struct names *names;
    const struct record_rule *rule;
    size_t block;
    size_t readers;
    bool as_is; /* what is compressed is not decoded; may be set after the open */

    struct open_gate gate; /* those that are open are inside */
    pthread_mutex_t lock;  /* guards what follows, and the names' errors */
    pthread_cond_t changed;
    struct shared_input *shared; /* open, and not yet handed out to its end */
    atomic_size_t open;          /* how many those are; a hint when read without the lock */
    size_t next;                 /* the first name that no reader has taken */
    size_t holders;              /* readers that have names and may find something to share */
    bool standard_taken;         /* standard input was read once */
    bool stopped;
};

/* One thread's place at the feed. */
struct feed_reader {
    struct feed *feed;
    struct buffer buffer;
    size_t name, last; /* names [name, last) are this reader's to open */
    bool holds;
};

/* `readers`: how many threads will share the work. `block`: bytes of a text, about. */
void feed_open(struct feed *feed, struct names *names, const struct record_rule *rule, size_t block,
               size_t readers);
void feed_close(struct feed *feed);

/* How many readers are of use: 1 when all there is to read is one small file. */
size_t feed_readers(const struct feed *feed);

void feed_reader_open(struct feed_reader *reader, struct feed *feed);
void feed_reader_close(struct feed_reader *reader);

/* The next text, which stays until the next call; its length is 0 when there are no more. Inputs
 * that cannot be read have their errno put down in the list of names. 0, or CUPRO_ENOMEM, which
 * ends the feed for all readers. */
int feed_next(struct feed_reader *reader, struct text *text);

/* Have all readers find the end. */
void feed_stop(struct feed *feed);

#endif
