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
    cupro__tally_list_free(tally->list);
    cupro__arena_free(&tally->arena);
    free(tally);
}

/* What is in a tally changes hands, so that the other one needs nothing it has not got. */
static void swap_insides(cupro_tally *a, cupro_tally *b)
{
    struct cupro__tally_shards *shards = a->shards;
    struct cupro__tally_list *list = a->list;
    struct cupro__tally_arena arena = a->arena;
    size_t bytes = a->bytes;
    a->shards = b->shards;
    a->list = b->list;
    a->arena = b->arena;
    a->bytes = (size_t)b->bytes;
    b->shards = shards;
    b->list = list;
    b->arena = arena;
    b->bytes = bytes;
}

int cupro_tally_clear(cupro_tally *tally)
{
    cupro_tally *empty;
    if (tally == NULL)
        return CUPRO_EINVAL;
    int error = open_tally(&empty, tally->of_numbers);
    if (error == 0)
        swap_insides(tally, empty);
    cupro_tally_close(empty);
    return error;
}

int cupro_tally_absorb(cupro_tally *tally, cupro_tally *other)
{
    cupro_tally *taken;
    if (tally == NULL || other == NULL || tally == other || tally->of_numbers != other->of_numbers)
        return CUPRO_EINVAL;
    int error = open_tally(&taken, tally->of_numbers);
    if (error != 0)
        return error;
    swap_insides(taken, other);
    struct cupro__tally_shards *shards = tally->shards;
    struct cupro__tally_list **list = &tally->list;
    while (shards->more != NULL)
        shards = shards->more;
    shards->more = taken->shards;
    while (*list != NULL)
        list = &(*list)->next;
    *list = taken->list;
    cupro__arena_join(&tally->arena, &taken->arena);
    cupro__tally_count_bytes(tally, taken->bytes - sizeof *taken, 0);
    free(taken);
    return 0;
}

size_t cupro_tally_bytes(const cupro_tally *tally)
{
    return tally != NULL ? atomic_load_explicit(&tally->bytes, memory_order_relaxed) : 0;
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
