/* SPDX-License-Identifier: MIT */
/*
 * A tally: shards that threads add to.
 *
 * A shard is a table and the bytes of its long keys. Whoever adds takes one out with an atomic
 * exchange on its flag, and gives it back with a store; a thread begins with the shard that it used
 * last, so that it finds its own table in its cache. Who finds all of them taken makes more: nobody
 * waits.
 *
 * Merging moves counts, not keys: a key that is in several tables has its whole count in one of
 * them afterwards, and 0 in the others. So there is no second place for what was merged, adding
 * goes on with the tables as they are, and the sum of a key's counts is right at any time.
 */
#ifndef CUPRO__TALLY_H
#define CUPRO__TALLY_H

#include "group/tally/table/tally_arena.h"
#include "group/tally/table/tally_table.h"

#include "runtime/engine/engine.h"

#include <stdatomic.h>

enum { CUPRO__SHARDS = 64 };

struct cupro__tally_shard {
    _Alignas(128) atomic_bool taken;
    bool fresh;  /* something was added since the last merge */
    bool listed; /* in the tally's list of those that have a table */
    struct cupro__tally_shard *next;
    struct cupro__tally_table table;
    struct cupro__tally_arena arena;
};

struct cupro__tally_shards {
    struct cupro__tally_shard shard[CUPRO__SHARDS];
    struct cupro__tally_shards *_Atomic more;
};

struct cupro_tally {
    bool of_numbers;
    struct cupro__tally_shards *shards;
    struct cupro__tally_shard *_Atomic listed;
    size_t size;    /* keys, as of the last merge           */
    uint64_t total; /* of their counts, as of the last merge */
    atomic_size_t bytes;
};

/* A shard for the caller alone, or NULL when there is no memory; and back. */
struct cupro__tally_shard *cupro__tally_take(cupro_tally *tally);
void cupro__tally_give(struct cupro__tally_shard *shard);

/* Put a shard that one has for oneself into the list. */
void cupro__tally_list(cupro_tally *tally, struct cupro__tally_shard *shard);

/* The shard behind this one, or the first for NULL, that has keys; NULL behind the last. */
struct cupro__tally_shard *cupro__tally_next(const cupro_tally *tally,
                                             const struct cupro__tally_shard *shard);

/* Check that it is a tally of this kind, and merge it. */
int cupro__tally_ready(cupro_tally *tally, bool of_numbers, const cupro_call *call);

/* Call body(slots, n, block, ctx) for the slots of all keys, a block at a time, where the call
 * says. Counts of 0 stand for nothing. */
enum { CUPRO__SLOTS_BLOCK = 16 << 10 }; /* slots at most: 512 KiB */
size_t cupro__tally_blocks(const cupro_tally *tally);
typedef int cupro__slots_body(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx);
int cupro__tally_for_slots(const cupro_tally *tally, cupro__slots_body *body, void *ctx,
                           const cupro_call *call);

/* What a tally's keys are to those who read it: cupro_tally_entry or cupro_tally_number. */
struct cupro__tally_kind {
    size_t size;
    void (*convert)(const struct cupro__tally_slot *slot, void *element);
    int (*sort_by_key)(void *elements, size_t n, const cupro_call *call);
    int (*sort_by_count)(void *elements, size_t n, const cupro_call *call); /* stable, descending */
    int (*top)(const void *elements, size_t n, size_t k, void *out, const cupro_call *call);
};
const struct cupro__tally_kind *cupro__tally_kind(bool of_numbers);

static inline void cupro__tally_count_bytes(cupro_tally *tally, size_t more, size_t less)
{
    atomic_fetch_add_explicit(&tally->bytes, more - less, memory_order_relaxed);
}

#endif
