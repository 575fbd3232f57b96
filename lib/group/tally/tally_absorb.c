/* SPDX-License-Identifier: MIT */
/*
 * cupro_tally_absorb: tables change hands as long as there are few, since a merge is the faster the
 * fewer tables it has to look into; then their keys are put into a table that is there already.
 * Either way the bytes of long keys stay where they are, and change hands.
 */
#include "group/tally/tally.h"

enum { FEW = 8 }; /* tables */

/* A shard that has nothing, if there are few that have. */
static struct cupro__tally_shard *free_shard(const cupro_tally *tally)
{
    size_t used = 0;
    const struct cupro__tally_shard *shard = NULL;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        used++;
    for (size_t i = 0; i < CUPRO__SHARDS && used < FEW; i++)
        if (tally->shards->shard[i].table.used == 0)
            return &tally->shards->shard[i];
    return NULL;
}

static struct cupro__tally_shard *largest_shard(const cupro_tally *tally)
{
    struct cupro__tally_shard *shard = NULL, *largest = NULL;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        if (largest == NULL || shard->table.used > largest->table.used)
            largest = shard;
    return largest;
}

/* Put the keys of one table into another that has room. */
static void put_in(struct cupro__tally_table *to, const struct cupro__tally_table *from)
{
    for (size_t i = 1; i <= from->used; i++) {
        const struct cupro__tally_slot *key = &from->slots[i];
        if (key->count == 0)
            continue;
        uint64_t *entry = cupro__table_entry(to, key);
        struct cupro__tally_slot *slot = &to->slots[cupro__entry_slot(*entry)];
        if (*entry == 0)
            cupro__table_put(to, entry, key);
        else
            slot->count = cupro__sum_of_counts(slot->count, key->count);
    }
}

static size_t bytes_of(const struct cupro__tally_shard *shard)
{
    return cupro__table_bytes(&shard->table) + shard->arena.bytes;
}

/* Let `to` have all that `from` has. */
static int move(cupro_tally *tally, struct cupro__tally_shard *to, cupro_tally *other,
                struct cupro__tally_shard *from)
{
    size_t before = bytes_of(to);
    int error = to->table.used > 0 ? cupro__table_reserve(&to->table, from->table.used) : 0;
    if (error != 0)
        return error;
    cupro__tally_count_bytes(other, 0, bytes_of(from));
    if (to->table.used > 0) {
        put_in(&to->table, &from->table);
        cupro__table_close(&from->table);
    } else {
        cupro__table_close(&to->table);
        to->table = from->table;
        from->table = (struct cupro__tally_table){0};
    }
    cupro__arena_join(&to->arena, &from->arena);
    to->fresh = true;
    cupro__tally_list(tally, to);
    from->fresh = false;
    cupro__tally_count_bytes(tally, bytes_of(to), before);
    return 0;
}

int cupro_tally_absorb(cupro_tally *tally, cupro_tally *other)
{
    if (tally == NULL || other == NULL || tally == other || tally->of_numbers != other->of_numbers)
        return CUPRO_EINVAL;
    struct cupro__tally_shard *from;
    int error = 0;
    while (error == 0 && (from = cupro__tally_next(other, NULL)) != NULL) {
        struct cupro__tally_shard *to = free_shard(tally);
        error = move(tally, to != NULL ? to : largest_shard(tally), other, from);
    }
    other->size = 0; /* as of its next merge, if something is left */
    other->total = 0;
    for (; from != NULL; from = cupro__tally_next(other, from))
        from->fresh = true;
    return error;
}
