/* SPDX-License-Identifier: MIT */
/* Slots: what an owner takes, what a thief gets, and that each chunk is claimed once. */
#include "places.h"
#include "run_tests.h"

#include "runtime/engine/slots.h"

#include <pthread.h>
#include <sched.h>

static struct cupro__slot slot_of(uint32_t lo, uint32_t hi)
{
    struct cupro__slot slot = {0};
    cupro__slot_fill(&slot, (struct cupro__span){lo, hi});
    return slot;
}

static const struct cupro__span spans[] = {
    {0, 0},  {0, 1},      {5, 7},          {0, 15},
    {0, 16}, {100, 1100}, {0, UINT32_MAX}, {UINT32_MAX - 3, UINT32_MAX}};

START_TEST(a_slot_shares_its_cache_lines_with_no_other)
{
    ck_assert_uint_eq(sizeof(struct cupro__slot), CUPRO__SLOT_BYTES);
    ck_assert_uint_eq(_Alignof(struct cupro__slot), CUPRO__SLOT_BYTES);
}
END_TEST

START_TEST(a_span_fits_a_word)
{
    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        struct cupro__span span = cupro__span_unpack(cupro__span_pack(spans[i]));
        ck_assert(span.lo == spans[i].lo && span.hi == spans[i].hi);
    }
}
END_TEST

START_TEST(the_owner_takes_an_eighth_from_the_front_but_16_at_most)
{
    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        struct cupro__slot slot = slot_of(spans[i].lo, spans[i].hi);
        uint32_t left = spans[i].hi - spans[i].lo;
        struct cupro__span span = cupro__slot_take(&slot);
        uint32_t taken = span.hi - span.lo;
        ck_assert_uint_eq(span.lo, spans[i].lo);
        ck_assert_uint_le(taken, left / 8 > 0 ? left / 8 : 1);
        ck_assert_uint_le(taken, 16);
        ck_assert(left == 0 || taken > 0);
        struct cupro__span next = cupro__slot_take(&slot);
        ck_assert(left == taken ? next.lo >= next.hi : next.lo == span.hi);
    }
}
END_TEST

START_TEST(a_thief_takes_the_upper_half_and_a_last_chunk_whole)
{
    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        struct cupro__slot victim = slot_of(spans[i].lo, spans[i].hi), thief = slot_of(0, 0);
        uint32_t left = spans[i].hi - spans[i].lo;
        ck_assert_uint_eq(cupro__slot_steal(&victim, &thief), left - left / 2);
        struct cupro__span rest = cupro__span_unpack(victim.range);
        struct cupro__span taken = cupro__span_unpack(thief.range);
        ck_assert(rest.hi - rest.lo == left / 2 && taken.hi - taken.lo == left - left / 2);
        ck_assert(left == 0 ||
                  (rest.lo == spans[i].lo && rest.hi == taken.lo && taken.hi == spans[i].hi));
    }
}
END_TEST

START_TEST(an_owner_puts_back_what_it_has_when_thieves_have_emptied_its_slot)
{
    const struct cupro__slot empty = slot_of(7, 7), full = slot_of(7, 8);
    ck_assert(cupro__slot_wants(&empty, (struct cupro__span){3, 5}));
    ck_assert(!cupro__slot_wants(&empty, (struct cupro__span){4, 5})); /* the next, and no more */
    ck_assert(!cupro__slot_wants(&empty, (struct cupro__span){5, 5}));
    ck_assert(!cupro__slot_wants(&full, (struct cupro__span){3, 5}));
}
END_TEST

/* -- Owners and thieves at the same time ------------------------------------------------------- */

enum { THREADS = 4, CHUNKS = 40000 };

static struct cupro__slot slots[THREADS];
static atomic_int claims[CHUNKS];
static atomic_int ready;

static void claim(struct cupro__span span)
{
    for (uint32_t chunk = span.lo; chunk < span.hi; chunk++)
        atomic_fetch_add(&claims[chunk], 1);
}

static bool steal_somewhere(size_t self)
{
    for (size_t i = 1; i < THREADS; i++)
        if (cupro__slot_steal(&slots[(self + i) % THREADS], &slots[self]) > 0)
            return true;
    return false;
}

static void *own_and_steal(void *arg)
{
    size_t self = (size_t)((struct cupro__slot *)arg - slots);
    atomic_fetch_add(&ready, 1);
    while (atomic_load(&ready) < THREADS)
        sched_yield();
    do {
        struct cupro__span span = cupro__slot_take(&slots[self]);
        while (span.lo < span.hi) {
            claim((struct cupro__span){span.lo, span.lo + 1});
            span.lo++;
            if (cupro__slot_wants(&slots[self], span)) {
                cupro__slot_fill(&slots[self], span);
                span.lo = span.hi;
            }
            if (span.lo >= span.hi)
                span = cupro__slot_take(&slots[self]);
        }
    } while (steal_somewhere(self));
    return NULL;
}

START_TEST(each_chunk_is_claimed_once)
{
    for (int repetition = 0; repetition < 200; repetition++) {
        pthread_t threads[THREADS];
        atomic_store(&ready, 0);
        for (size_t chunk = 0; chunk < CHUNKS; chunk++)
            claims[chunk] = 0;
        for (size_t i = 0; i < THREADS; i++) /* all of it in one slot, so that all others steal */
            slots[i] = i == 0 ? slot_of(0, CHUNKS) : slot_of(0, 0);
        for (size_t i = 0; i < THREADS; i++)
            pthread_create(&threads[i], NULL, own_and_steal, &slots[i]);
        for (size_t i = 0; i < THREADS; i++)
            pthread_join(threads[i], NULL);
        size_t wrong = 0;
        for (size_t chunk = 0; chunk < CHUNKS; chunk++)
            wrong += claims[chunk] != 1;
        ck_assert_uint_eq(wrong, 0);
    }
}
END_TEST

int main(void)
{
    return RUN_TESTS("slots", 1, a_slot_shares_its_cache_lines_with_no_other, a_span_fits_a_word,
                     the_owner_takes_an_eighth_from_the_front_but_16_at_most,
                     a_thief_takes_the_upper_half_and_a_last_chunk_whole,
                     an_owner_puts_back_what_it_has_when_thieves_have_emptied_its_slot,
                     each_chunk_is_claimed_once);
}
