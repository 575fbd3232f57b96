/* SPDX-License-Identifier: MIT */
/* What becomes of the words of each document. */
#ifndef COUNT_BOUNDED_DOCUMENTS_H
#define COUNT_BOUNDED_DOCUMENTS_H

#include "count/bounded/shares.h"
#include "count/bounded/spilling.h"
#include "count/results/result_wish.h"

#include "common/files/names.h"

struct bounded_documents {
    struct spilling *spilling; /* has them, with the names of prefixed_key.h */
    const struct names *names; /* those with an error are left out */
    uint64_t files;            /* how many are not */
    const struct result_wish *wish;
    const struct shares *shares;
};

/* All of these: 0, an error of the library's, or of the spool's. */

/* Add every word of every document to `words` once. */
int count_documents(const struct bounded_documents *documents, struct spilling *words);

/* Print how often each word occurs in each document. Ends the program with a message when the
 * result cannot be written. */
int print_counts_by_document(const struct bounded_documents *documents);

/* An entry of a document that is left out. */
static inline bool is_left_out(const struct bounded_documents *documents, size_t name)
{
    return documents->names->item[name].error != 0;
}

#endif
