/* SPDX-License-Identifier: MIT */
/* From one tally to another (see add_entries.h). */
#include "count/add_entries.h"

#include <stdbool.h>

#define AT_ONCE 256

struct some_keys {
    cupro_slice keys[AT_ONCE];
    uint64_t counts[AT_ONCE];
};

static inline int add(const cupro_tally_entry *entries, size_t n, cupro_tally *to, bool once)
{
    struct some_keys some;
    int error = 0;
    while (n > 0 && !error) {
        const size_t count = n < AT_ONCE ? n : AT_ONCE;
        for (size_t i = 0; i < count; i++) {
            some.keys[i] = entries[i].key;
            some.counts[i] = entries[i].count;
        }
        error = once ? cupro_tally_add_slices(to, some.keys, count)
                     : cupro_tally_add_counts(to, some.keys, some.counts, count);
        entries += count;
        n -= count;
    }
    return error;
}

int add_entries(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    return add(entries, n, ctx, false);
}

int add_entries_once(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    return add(entries, n, ctx, true);
}
