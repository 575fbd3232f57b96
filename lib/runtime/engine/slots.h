/* SPDX-License-Identifier: MIT */
/*
 * Slots: the ranges of chunks that runners still have to do, and how they steal them.
 *
 * Contract. Each runner owns one slot: a half-open range of chunk numbers, packed into one 64-bit
 * word so that both ends change together. Only the owner takes from the front; anybody takes the
 * upper half; only the owner refills it, and only when it is empty, with what it has stolen, or
 * with what it had taken itself. So every chunk is claimed once. Wait-free for whoever succeeds,
 * lock-free for all. A range that a thief has taken and not yet put into its own slot is seen by
 * nobody: others may leave early, but nothing is lost.
 *
 * No order stronger than relaxed: a slot hands over numbers, not data. What a chunk reads was
 * written before the runners began, and what it writes is read after they ended.
 * A word that comes back to an older value (one chunk stolen away and back) is right again when a
 * late thief compares it: the value is all the state there is.
 *
 *       one slot, 128 bytes: two cache lines, since neighbours are fetched in pairs
 *       | hi : lo | claimed | failure | failed_at | tries | … |   (owner only from failure on)
 *
 * The model check (tests/model) includes this very file.
 */
#ifndef CUPRO__SLOTS_H
#define CUPRO__SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifndef CUPRO__SLOTS_MODEL
#include <stdatomic.h>
#define CUPRO__ATOMIC_U64 _Atomic uint64_t
#define CUPRO__ATOMIC_INT atomic_int
#endif

#define CUPRO__SLOT_BYTES 128

/* What a thief is to its victim, by where their threads are bound. */
enum cupro__kinship {
    CUPRO__NEAR, /* the same L3 cache, and node */
    CUPRO__SAME_NODE,
    CUPRO__REMOTE,   /* another node                    */
    CUPRO__UNPLACED, /* the node of one is not known    */
    CUPRO__KINSHIPS
};

struct cupro__slot {
    CUPRO__ATOMIC_U64 range;
    CUPRO__ATOMIC_INT claimed; /* 1 when a runner has this slot */
    int failure;               /* the code of the lowest piece that failed here, or 0 */
    size_t failed_at;          /* where that piece begins */
    /* For counters. */
    uint64_t tries;                   /* atomic read-modify-writes, the failed ones too */
    uint64_t steals[CUPRO__KINSHIPS]; /* ranges that came from other slots              */
    uint64_t remote_chunks;           /* chunks in those of another node                */
} __attribute__((aligned(CUPRO__SLOT_BYTES)));

struct cupro__span {
    uint32_t lo, hi;
};

static inline uint64_t cupro__span_pack(struct cupro__span span)
{
    return (uint64_t)span.hi << 32 | span.lo;
}

static inline struct cupro__span cupro__span_unpack(uint64_t word)
{
    struct cupro__span span = {(uint32_t)word, (uint32_t)(word >> 32)};
    return span;
}

/* For the owner, when the slot is empty or nobody else runs yet. */
static inline void cupro__slot_fill(struct cupro__slot *slot, struct cupro__span span)
{
    atomic_store_explicit(&slot->range, cupro__span_pack(span), memory_order_relaxed);
}

/* How many chunks it has at this moment. */
static inline uint32_t cupro__slot_left(const struct cupro__slot *slot)
{
    struct cupro__span span =
        cupro__span_unpack(atomic_load_explicit(&slot->range, memory_order_relaxed));
    return span.lo < span.hi ? span.hi - span.lo : 0;
}

/* The owner takes some chunks from the front: an eighth of what is left, at least one and at most
 * 16, so that little is out of the thieves' reach. Empty when there is nothing. */
static inline struct cupro__span cupro__slot_take(struct cupro__slot *slot)
{
    uint64_t word = atomic_load_explicit(&slot->range, memory_order_relaxed);
    for (;;) {
        struct cupro__span span = cupro__span_unpack(word);
        if (span.lo >= span.hi)
            return span;
        uint32_t many = (span.hi - span.lo) / 8;
        many = many < 1 ? 1 : many > 16 ? 16 : many;
        struct cupro__span taken = {span.lo, span.lo + many};
        struct cupro__span rest = {taken.hi, span.hi};
        slot->tries++;
        if (atomic_compare_exchange_weak_explicit(&slot->range, &word, cupro__span_pack(rest),
                                                  memory_order_relaxed, memory_order_relaxed))
            return taken;
    }
}

/* The owner has yet to run these chunks that it took: should it put them back into its slot, and
 * take again? When there are several, and thieves have emptied the slot meanwhile. So what is out
 * of the thieves' reach is not much more than the chunk at work, however long one takes. (Without
 * that, work of which an eighth is four times as heavy took up to 1.3 times as long as it might:
 * tests/topology/test_simulation.c.) */
static inline bool cupro__slot_wants(const struct cupro__slot *slot, struct cupro__span span)
{
    return span.lo + 1 < span.hi && cupro__slot_left(slot) == 0;
}

/* Take the upper half of the victim's range into the thief's own empty slot. How many chunks that
 * was: 0 when the victim has nothing. A victim's last chunk goes as a whole. */
static inline uint32_t cupro__slot_steal(struct cupro__slot *victim, struct cupro__slot *thief)
{
    uint64_t word = atomic_load_explicit(&victim->range, memory_order_relaxed);
    for (;;) {
        struct cupro__span span = cupro__span_unpack(word);
        if (span.lo >= span.hi)
            return 0;
        uint32_t middle = span.lo + (span.hi - span.lo) / 2;
        struct cupro__span rest = {span.lo, middle};
        struct cupro__span taken = {middle, span.hi};
        thief->tries++;
        if (atomic_compare_exchange_weak_explicit(&victim->range, &word, cupro__span_pack(rest),
                                                  memory_order_relaxed, memory_order_relaxed)) {
            cupro__slot_fill(thief, taken);
            return taken.hi - taken.lo;
        }
    }
}

#endif
