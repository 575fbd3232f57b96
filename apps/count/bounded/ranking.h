/* SPDX-License-Identifier: MIT */
/* Of one list of entries after the other those that are wished for, in the order that is wished
 * for, in bounded memory. */
#ifndef COUNT_RANKING_H
#define COUNT_RANKING_H

#include "count/bounded/ordering.h"

struct ranking_wish {
    entry_order *incoming; /* in which a list's entries come, */
    entry_order *choice;   /* of which those are taken that are first in this one, */
    uint64_t top;          /* so many at most, */
    entry_order *final;    /* and handed out in this one */
};

struct ranking {
    struct ranking_wish wish;
    entry_taker *take;
    void *arg;
    bool selects, sorts;
    struct ordering choice, order;
    uint64_t taken; /* of the list, if they come in the order of the choice */
};

/* 0 or CUPRO_ENOMEM; to be closed in any case. `take` gets what comes out. Temporary files go to
 * the directory. */
int ranking_open(struct ranking *ranking, const struct ranking_wish *wish, size_t memory,
                 const char *directory, entry_taker *take, void *arg);
void ranking_close(struct ranking *ranking);

/* An entry_taker: one more of the list. As ordering_put(), or what `take` returned. */
int ranking_put(void *ranking, const cupro_tally_entry *entry);

/* The list ends, and another one may begin. */
int ranking_end_list(struct ranking *ranking);

#endif
