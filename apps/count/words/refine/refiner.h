/* SPDX-License-Identifier: MIT */
/* What is done to keys before they are counted: folded, normalised, and left out if they are too
 * short, too long, or stop words. */
#ifndef COUNT_REFINER_H
#define COUNT_REFINER_H

#include "count/words/unicode/folding.h"
#include "count/words/unicode/normal.h"
#include "count/words/word_wish.h"

#include <cupro/tally.h>

/* Made once, for all threads. */
struct refiner {
    bool idle;                  /* nothing is to be done */
    bool fold;                  /* A to Z are to be folded, */
    struct code_pages *folding; /* and other characters; or NULL */
    struct normal normal;
    bool utf8;
    size_t shortest, longest; /* characters of keys that are kept */
    cupro_tally *stop;        /* words that are left out; or NULL (stop_words.h) */
    bool chooses;             /* not all keys are kept */
};

/* Room of one thread's for keys that had to be changed. Zero-initialise it. */
struct refiner_room {
    struct buffer made;           /* the new keys, one behind the other */
    struct buffer normal, folded; /* of the key that is being worked on */
};

/* All that is wished for but stop words. `folded`: A to Z have been folded already. 0 or
 * CUPRO_ENOMEM; to be closed either way. */
int refiner_open(struct refiner *refiner, const struct word_wish *wish, bool folded);
void refiner_close(struct refiner *refiner);

/* CUPRO_ENOMEM if there was no memory for a property of a character: keys may be wrong. */
int refiner_error(const struct refiner *refiner);

void refiner_room_free(struct refiner_room *room);

/* Work on keys, 1 to WORD_BATCH, and on what they point to: in the order in which it stands in
 * memory, with room behind it (buffer.h); what is between them may be folded too. *count becomes
 * the number of those that are kept. They are valid until the next call. 0 or CUPRO_ENOMEM. */
int refine(const struct refiner *refiner, struct refiner_room *room, cupro_slice *keys,
           size_t *count);

#endif
