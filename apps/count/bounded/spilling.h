/* SPDX-License-Identifier: MIT */
/* Tallies that are written to a spool when they have grown too large, and begin anew: one for each
 * thread, so that none waits for another but to write. */
#ifndef COUNT_SPILLING_H
#define COUNT_SPILLING_H

#include "count/bounded/spool.h"
#include "count/words/word_batch.h"

struct spilling_tally;

struct spilling {
    struct spool *spool;
    size_t limit; /* bytes of a tally that is large */
    pthread_mutex_t lock;
    struct spilling_tally *first;
};

void spilling_open(struct spilling *spilling, struct spool *spool, size_t limit);
void spilling_close(struct spilling *spilling);

/* A tally for the thread, as spilling_add() takes; NULL: there is no memory. Any thread. */
void *spilling_enter(void *spilling);

/* A word_sink. 0, an error of the library's, or of the spool's. */
int spilling_add(void *tally, size_t name, const cupro_slice *keys, size_t count);

/* When all is added: if the spool has runs, write what is left too; else put everything into
 * `tally`. */
int spilling_finish(struct spilling *spilling, cupro_tally *tally);

/* Keys in the order of the runs, that of their bytes. */
bool key_is_before(const cupro_tally_entry *a, const cupro_tally_entry *b);

#endif
