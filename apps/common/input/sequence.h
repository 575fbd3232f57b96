/* SPDX-License-Identifier: MIT */
/*
 * Hands the inputs out in their order, for pipelines: a source takes batches of it, which threads
 * then read at the same time. How the inputs are cut depends on them and on the sizes that are
 * asked for only, never on threads.
 *
 *     sequence_open(&sequence, &names, &rule, block, 1);
 *     source:   sequence_next(&sequence, &item->batch, end)
 *     stage:    batch_read(&sequence, &item->batch, visit, item)
 *     drop:     batch_free(&sequence, &item->batch)
 *     sequence_close(&sequence);
 *
 * A small file is opened by the thread that reads it. A large one is opened when its turn comes and
 * handed out in pieces, a stream is read when its turn comes: so there are no more open files than
 * batches, or than the system allows. What the feed (feed.h) does without an order costs less.
 *
 * Descriptors. A thread that has a batch reads it without waiting for the source; but the source
 * may have to wait until batches have been read, before it hands out the rest of a file that is
 * open. So that file must not have the descriptor that small files handed out before need: those
 * are waited for, unless there is one more. Inside the gate are those batches, and files that have
 * been handed out but not read to their ends; not the one that is being handed out.
 */
#ifndef APPS_SEQUENCE_H
#define APPS_SEQUENCE_H

#include "common/input/input.h"
#include "common/files/names.h"
#include "common/files/open_gate.h"

#include <pthread.h>

struct sequence {
    struct names *names;
    const struct record_rule *rule;
    size_t block;      /* bytes of a text, about */
    size_t most_names; /* so many small files may be one batch */
    bool as_is;        /* what is compressed is not decoded; may be set after the open */
    size_t next;       /* the first name that has not been handed out */
    bool standard_taken;
    struct open_input *current; /* is being handed out */
    struct open_gate gate;
    pthread_mutex_t lock; /* guards the names' errors, how many use an open input, and: */
    pthread_cond_t all_read;
    size_t small; /* batches of files to be opened that have not been read */
    int failure;  /* why nothing more is to be read */
};

/* Zero-initialise it; the source may use it again and again. */
struct batch {
    size_t name, last;       /* the whole of each of the names [name, last), or a part of one: */
    bool begins, ends;       /* its first part, its last one */
    struct open_input *from; /* or NULL: they are to be opened */
    bool inside;             /* the gate; since when: */
    uint64_t seen;
    uint64_t lo, hi; /* of a file */
    struct buffer buffer;
    struct text text; /* of a stream */
};

/* `rule` and `names` stay. */
void sequence_open(struct sequence *sequence, struct names *names, const struct record_rule *rule,
                   size_t block, size_t most_names);
void sequence_close(struct sequence *sequence);

/* The next batch, or the end. What cannot be read has its errno put down in the list of names; a
 * part that ends its input is handed out all the same. 0 or CUPRO_ENOMEM. */
int sequence_next(struct sequence *sequence, struct batch *batch, bool *end);

typedef int text_visit(const struct text *text, void *arg);

/* Read a batch: `visit` gets its texts in their order. Any thread. 0, CUPRO_ENOMEM, or what `visit`
 * returned. */
int batch_read(struct sequence *sequence, struct batch *batch, text_visit *visit, void *arg);

/* A batch will not be read, or what was read is not wanted: whoever waits gets this error, and so
 * does who asks for more. The first one counts. */
void sequence_fail(struct sequence *sequence, int error);

/* Release what a batch holds, whether it was read or not. */
void batch_free(struct sequence *sequence, struct batch *batch);

#endif
