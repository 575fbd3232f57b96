/* SPDX-License-Identifier: MIT */
/*
 * Merging what all threads have counted (cupro_tally_merge).
 *
 * Keys are parted by the upper bits of their hashes, and the parts are merged independently.
 * Nothing is moved to do so: a table is in the order of the hashes, so a part is a stretch of each
 * (Leis, Boncz, Kemper, Neumann, "Morsel-driven parallelism", 2014, part the keys while they come
 * in instead). There are so many parts that one fits a core's cache, and its size is known
 * beforehand: no lookup waits for memory, and nothing grows. A part becomes a table where its keys
 * will stand, and is then pushed together, in the order of the tags; what it leaves behind is
 * cleared for the next one.
 *
 * Work: the slots of all tables, twice. Moved: each key into its part, and there once more. Nothing
 * of the tally changes before all parts are done, so that it can be given up at any time.
 */
#include "group/tally/tally.h"

#include "group/tally/tally_chunk.h"

#include "memory/pages.h"

#include <cupro/fold.h>
#include <stdlib.h>

enum {
    PART_KEYS = 4096, /* about so many in a part: 256 KiB */
    SERIAL_PARTS = 2, /* are not worth a second thread    */
    MOST_BITS = 24,
    USUAL_CHUNK = (8 << 20) / (int)sizeof(struct cupro__tally_slot)
};

struct merge_job {
    const cupro_tally *tally;
    struct cupro__tally_list *list; /* to be made */
    size_t usual;                   /* slots of a chunk */
};

/* What a thread has. */
struct merger {
    struct cupro__tally_chunk *chunk;
    size_t size;
    uint64_t total;
};

int cupro__chunk_reserve(struct cupro__tally_chunk **chunk, size_t slots, size_t usual)
{
    if (*chunk != NULL && slots <= (*chunk)->size - (*chunk)->used)
        return 0;
    size_t size = slots > usual ? slots : usual, bytes;
    struct cupro__tally_chunk *made;
    if (__builtin_mul_overflow(size, sizeof *made->slots, &bytes) ||
        __builtin_add_overflow(bytes, sizeof *made + 2 * sizeof *made->slots, &bytes))
        return CUPRO_ENOMEM;
    char *memory = cupro__pages_zeroed(bytes);
    if (memory == NULL)
        return CUPRO_ENOMEM;
    made = (void *)memory;
    size_t unit = sizeof *made->slots;
    char *slots_begin = memory + sizeof *made;
    slots_begin += (unit - (uintptr_t)slots_begin % unit) % unit;
    *made = (struct cupro__tally_chunk){*chunk, memory, (void *)slots_begin, size, 0};
    *chunk = made;
    return 0;
}

/* -- One part ---------------------------------------------------------------------------------- */

/* Walks over the keys of a part in everything that a tally has. */
struct sources {
    const struct cupro__tally_shards *shards;
    size_t shard; /* the next one to be looked at */
    const struct cupro__tally_list *list;
    uint64_t part;
    unsigned bits;
};

static struct sources sources_of(const struct merge_job *job, size_t part)
{
    return (struct sources){job->tally->shards, 0, job->tally->list, part, job->list->bits};
}

/* The next table with keys in it, or NULL. */
static const struct cupro__tally_table *next_table(struct sources *sources)
{
    while (sources->shards != NULL) {
        if (sources->shard == CUPRO__SHARDS) {
            sources->shards = sources->shards->more;
            sources->shard = 0;
            continue;
        }
        const struct cupro__tally_table *table = &sources->shards->shard[sources->shard++].table;
        if (table->used > 0)
            return table;
    }
    return NULL;
}

static bool next_listed(struct sources *sources, struct cupro__tally_part *part)
{
    if (sources->list == NULL)
        return false;
    *part = cupro__tally_part_of(sources->list, sources->part, sources->bits);
    sources->list = sources->list->next;
    return true;
}

static size_t keys_in_part(const struct merge_job *job, size_t part)
{
    struct sources sources = sources_of(job, part);
    const struct cupro__tally_table *table;
    struct cupro__tally_part listed;
    size_t count = 0;
    while ((table = next_table(&sources)) != NULL) {
        struct cupro__table_walk walk = cupro__table_part(table, part, sources.bits);
        while (cupro__table_next(table, &walk) != NULL)
            count++;
    }
    while (next_listed(&sources, &listed))
        count += listed.count;
    return count;
}

/* A table of a part, where the part is going to stand. */
struct site {
    struct cupro__tally_slot *slots;
    size_t homes;
    unsigned skip;
    size_t end; /* behind the last slot that is taken */
    uint64_t total;
};

static void put(struct site *site, const struct cupro__tally_slot *key)
{
    struct cupro__tally_slot *slot =
        cupro__find_slot(site->slots, site->homes, site->skip, NULL, key);
    site->total = cupro__sum_of_counts(site->total, key->count);
    if (slot->tag != 0) {
        slot->count = cupro__sum_of_counts(slot->count, key->count);
        return;
    }
    *slot = *key;
    size_t end = (size_t)(slot - site->slots) + 1;
    site->end = end > site->end ? end : site->end;
}

static void put_all(struct site *site, const struct merge_job *job, size_t part)
{
    struct sources sources = sources_of(job, part);
    const struct cupro__tally_table *table;
    const struct cupro__tally_slot *key;
    struct cupro__tally_part listed;
    while ((table = next_table(&sources)) != NULL) {
        struct cupro__table_walk walk = cupro__table_part(table, part, sources.bits);
        while ((key = cupro__table_next(table, &walk)) != NULL)
            put(site, key);
    }
    while (next_listed(&sources, &listed))
        for (size_t i = 0; i < listed.count; i++)
            put(site, &listed.slots[i]);
}

/* Push the keys together, in order of their tags, which they nearly are in; clear the rest. How
 * many there are. */
static size_t settle(struct site *site)
{
    size_t count = 0;
    for (size_t i = 0; i < site->end; i++) {
        const struct cupro__tally_slot key = site->slots[i];
        if (key.tag == 0)
            continue;
        size_t at = count++;
        for (; at > 0 && site->slots[at - 1].tag > key.tag; at--)
            site->slots[at] = site->slots[at - 1];
        site->slots[at] = key;
    }
    memset(site->slots + count, 0, (site->end - count) * sizeof *site->slots);
    return count;
}

static int merge_part(struct merger *merger, const struct merge_job *job, size_t part)
{
    struct cupro__tally_part *merged = &job->list->parts[part];
    size_t keys = keys_in_part(job, part);
    *merged = (struct cupro__tally_part){NULL, 0};
    if (keys == 0)
        return 0;
    /* All may meet at the last home, and stand behind it. */
    size_t homes = keys + keys / 2 + 1;
    int error = cupro__chunk_reserve(&merger->chunk, homes + keys + 1, job->usual);
    if (error != 0)
        return error;
    struct site site = {merger->chunk->slots + merger->chunk->used, homes, job->list->bits, 0, 0};
    put_all(&site, job, part);
    *merged = (struct cupro__tally_part){site.slots, settle(&site)};
    merger->chunk->used += merged->count;
    merger->size += merged->count;
    merger->total = cupro__sum_of_counts(merger->total, site.total);
    return 0;
}

static int merge_parts(void *acc, size_t lo, size_t hi, void *ctx)
{
    int error = 0;
    for (size_t part = lo; part < hi && error == 0; part++)
        error = merge_part(acc, ctx, part);
    return error;
}

/* -- All parts --------------------------------------------------------------------------------- */

static int join_mergers(void *acc, void *other, void *ctx)
{
    struct merger *to = acc, *from = other;
    struct cupro__tally_chunk **oldest = &from->chunk;
    (void)ctx;
    while (*oldest != NULL)
        oldest = &(*oldest)->older;
    *oldest = to->chunk;
    to->chunk = from->chunk;
    to->size += from->size;
    to->total = cupro__sum_of_counts(to->total, from->total);
    from->chunk = NULL;
    return 0;
}

static void drop(void *acc, void *ctx)
{
    (void)ctx;
    cupro__tally_chunks_free(((struct merger *)acc)->chunk);
}

/* How many keys there are to be merged, those that are in several tables counted in each, and the
 * bits of the finest list. */
static size_t keys_of(const cupro_tally *tally, unsigned *bits)
{
    struct sources sources = {.shards = tally->shards};
    const struct cupro__tally_table *table;
    size_t keys = 0;
    *bits = 1;
    while ((table = next_table(&sources)) != NULL)
        keys += table->used;
    for (const struct cupro__tally_list *list = tally->list; list != NULL; list = list->next) {
        keys += list->size;
        *bits = list->bits > *bits ? list->bits : *bits;
    }
    return keys;
}

/* The new list takes the place of all that was, but for the bytes of long keys. */
static void renew(cupro_tally *tally, struct cupro__tally_list *list)
{
    size_t before = 0;
    for (const struct cupro__tally_list *old = tally->list; old != NULL; old = old->next)
        before += old->bytes;
    for (struct cupro__tally_shards *shards = tally->shards; shards != NULL; shards = shards->more)
        for (size_t i = 0; i < CUPRO__SHARDS; i++) {
            struct cupro__tally_shard *shard = &shards->shard[i];
            before += cupro__table_bytes(&shard->table);
            cupro__table_close(&shard->table);
            cupro__arena_join(&tally->arena, &shard->arena);
        }
    while (tally->shards->more != NULL) {
        struct cupro__tally_shards *more = tally->shards->more;
        tally->shards->more = more->more;
        before += sizeof *more;
        free(more);
    }
    cupro__tally_list_free(tally->list);
    tally->list = list;
    cupro__tally_count_bytes(tally, list->bytes, before);
}

static int merge_into(cupro_tally *tally, struct cupro__tally_list *list, size_t keys,
                      const cupro_call *call)
{
    static const struct merger none = {.size = 0};
    static const cupro_monoid mergers = {
        .size = sizeof(struct merger), .identity = &none, .combine = join_mergers, .drop = drop};
    while (list->bits < MOST_BITS && keys >> list->bits > PART_KEYS)
        list->bits++;
    size_t parts = (size_t)1 << list->bits, most = 3 * keys + 3 * parts;
    struct merge_job job = {tally, list, most < USUAL_CHUNK ? most : USUAL_CHUNK};
    struct merger all = none;
    list->parts = calloc(parts, sizeof *list->parts);
    if (list->parts == NULL)
        return CUPRO_ENOMEM;
    cupro_call own = *call;
    own.ctx = &job;
    own.grain = parts <= SERIAL_PARTS ? parts : 1;
    own.max_grain = 0;
    int error = cupro_fold_workers_with(parts, merge_parts, &mergers, &all, &own);
    if (error != 0)
        return error;
    list->chunks = all.chunk;
    list->size = all.size;
    list->total = all.total;
    list->bytes = sizeof *list + parts * sizeof *list->parts;
    for (const struct cupro__tally_chunk *chunk = list->chunks; chunk; chunk = chunk->older)
        list->bytes += chunk->used * sizeof *chunk->slots;
    return 0;
}

static int no_body(size_t lo, size_t hi, void *ctx)
{
    (void)lo, (void)hi, (void)ctx;
    return 0;
}

static bool is_valid(const cupro_call *call)
{
    return !call->keep_going && call->failures == NULL;
}

int cupro_tally_merge_with(cupro_tally *tally, const cupro_call *call)
{
    unsigned bits;
    call = call != NULL ? call : &cupro__usual_call;
    if (tally == NULL || !is_valid(call))
        return CUPRO_EINVAL;
    size_t keys = keys_of(tally, &bits);
    if (tally->list == NULL ? keys == 0 : tally->list->next == NULL && keys == tally->list->size)
        return cupro_for_with(0, no_body, call); /* which looks at the call */
    struct cupro__tally_list *list = calloc(1, sizeof *list);
    if (list == NULL)
        return CUPRO_ENOMEM;
    list->bits = bits;
    int error = merge_into(tally, list, keys, call);
    if (error == 0)
        renew(tally, list);
    else
        cupro__tally_list_free(list);
    return error;
}

int cupro__tally_ready(cupro_tally *tally, bool of_numbers, const cupro_call *call)
{
    if (tally == NULL || tally->of_numbers != of_numbers)
        return CUPRO_EINVAL;
    return cupro_tally_merge_with(tally, call);
}
