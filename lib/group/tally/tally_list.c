/* SPDX-License-Identifier: MIT */
/* Lists of merged keys, and looking a key up (tally.h). */
#include "group/tally/tally.h"

#include "group/tally/tally_chunk.h"

#include <stdlib.h>

void cupro__tally_chunks_free(struct cupro__tally_chunk *chunk)
{
    while (chunk != NULL) {
        struct cupro__tally_chunk *older = chunk->older;
        free(chunk->memory);
        chunk = older;
    }
}

void cupro__tally_list_free(struct cupro__tally_list *list)
{
    while (list != NULL) {
        struct cupro__tally_list *next = list->next;
        cupro__tally_chunks_free(list->chunks);
        free(list->parts);
        free(list);
        list = next;
    }
}

/* The first slot of a part whose tag is not less. The hashes of a part are spread evenly, but
 * bisection needs no proof of that. */
static size_t lower_bound(const struct cupro__tally_part *part, uint64_t tag)
{
    size_t low = 0, high = part->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (part->slots[middle].tag < tag)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct cupro__tally_part cupro__tally_part_of(const struct cupro__tally_list *list, uint64_t part,
                                              unsigned bits)
{
    struct cupro__tally_part whole = list->parts[part >> (bits - list->bits)];
    if (bits == list->bits || whole.count == 0)
        return whole;
    uint64_t first = part << (64 - bits), last = first | UINT64_MAX >> bits;
    size_t begin = lower_bound(&whole, first);
    size_t end = last == UINT64_MAX ? whole.count : lower_bound(&whole, last + 1);
    return (struct cupro__tally_part){whole.slots + begin, end - begin};
}

static uint64_t count_in_list(const struct cupro__tally_list *list,
                              const struct cupro__tally_slot *key)
{
    const struct cupro__tally_part *part = &list->parts[key->tag >> (64 - list->bits)];
    for (size_t i = lower_bound(part, key->tag); i < part->count && part->slots[i].tag == key->tag;
         i++)
        if (cupro__slots_same_key(&part->slots[i], key))
            return part->slots[i].count;
    return 0;
}

static uint64_t count_of(const cupro_tally *tally, const struct cupro__tally_slot *key)
{
    uint64_t count = 0;
    const struct cupro__tally_shards *shards = tally->shards;
    for (; shards != NULL; shards = shards->more)
        for (size_t i = 0; i < CUPRO__SHARDS; i++) {
            const struct cupro__tally_table *table = &shards->shard[i].table;
            if (table->used > 0)
                count = cupro__sum_of_counts(count, cupro__table_find(table, key)->count);
        }
    for (const struct cupro__tally_list *list = tally->list; list != NULL; list = list->next)
        count = cupro__sum_of_counts(count, count_in_list(list, key));
    return count;
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

int cupro_tally_get_number(const cupro_tally *tally, uint64_t key, uint64_t *count)
{
    if (tally == NULL || !tally->of_numbers || count == NULL)
        return CUPRO_EINVAL;
    struct cupro__tally_slot slot = cupro__slot_of_number(cupro__hash_key(), key, 0);
    *count = count_of(tally, &slot);
    return 0;
}
