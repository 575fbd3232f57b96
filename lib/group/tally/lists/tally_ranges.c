/* SPDX-License-Identifier: MIT */
/*
 * Choosing ranges, and finding a slot's (see tally_ranges.h): a sample sort's splitters, and a
 * binary search of them without branches.
 *
 * Of an entry eight bytes are looked at, its digest: of its count and its key, or only of its key.
 * Where they are a splitter's the whole keys are compared; so ranges are as long as each other also
 * where all keys begin alike. (Entries are independent of each other, and searched for 16 at a
 * time: one by one, and with branches, it took twice as long.)
 */
#include "group/tally/lists/tally_ranges.h"

#include "sort/numbers/mixed.h"
#include "sort/strings/strings.h"

#include <stdlib.h>

enum { SAMPLES_A_RANGE = 32, SOME = 16 };

/* -- Finding ------------------------------------------------------------------------------------
 */

/* Small counts come before the key's first seven bytes; large ones say enough. */
static inline uint64_t digest_of(bool by_count, uint64_t count, uint64_t bytes)
{
    const uint64_t most = 255;
    if (!by_count)
        return bytes;
    return count < most ? (most - count) << 56 | bytes >> 8 : ~count >> 8;
}

/* Both have eight bytes at least: a long key, and what is padded with zeros. */
static inline uint64_t digest_of_slot(bool by_count, const struct cupro__tally_slot *slot)
{
    const char *at = cupro__slot_is_far(slot) ? slot->key.far.begin : slot->key.bytes;
    return digest_of(by_count, slot->count, cupro__load_bytes(at, sizeof(uint64_t)));
}

static uint64_t digest_of_entry(bool by_count, const cupro_tally_entry *entry)
{
    size_t length = entry->key.length;
    char bytes[sizeof(uint64_t)] = {0};
    memcpy(bytes, entry->key.begin, length < sizeof bytes ? length : sizeof bytes);
    return digest_of(by_count, entry->count, cupro__load_bytes(bytes, sizeof bytes));
}

static bool is_before(bool by_count, const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    if (by_count && a->count != b->count)
        return a->count > b->count;
    return cupro__strings_compare(a->key, b->key, 0) < 0;
}

/* The range of a slot that has the same digest as what range `at` ends with. */
static __attribute__((noinline)) size_t compare_keys(const struct cupro__tally_ranges *ranges,
                                                     size_t at, uint64_t digest,
                                                     const struct cupro__tally_slot *slot)
{
    const cupro_tally_entry entry = {cupro__slot_key(slot), slot->count};
    size_t end = ranges->n - 1;
    while (at < end) {
        size_t middle = at + (end - at) / 2;
        if (digest < ranges->digest[middle] ||
            is_before(ranges->by_count, &entry, &ranges->first[middle]))
            end = middle;
        else
            at = middle + 1;
    }
    return at;
}

static inline __attribute__((always_inline)) void
find_some(const struct cupro__tally_ranges *ranges, bool by_count,
          const struct cupro__tally_slot *slots, size_t n, uint8_t *of)
{
    uint64_t digest[SOME];
    size_t at[SOME] = {0};
    for (size_t i = 0; i < n; i++)
        digest[i] = digest_of_slot(by_count, &slots[i]);
    for (size_t step = ranges->n / 2; step > 0; step /= 2)
        for (size_t i = 0; i < SOME; i++)
            at[i] += step & -(size_t)(ranges->digest[at[i] + step - 1] < digest[i]);
    for (size_t i = 0; i < n; i++) {
        if (__builtin_expect(ranges->digest[at[i]] == digest[i] && slots[i].count > 0, 0))
            at[i] = compare_keys(ranges, at[i], digest[i], &slots[i]);
        of[i] = (uint8_t)at[i];
    }
}

static void prefetch_keys(const struct cupro__tally_slot *slots, size_t n)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(cupro__slot_is_far(&slots[i]) ? slots[i].key.far.begin
                                                         : slots[i].key.bytes);
}

void cupro__ranges_of(const struct cupro__tally_ranges *ranges,
                      const struct cupro__tally_slot *slots, size_t n, uint8_t *of)
{
    for (size_t i = 0; i < n; i += SOME) {
        size_t left = n - i, some = left < SOME ? left : SOME, next = left - some;
        prefetch_keys(slots + i + some, next < SOME ? next : SOME);
        if (ranges->by_count)
            find_some(ranges, true, slots + i, some, of + i);
        else
            find_some(ranges, false, slots + i, some, of + i);
    }
}

/* -- Choosing ------------------------------------------------------------------------------------
 */

/* Entries from all over the tables; how many. Which ones depends on where a table is. */
static size_t draw(const cupro_tally *tally, cupro_tally_entry *samples, size_t most)
{
    const struct cupro__tally_kind *kind = cupro__tally_kind(false);
    const struct cupro__tally_shard *shard = NULL;
    size_t slots = 0, n = 0, before = 0;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        slots += shard->table.used;
    size_t stretch = slots / most + 1;
    while ((shard = cupro__tally_next(tally, shard)) != NULL) {
        const struct cupro__tally_table *table = &shard->table;
        for (; n < most; n++) {
            size_t at = n * stretch + cupro__mixed((uintptr_t)tally + n) % stretch;
            if (at >= before + table->used)
                break;
            at = at > before ? at - before + 1 : 1;
            while (at <= table->used && table->slots[at].count == 0)
                at++;
            if (at > table->used)
                break;
            kind->convert(&table->slots[at], &samples[n]);
        }
        before += table->used;
    }
    return n;
}

static void cut(struct cupro__tally_ranges *ranges, const cupro_tally_entry *samples, size_t n)
{
    for (size_t i = 0; i + 1 < ranges->n; i++) {
        ranges->first[i] = samples[(i + 1) * n / ranges->n];
        ranges->digest[i] = digest_of_entry(ranges->by_count, &ranges->first[i]);
    }
    ranges->digest[ranges->n - 1] = UINT64_MAX;
}

int cupro__ranges_choose(struct cupro__tally_ranges *ranges, const cupro_tally *tally,
                         bool by_count, size_t n, const cupro_call *call)
{
    const struct cupro__tally_kind *kind = cupro__tally_kind(false);
    size_t most = n * SAMPLES_A_RANGE;
    cupro_tally_entry *samples = malloc(most * sizeof *samples);
    *ranges = (struct cupro__tally_ranges){.by_count = by_count, .n = n};
    if (samples == NULL)
        return CUPRO_ENOMEM;
    size_t drawn = draw(tally, samples, most);
    int error = kind->sort_by_key(samples, drawn, call);
    if (error == 0 && by_count)
        error = kind->sort_by_count(samples, drawn, call);
    if (error == 0)
        cut(ranges, samples, drawn);
    free(samples);
    return error;
}
