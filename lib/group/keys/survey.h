/* SPDX-License-Identifier: MIT */
/* Surveys: what a sample of the keys says about all of them. */
#ifndef CUPRO__SURVEY_H
#define CUPRO__SURVEY_H

#include "group/tables/group_table.h"

/* Keys that are a large share of all, each with a number of its own, in open addressing. */
struct cupro__heavy {
    size_t count;     /* of them                                                      */
    size_t mask;      /* places - 1                                                   */
    uint64_t *keys;   /* of the places, `words` each; in free ones of a place that is not */
    uint16_t *number; /* of the key; or CUPRO__NOT_HEAVY; with CUPRO__GOES_ON a key whose home
                       * is here or before may stand behind */
};

enum { CUPRO__NOT_HEAVY = 0x7fff, CUPRO__GOES_ON = 0x8000, CUPRO__MOST_HEAVY = 512 };

/* The numbers [from, from + count). */
struct cupro__window {
    uint64_t from;
    size_t count; /* 0: there is none */
};

/* So far apart are the keys of a window that the sample has. */
enum { CUPRO__MOST_DENSE = 65536 };

struct cupro__survey {
    size_t groups;               /* of all elements, about; no more than there are elements */
    struct cupro__window window; /* that all of the sample lies in, with some room around */
    struct cupro__heavy heavy;
    unsigned char *fields; /* the sample's, if they are long */
};

/* Draw a sample, which depends on the array only, and so does which keys are heavy:
 * CUPRO__MOST_HEAVY at most, that are more than a share of that of the sample. CUPRO_ENOMEM, or
 * what a key failed with. Close it in any case. */
int cupro__survey_open(struct cupro__survey *survey, const struct cupro__keyed *keyed);
void cupro__survey_close(struct cupro__survey *survey);

/* The low bits of a hash, where they are not a length. */
static inline size_t cupro__heavy_home(const struct cupro__heavy *heavy, uint64_t hash)
{
    return hash >> 5 & heavy->mask;
}

/* The number of a key from a place on, or CUPRO__NOT_HEAVY. */
static inline unsigned cupro__heavy_from(const struct cupro__heavy *heavy, const uint64_t *key,
                                         size_t place, size_t words)
{
    for (;; place = (place + 1) & heavy->mask) {
        unsigned number = heavy->number[place];
        if ((number & CUPRO__NOT_HEAVY) != CUPRO__NOT_HEAVY &&
            cupro__keys_are_equal(heavy->keys + place * words, key, words))
            return number & CUPRO__NOT_HEAVY;
        if ((number & CUPRO__GOES_ON) == 0)
            return CUPRO__NOT_HEAVY;
    }
}

/* The number of a key with this hash, or CUPRO__NOT_HEAVY. Of numbers the first place is looked at
 * without a branch, as whether a key is heavy cannot be foretold. */
static inline __attribute__((always_inline)) unsigned
cupro__heavy_number(const struct cupro__heavy *heavy, const uint64_t *key, uint64_t hash,
                    size_t words)
{
    size_t place = cupro__heavy_home(heavy, hash);
    if (words != CUPRO__NUMBER_WORDS)
        return cupro__heavy_from(heavy, key, place, words);
    unsigned number = heavy->number[place];
    bool is_here = heavy->keys[place] == key[0];
    if (__builtin_expect((unsigned)is_here < number >> 15, 0))
        return cupro__heavy_from(heavy, key, place, words);
    return is_here ? number & CUPRO__NOT_HEAVY : CUPRO__NOT_HEAVY;
}

#endif
