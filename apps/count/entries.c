/* SPDX-License-Identifier: MIT */
/* From one tally to another (see entries.h). */
#include "count/entries.h"

#include <cupro/error.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 256

struct adding {
    cupro_tally *to;
    enum entry_weight weight;
    uint64_t taken;
};

static int add_some(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    const struct adding *adding = ctx;
    cupro_slice keys[AT_ONCE];
    uint64_t counts[AT_ONCE];
    size_t used = 0;
    int error = 0;
    for (size_t i = 0; i < n && !error; i++) {
        if (entries[i].count > adding->taken) {
            keys[used] = entries[i].key;
            counts[used++] = adding->weight == ENTRIES_ONCE ? 1 : entries[i].count - adding->taken;
        }
        if (used == AT_ONCE || i + 1 == n) {
            error = cupro_tally_add_counts(adding->to, keys, counts, used);
            used = 0;
        }
    }
    return error;
}

int entries_add_tally(cupro_tally *to, cupro_tally *from, enum entry_weight weight)
{
    struct adding adding = {.to = to, .weight = weight};
    return cupro_tally_each(from, add_some, &adding);
}

int entries_add_rest(cupro_tally *to, const cupro_tally_entry *entries, size_t count,
                     uint64_t taken)
{
    struct adding adding = {.to = to, .weight = ENTRIES_COUNTED, .taken = taken};
    return add_some(entries, count, &adding);
}

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

int entries_copy(cupro_tally *tally, cupro_tally_entry **entries, size_t *count)
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
