/* SPDX-License-Identifier: MIT */
/* Opening, closing, and shards in and out (see tally.h). */
#include "group/tally/tally.h"

#include <stdlib.h>

static struct cupro__tally_shards *new_shards(void)
{
    struct cupro__tally_shards *shards =
        aligned_alloc(_Alignof(struct cupro__tally_shards), sizeof *shards);
    if (shards != NULL)
        memset(shards, 0, sizeof *shards);
    return shards;
}

static void free_shards(struct cupro__tally_shards *shards)
{
    while (shards != NULL) {
        struct cupro__tally_shards *more = shards->more;
        for (size_t i = 0; i < CUPRO__SHARDS; i++) {
            cupro__table_close(&shards->shard[i].table);
            cupro__arena_free(&shards->shard[i].arena);
        }
        free(shards);
        shards = more;
    }
}

static int open_tally(cupro_tally **tally, bool of_numbers)
{
    if (tally == NULL)
        return CUPRO_EINVAL;
    cupro_tally *opened = calloc(1, sizeof *opened);
    *tally = NULL;
    if (opened == NULL)
        return CUPRO_ENOMEM;
    opened->of_numbers = of_numbers;
    opened->shards = new_shards();
    if (opened->shards == NULL) {
        free(opened);
        return CUPRO_ENOMEM;
    }
    cupro__tally_count_bytes(opened, sizeof *opened + sizeof *opened->shards, 0);
    *tally = opened;
    return 0;
}

int cupro_tally_open(cupro_tally **tally)
{
    return open_tally(tally, false);
}

int cupro_tally_open_numbers(cupro_tally **tally)
{
    return open_tally(tally, true);
}

void cupro_tally_close(cupro_tally *tally)
{
    if (tally == NULL)
        return;
    free_shards(tally->shards);
    free(tally);
}

int cupro_tally_clear(cupro_tally *tally)
{
    if (tally == NULL)
        return CUPRO_EINVAL;
    struct cupro__tally_shards *shards = new_shards();
    if (shards == NULL)
        return CUPRO_ENOMEM;
    free_shards(tally->shards);
    tally->shards = shards;
    tally->listed = NULL;
    tally->size = 0;
    tally->total = 0;
    tally->bytes = sizeof *tally + sizeof *shards;
    return 0;
}

size_t cupro_tally_bytes(const cupro_tally *tally)
{
    return tally != NULL ? atomic_load_explicit(&tally->bytes, memory_order_relaxed) : 0;
}

/* -- The list of shards -------------------------------------------------------------------------
 */

void cupro__tally_list(cupro_tally *tally, struct cupro__tally_shard *shard)
{
    if (shard->listed)
        return;
    shard->listed = true;
    shard->next = atomic_load_explicit(&tally->listed, memory_order_relaxed);
    /* Pairs with the load by whoever walks along the list. */
    while (!atomic_compare_exchange_weak_explicit(&tally->listed, &shard->next, shard,
                                                  memory_order_release, memory_order_relaxed))
        ;
}

struct cupro__tally_shard *cupro__tally_next(const cupro_tally *tally,
                                             const struct cupro__tally_shard *shard)
{
    struct cupro__tally_shard *next =
        shard != NULL ? shard->next : atomic_load_explicit(&tally->listed, memory_order_acquire);
    while (next != NULL && next->table.used == 0)
        next = next->next;
    return next;
}

/* -- Shards ------------------------------------------------------------------------------------ */

/* Which shard a thread begins to look at. */
static unsigned here(void)
{
    static atomic_uint threads;
    static _Thread_local unsigned number __attribute__((tls_model("initial-exec")));
    if (__builtin_expect(number == 0, 0))
        number = 1 + atomic_fetch_add_explicit(&threads, 1, memory_order_relaxed);
    return number;
}

static bool take(struct cupro__tally_shard *shard)
{
    /* Pairs with the store that gave it back. */
    return !atomic_exchange_explicit(&shard->taken, true, memory_order_acquire);
}

/* Append shards of which the first one is taken, or wait for nobody who does the same. */
static struct cupro__tally_shards *more_shards(cupro_tally *tally,
                                               struct cupro__tally_shards *shards)
{
    struct cupro__tally_shards *made = new_shards(), *there = NULL;
    if (made == NULL)
        return atomic_load_explicit(&shards->more, memory_order_acquire);
    if (atomic_compare_exchange_strong_explicit(&shards->more, &there, made, memory_order_acq_rel,
                                                memory_order_acquire)) {
        cupro__tally_count_bytes(tally, sizeof *made, 0);
        return made;
    }
    free(made);
    return there;
}

static struct cupro__tally_shard *take_other(cupro_tally *tally)
{
    struct cupro__tally_shards *shards = tally->shards, *more;
    for (;;) {
        for (unsigned i = 0, first = here(); i < CUPRO__SHARDS; i++) {
            struct cupro__tally_shard *shard = &shards->shard[(first + i) % CUPRO__SHARDS];
            if (!atomic_load_explicit(&shard->taken, memory_order_relaxed) && take(shard))
                return shard;
        }
        more = atomic_load_explicit(&shards->more, memory_order_acquire);
        if (more == NULL)
            more = more_shards(tally, shards);
        if (more == NULL)
            return NULL;
        shards = more;
    }
}

struct cupro__tally_shard *cupro__tally_take(cupro_tally *tally)
{
    struct cupro__tally_shard *shard = &tally->shards->shard[here() % CUPRO__SHARDS];
    return __builtin_expect(take(shard), 1) ? shard : take_other(tally);
}

void cupro__tally_give(struct cupro__tally_shard *shard)
{
    atomic_store_explicit(&shard->taken, false, memory_order_release);
}
