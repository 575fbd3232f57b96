/* SPDX-License-Identifier: MIT */
/* Tallies without memory, and lists of their entries. */
#include "unit/no_memory/no_memory.h"

#include <stdlib.h>

/* The keys' bytes, short and long, from places in the arrays. */
static int add_keys(size_t lo, size_t hi, void *ctx)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = cupro_tally_add(ctx, &numbers[i % 500], 8 + (size_t)(i % 2) * 12, 1);
    return error;
}

static int write_nowhere(const void *bytes, size_t length, void *arg)
{
    *(size_t *)arg += length;
    return bytes == NULL;
}

static int read_tally(cupro_tally *tally, const cupro_call *call)
{
    cupro_tally_entry *entries = NULL, best[10];
    size_t n = 0, found = 0, written = 0;
    int error = cupro_tally_top_with(tally, 10, best, &found, call);
    if (error == 0)
        error = cupro_tally_entries_with(tally, &entries, &n, call);
    bool right = error == 0 && n == 500 && found == 10 && entries[9].count == 2 * N / 500 &&
                 entries[9].key.length == best[9].key.length;
    free(entries);
    if (error == 0 && right)
        error = cupro_tally_save_with(tally, write_nowhere, &written, call);
    return checked(error, right && written > 8 * n);
}

static int tally(const cupro_call *call)
{
    cupro_tally *tally = NULL, *other = NULL;
    cupro_call adding = *call;
    int error = cupro_tally_open(&tally);
    if (error == 0)
        error = cupro_tally_open(&other);
    adding.ctx = tally;
    if (error == 0)
        error = cupro_for_with(N, add_keys, &adding);
    adding.ctx = other;
    if (error == 0)
        error = cupro_for_with(N, add_keys, &adding);
    if (error == 0)
        error = cupro_tally_absorb(tally, other);
    if (error == 0)
        error = read_tally(tally, call);
    cupro_tally_close(tally);
    cupro_tally_close(other);
    return error;
}

/* So many keys that they are listed in ranges. */
static int long_list(const cupro_call *call)
{
    enum { KEYS = 66000 };
    cupro_tally *tally = NULL;
    cupro_tally_entry *entries = NULL;
    size_t n = 0;
    int error = cupro_tally_open(&tally);
    for (uint64_t i = 0; i < KEYS && error == 0; i++)
        error = cupro_tally_add(tally, &i, sizeof i, 1 + (i == KEYS / 2));
    if (error == 0)
        error = cupro_tally_shrink_with(tally, call);
    if (error == 0)
        error = cupro_tally_entries_with(tally, &entries, &n, call);
    bool right = error == 0 ? n == KEYS && entries[0].count == 2 : entries == NULL;
    free(entries);
    cupro_tally_close(tally);
    return right ? error : WRONG;
}

const struct operation tally_operations[] = {
    OPERATION(tally),
    OPERATION(long_list),
    {NULL, NULL},
};
