/* SPDX-License-Identifier: MIT */
/* Tallies that are written to a spool when they have grown too large, and begin anew: one for each
 * thread, so that none waits for another but to write. */
#ifndef COUNT_SPILLING_H
#define COUNT_SPILLING_H

#include "count/bounded/spool_merge.h"
#include "count/words/word_batch.h"

#include "common/buffer.h"

struct spilling_tally;

struct spilling {
    struct spool spool;
    size_t limit; /* bytes of a tally that is large */
    pthread_mutex_t lock;
    struct spilling_tally *first;
};

/* Temporary files go to the directory. */
void spilling_open(struct spilling *spilling, const char *directory, size_t limit);
void spilling_close(struct spilling *spilling);

/* A tally for the thread, as those below take; NULL: there is no memory. Any thread. */
void *spilling_enter(void *spilling);

/* The same for who is alone: one that is there already, if there is one. */
void *spilling_enter_again(struct spilling *spilling);

/* A word_sink. 0, an error of the library's, or of the spool's; as are all of these. */
int spilling_add(void *tally, size_t name, const cupro_slice *keys, size_t count);

/* The same, but words of different names are different: the keys are those of prefixed_key.h. */
int spilling_add_named(void *tally, size_t name, const cupro_slice *keys, size_t count);

/* Add entries, as often as they were counted; a cupro_tally_visit. */
int spilling_add_entries(const cupro_tally_entry *entries, size_t n, void *tally);

/* When all is added, and the spool has no runs: the one tally that has everything, and stays with
 * `spilling`. */
int spilling_gather(struct spilling *spilling, cupro_tally **tally);

/* When all is added: hand out everything, in the order of the keys' bytes, each once. What is in
 * memory takes up to twice as much meanwhile, or windows of runs `memory`. */
int spilling_hand_out(struct spilling *spilling, size_t memory, entry_taker *take, void *arg);

/* Release everything; more may be added. */
void spilling_clear(struct spilling *spilling);

/* Keys in the order of the runs, that of their bytes; and in the reverse of it. */
bool key_is_before(const cupro_tally_entry *a, const cupro_tally_entry *b);
bool key_is_behind(const cupro_tally_entry *a, const cupro_tally_entry *b);

#endif
