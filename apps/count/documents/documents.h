/* SPDX-License-Identifier: MIT */
/*
 * Counting each input by itself: a document is one of the names, however many threads have read it.
 * Or each part of the inputs, which are cut in the same way on any number of threads.
 *
 * Documents are finished in any order, on several threads at the same time, and then passed on in
 * the order of the names. No more than two a thread are in memory at once.
 */
#ifndef COUNT_DOCUMENTS_H
#define COUNT_DOCUMENTS_H

#include "count/words/word_plan.h"

#include "common/output/draft.h"
#include "common/files/names.h"
#include "common/output/progress.h"

#include <cupro/tally.h>

/* How many documents there are, when all has been read: names without an error, standard input
 * once. */
uint64_t documents_count(const struct names *names);

struct document_reading {
    struct names *names;
    const struct word_plan *plan;
    size_t block;
    bool as_is;
    bool parts; /* a part of an input, or small files up to that size, is what is counted by itself
                 */
    struct progress *progress;
    /* A document has been counted: put something together for `pass`. Any thread. */
    int (*finish)(void *arg, size_t name, cupro_tally *tally, struct draft *draft);
    /* One at a time, in order. NULL: nobody cares. */
    int (*pass)(void *arg, size_t name, cupro_tally *tally, struct draft *draft);
    void *arg;
};

/* Read everything. The names have the errors of what could not be read to its end. Such documents
 * are neither finished nor passed on, such parts are as far as they go. 0, an error of the
 * library's, or what `finish` or `pass` returned. */
int documents_read(const struct document_reading *reading);

#endif
