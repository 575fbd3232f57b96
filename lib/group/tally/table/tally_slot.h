/* SPDX-License-Identifier: MIT */
/*
 * A key of a tally and how often it was added: 32 bytes, half a cache line.
 *
 * Keys of up to 16 bytes lie in the slot itself, padded with zeros, so that comparing them takes no
 * pointer and no loop. The padding hides how long they are; the tag tells. The upper bits of the
 * tag are those of the hash, so sorting by tags sorts by hashes.
 */
#ifndef CUPRO__TALLY_SLOT_H
#define CUPRO__TALLY_SLOT_H

#include "group/hash.h"

#include <cupro/tally.h>
#include <stdbool.h>

#define CUPRO__INLINE_BYTES 16

struct cupro__tally_slot {
    union {
        char bytes[CUPRO__INLINE_BYTES];
        uint64_t half[2]; /* the same; of a tally of numbers: the number, and 0 */
        cupro_slice far;  /* a long key                                         */
    } key;
    uint64_t tag; /* 0: none. The hash's upper 56 bits, then the length + 1, or 255 for long keys */
    uint64_t count;
};

_Static_assert(sizeof(struct cupro__tally_slot) == 32, "two slots a cache line");

static inline uint64_t cupro__tally_tag(uint64_t hash, size_t length)
{
    return (hash & ~UINT64_C(255)) | (length <= CUPRO__INLINE_BYTES ? length + 1 : 255);
}

static inline bool cupro__slot_is_far(const struct cupro__tally_slot *slot)
{
    return (slot->tag & 255) == 255;
}

static inline cupro_slice cupro__slot_key(const struct cupro__tally_slot *slot)
{
    if (cupro__slot_is_far(slot))
        return slot->key.far;
    return (cupro_slice){slot->key.bytes, (size_t)(slot->tag & 255) - 1};
}

/* Their tags are the same. */
static inline bool cupro__slots_same_key(const struct cupro__tally_slot *a,
                                         const struct cupro__tally_slot *b)
{
    if (__builtin_expect(cupro__slot_is_far(a), 0))
        return a->key.far.length == b->key.far.length &&
               memcmp(a->key.far.begin, b->key.far.begin, a->key.far.length) == 0;
    return a->key.half[0] == b->key.half[0] && a->key.half[1] == b->key.half[1];
}

/* Counts end at the largest number there is, so that their sums do not depend on an order. */
static inline uint64_t cupro__sum_of_counts(uint64_t a, uint64_t b)
{
    uint64_t sum = a + b;
    return sum >= a ? sum : UINT64_MAX;
}

/* The slot that would hold a key; a long key's bytes stay where they are. */
static inline struct cupro__tally_slot cupro__slot_of(const struct cupro__hash_key *hash_key,
                                                      cupro_slice key, uint64_t count)
{
    struct cupro__tally_slot slot = {.count = count};
    uint64_t hash;
    if (__builtin_expect(key.length <= CUPRO__INLINE_BYTES, 1)) {
        uint64_t half[2];
        cupro__load_halves((const unsigned char *)key.begin, key.length, half);
        hash = cupro__hash_halves(hash_key, half, key.length);
        slot.key.half[0] = cupro__load64((const unsigned char *)&half[0]);
        slot.key.half[1] = cupro__load64((const unsigned char *)&half[1]);
    } else {
        hash = cupro__hash_long(hash_key, key.begin, key.length);
        slot.key.far = key;
    }
    slot.tag = cupro__tally_tag(hash, key.length);
    return slot;
}

/* The slot that would hold a number. */
static inline struct cupro__tally_slot cupro__slot_of_number(const struct cupro__hash_key *hash_key,
                                                             uint64_t number, uint64_t count)
{
    return (struct cupro__tally_slot){
        .key.half = {number},
        .tag = cupro__tally_tag(cupro__hash_number(hash_key, number), sizeof number),
        .count = count};
}

#endif
