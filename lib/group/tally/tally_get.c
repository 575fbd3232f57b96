/* SPDX-License-Identifier: MIT */
/*
 * Looking keys up in a tally.
 *
 * Many at a time are taken as they are added (tally_add.c): slots of a batch are made, their places
 * fetched, and then looked at, table after table.
 */
#include "group/tally/tally.h"

#include "group/tally/table/tally_batch.h"

static uint64_t count_of(const cupro_tally *tally, const struct cupro__tally_slot *key)
{
    const struct cupro__tally_shard *shard = NULL;
    uint64_t count = 0;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        count = cupro__sum_of_counts(count, cupro__table_find(&shard->table, key)->count);
    return count;
}

/* Add what a table has of the batch to `counts`. */
static void add_counts_of(const struct cupro__tally_table *table,
                          const struct cupro__tally_slot *batch, size_t n, uint64_t *counts)
{
    for (size_t i = 0; i < n; i++)
        cupro__table_prefetch(table, &batch[i]);
    for (size_t i = 0; i < n; i++)
        counts[i] = cupro__sum_of_counts(counts[i], cupro__table_find(table, &batch[i])->count);
}

static void counts_of(const cupro_tally *tally, const struct cupro__tally_slot *batch, size_t n,
                      uint64_t *counts)
{
    const struct cupro__tally_shard *shard = NULL;
    memset(counts, 0, n * sizeof *counts);
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        add_counts_of(&shard->table, batch, n, counts);
}

int cupro_tally_get(const cupro_tally *tally, const void *bytes, size_t length, uint64_t *count)
{
    if (tally == NULL || tally->of_numbers || count == NULL || (bytes == NULL && length > 0))
        return CUPRO_EINVAL;
    struct cupro__tally_slot key =
        cupro__slot_of(cupro__hash_key(), (cupro_slice){bytes, length}, 0);
    *count = count_of(tally, &key);
    return 0;
}

int cupro_tally_get_slices(const cupro_tally *tally, const cupro_slice *keys, size_t n,
                           uint64_t *counts)
{
    struct cupro__tally_slot batch[CUPRO__BATCH];
    if (tally == NULL || tally->of_numbers || ((keys == NULL || counts == NULL) && n > 0) ||
        !cupro__slices_begin(keys, n))
        return CUPRO_EINVAL;
    for (size_t done = 0; done < n; done += CUPRO__BATCH) {
        size_t some = n - done < CUPRO__BATCH ? n - done : CUPRO__BATCH;
        for (size_t i = 0; i < some; i++)
            batch[i] = cupro__slot_of(cupro__hash_key(), keys[done + i], 0);
        counts_of(tally, batch, some, counts + done);
    }
    return 0;
}

int cupro_tally_get_number(const cupro_tally *tally, uint64_t key, uint64_t *count)
{
    if (tally == NULL || !tally->of_numbers || count == NULL)
        return CUPRO_EINVAL;
    struct cupro__tally_slot slot = cupro__slot_of_number(cupro__hash_key(), key, 0);
    *count = count_of(tally, &slot);
    return 0;
}

int cupro_tally_get_numbers(const cupro_tally *tally, const uint64_t *keys, size_t n,
                            uint64_t *counts)
{
    struct cupro__tally_slot batch[CUPRO__BATCH];
    if (tally == NULL || !tally->of_numbers || ((keys == NULL || counts == NULL) && n > 0))
        return CUPRO_EINVAL;
    for (size_t done = 0; done < n; done += CUPRO__BATCH) {
        size_t some = n - done < CUPRO__BATCH ? n - done : CUPRO__BATCH;
        for (size_t i = 0; i < some; i++)
            batch[i] = cupro__slot_of_number(cupro__hash_key(), keys[done + i], 0);
        counts_of(tally, batch, some, counts + done);
    }
    return 0;
}
