/* SPDX-License-Identifier: MIT */
/*
 * Classes: two pivots divide an array's numbers into those before them, between them (the pivots
 * among these) and behind. Who is where is kept in bits, so that the array is read once.
 */
#ifndef CUPRO__CLASSES_H
#define CUPRO__CLASSES_H

#include "sort/numbers/sorting.h"

enum cupro__class { CUPRO__BEFORE, CUPRO__BETWEEN, CUPRO__BEHIND, CUPRO__CLASSES };

/* Elements of a block. */
enum { CUPRO__CLASS_BLOCK = 16384, CUPRO__CLASS_WORDS = CUPRO__CLASS_BLOCK / 64 };

struct cupro__classes {
    struct cupro__sorting part; /* the array, or what is left of it      */
    uint64_t least, most;       /* what is known of the keys: none is less, none is greater */
    uint64_t lo, hi;            /* the pivots: least <= lo <= hi <= most */
    size_t blocks;              /* of the part                           */
    uint64_t *less, *greater;   /* a bit an element                      */
    size_t (*count)[2];         /* of each block: before, and behind     */
    size_t total[CUPRO__CLASSES];
    uint64_t *samples;
    bool wary; /* the last pivots were bad ones: choose others without a sample */
};

/* Memory for arrays as long as this one, or shorter: CUPRO_ENOMEM. */
int cupro__classes_open(struct cupro__classes *classes, const struct cupro__sorting *sorting);
void cupro__classes_close(struct cupro__classes *classes);

/* Choose pivots around what stands at k in the sorted part, 0 <= k < part.n, and find out who is in
 * which class. `report` says what the call's progress is told. */
int cupro__classes_find(struct cupro__classes *classes, size_t k, const struct cupro__crew *crew,
                        const struct cupro__work *report, const cupro_call *call);

/* Word `word` of a class's bits. */
static inline uint64_t cupro__class_bits(const struct cupro__classes *classes, enum cupro__class of,
                                         size_t word)
{
    size_t left = classes->part.n - word * 64;
    uint64_t there = left < 64 ? ((uint64_t)1 << left) - 1 : UINT64_MAX;
    return of == CUPRO__BEFORE   ? classes->less[word]
           : of == CUPRO__BEHIND ? classes->greater[word]
                                 : there & ~(classes->less[word] | classes->greater[word]);
}

static inline size_t cupro__class_block_end(const struct cupro__classes *classes, size_t block)
{
    size_t begin = block * CUPRO__CLASS_BLOCK, left = classes->part.n - begin;
    return left < CUPRO__CLASS_BLOCK ? classes->part.n : begin + CUPRO__CLASS_BLOCK;
}

/* Of a block. */
static inline size_t cupro__class_count(const struct cupro__classes *classes, enum cupro__class of,
                                        size_t block)
{
    const size_t *count = classes->count[block];
    return of == CUPRO__BEFORE   ? count[0]
           : of == CUPRO__BEHIND ? count[1]
                                 : cupro__class_block_end(classes, block) -
                                       block * CUPRO__CLASS_BLOCK - count[0] - count[1];
}

/* Go on with the numbers of one class, which stand at `begin`. */
void cupro__classes_descend(struct cupro__classes *classes, enum cupro__class into, char *begin);

/* Bring the classes together, one after the other. If it is stopped, every number is still there.
 */
int cupro__classes_part(struct cupro__classes *classes, const struct cupro__crew *crew,
                        const cupro_call *call);

#endif
