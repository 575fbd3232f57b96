/* SPDX-License-Identifier: MIT */
/* Entries put into an order in bounded memory. */
#ifndef COUNT_ORDERING_H
#define COUNT_ORDERING_H

#include "count/bounded/spool_merge.h"

struct ordering {
    entry_order *before;
    uint64_t most; /* only the first so many will be asked for */
    size_t memory;
    struct spool spool;
    unsigned char *room; /* keys from its beginning, entries from its end */
    size_t keys;         /* bytes */
    cupro_tally_entry *entries, *end;
    size_t count;
};

/* 0 or CUPRO_ENOMEM. To be closed in any case. */
int ordering_open(struct ordering *ordering, entry_order *before, uint64_t most, size_t memory,
                  const char *directory);
void ordering_close(struct ordering *ordering);

/* Put in an entry. Two that are put in are never equal in the order. As spool_put(). */
int ordering_put(struct ordering *ordering, const cupro_tally_entry *entry);

/* Hand all out, or the first `most`; it is empty then, and takes entries again. 0, what
 * ordering_put() may return, or what `take` returned. */
int ordering_hand_out(struct ordering *ordering, entry_taker *take, void *arg);

#endif
