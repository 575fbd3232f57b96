/* SPDX-License-Identifier: MIT */
/*
 * A tally: shards that threads add to, and what has been merged.
 *
 * A shard is a table and the bytes of its long keys. Whoever adds takes one out with an atomic
 * exchange on its flag, and gives it back with a store; a thread begins with the shard that it used
 * last, so that it finds its own table in its cache. Who finds all of them taken makes more: nobody
 * waits. Merging empties them all.
 */
#ifndef CUPRO__TALLY_H
#define CUPRO__TALLY_H

#include "group/tally/tally_arena.h"
#include "group/tally/tally_table.h"

#include "runtime/engine.h"

#include <cupro/loop.h>
#include <stdatomic.h>

enum { CUPRO__SHARDS = 64 };

struct cupro__tally_shard {
    _Alignas(128) atomic_bool taken;
    struct cupro__tally_table table;
    struct cupro__tally_arena arena;
};

struct cupro__tally_shards {
    struct cupro__tally_shard shard[CUPRO__SHARDS];
    struct cupro__tally_shards *_Atomic more;
};

/* Keys whose hashes begin with the same bits, each once, sorted by their tags. */
struct cupro__tally_part {
    struct cupro__tally_slot *slots;
    size_t count;
};

struct cupro__tally_chunk;

/* The parts, 2^bits of them, and the memory that they are in. */
struct cupro__tally_list {
    struct cupro__tally_list *next; /* that was absorbed, and not yet merged */
    struct cupro__tally_part *parts;
    struct cupro__tally_chunk *chunks;
    unsigned bits; /* 1 or more */
    size_t bytes;
    size_t size;    /* keys in all parts */
    uint64_t total; /* of their counts   */
};

struct cupro_tally {
    bool of_numbers;
    struct cupro__tally_shards *shards;
    struct cupro__tally_list *list; /* NULL: nothing was merged */
    struct cupro__tally_arena arena;
    atomic_size_t bytes;
};

/* A shard for the caller alone, or NULL when there is no memory; and back. */
struct cupro__tally_shard *cupro__tally_take(cupro_tally *tally);
void cupro__tally_give(struct cupro__tally_shard *shard);

/* Check that it is a tally of this kind, and merge it. */
int cupro__tally_ready(cupro_tally *tally, bool of_numbers, const cupro_call *call);

void cupro__tally_list_free(struct cupro__tally_list *list);
void cupro__tally_chunks_free(struct cupro__tally_chunk *chunk);

/* The slots of a part of 2^bits, `bits` at least the list's own. */
struct cupro__tally_part cupro__tally_part_of(const struct cupro__tally_list *list, uint64_t part,
                                              unsigned bits);

/* Call body(lo, hi, ctx) for all parts that were merged; the call says where. */
int cupro__tally_for_parts(const cupro_tally *tally, cupro_body *body, void *ctx,
                           const cupro_call *call);

/* What a tally's keys are to those who read it: cupro_tally_entry or cupro_tally_number. */
struct cupro__tally_kind {
    size_t size;
    void (*convert)(const struct cupro__tally_slot *slots, size_t n, void *elements);
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
