/* SPDX-License-Identifier: MIT */
/* From one tally to another (see spread.h). */
#include "count/spread.h"

#include <cupro/error.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 256
#define GOLDEN  0.6180339887498949

struct copies {
    cupro_tally_entry *entries;
    atomic_size_t count;
};

static int copy_some(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    struct copies *copies = ctx;
    memcpy(copies->entries + atomic_fetch_add(&copies->count, n), entries, n * sizeof *entries);
    return 0;
}

int copy_entries(cupro_tally *tally, cupro_tally_entry **entries, size_t *count)
{
    struct copies copies = {NULL, 0};
    *entries = NULL;
    int error = cupro_tally_size(tally, count, NULL);
    if (error || *count == 0)
        return error;
    copies.entries = reallocarray(NULL, *count, sizeof *copies.entries);
    error = copies.entries ? cupro_tally_each(tally, copy_some, &copies) : CUPRO_ENOMEM;
    if (error)
        free(copies.entries);
    else
        *entries = copies.entries;
    return error;
}

static size_t common_divisor(size_t a, size_t b)
{
    while (b > 0) {
        const size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Steps of that length meet each of so many entries once. */
static size_t step_of(size_t count)
{
    size_t step = (size_t)((double)count * GOLDEN);
    while (common_divisor(step, count) != 1)
        step++;
    return step;
}

int add_spread(cupro_tally *to, const cupro_tally_entry *entries, size_t count, int how,
               uint64_t taken)
{
    cupro_slice keys[AT_ONCE];
    uint64_t counts[AT_ONCE];
    const size_t step = count > 0 ? step_of(count) : 0;
    size_t used = 0, at = 0;
    int error = 0;
    for (size_t i = 0; i < count && !error; i++) {
        const cupro_tally_entry *entry = &entries[at];
        at = at < count - step ? at + step : at - (count - step);
        if (entry->count > taken) {
            keys[used] = entry->key;
            counts[used++] = how == SPREAD_ONCE ? 1 : entry->count - taken;
        }
        if (used == AT_ONCE || i + 1 == count) {
            error = cupro_tally_add_counts(to, keys, counts, used);
            used = 0;
        }
    }
    return error;
}

int add_tally(cupro_tally *to, cupro_tally *from, int how)
{
    cupro_tally_entry *entries;
    size_t count;
    int error = copy_entries(from, &entries, &count);
    if (!error)
        error = add_spread(to, entries, count, how, 0);
    free(entries);
    return error;
}
