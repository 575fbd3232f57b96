/* SPDX-License-Identifier: MIT */
/*
 * Blocks with any number of results, which are to stand one after the other (see sets.h).
 *
 * Runners take the blocks in order and make a block's results in memory of their own. Where these
 * belong is known when all blocks before have been counted (primitives/ordered/offsets.h), which is
 * mostly the case soon, for they were taken just before; meanwhile the runner goes on to its next
 * block, with the results of up to SHELVES blocks on its shelf. What has to leave the shelf without
 * a place is put aside. No block is run twice: a comparison might say something else then.
 *
 * Bytes moved: the results are written to a cache, and from there once; or once only.
 */
#include "primitives/chains/flow.h"
#include "primitives/ordered/offsets.h"
#include "sort/sets/sets.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { SHELVES = 4, PIECE = 2048, ANY = 1 };

/* Results that have no place yet. */
struct kept {
    size_t block, n;
    char *results;
};

struct shelf {
    _Alignas(128) struct kept kept[SHELVES]; /* oldest first */
    size_t count;
    char *flow; /* a buffer, or NULL */
};

struct placing {
    const struct cupro__set_blocks *blocks;
    struct shelf *shelves; /* of each runner                          */
    char **aside;          /* the results of a block, or NULL         */
    char *memory;          /* of the shelves                          */
    char *buffers;         /* for flows, or NULL                      */
    size_t flow, runners;
    _Atomic size_t next; /* block to be taken */
    struct cupro__offsets offsets;
};

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Write a block's results to their place. */
static void place(const struct placing *placing, char *buffer, const char *results, size_t begin,
                  size_t n)
{
    size_t size = placing->blocks->size, bytes = n * size;
    char *to = placing->blocks->out + begin * size;
    if (buffer == NULL) {
        memcpy(to, results, bytes);
        return;
    }
    struct cupro__flow flow = cupro__flow_begin(to, buffer);
    for (size_t at = 0, some; at < bytes; at += some) {
        some = lesser(bytes - at, PIECE);
        memcpy(cupro__flow_room(&flow), results + at, some);
        cupro__flow_add(&flow, some);
    }
    cupro__flow_end(&flow);
}

/* The oldest leaves the shelf; its memory is the next one's. */
static void drop_oldest(struct shelf *shelf)
{
    char *results = shelf->kept[0].results;
    shelf->count--;
    memmove(shelf->kept, shelf->kept + 1, (SHELVES - 1) * sizeof *shelf->kept);
    shelf->kept[SHELVES - 1].results = results;
}

static void place_known(struct placing *placing, struct shelf *shelf)
{
    size_t begin;
    while (shelf->count > 0 &&
           cupro__offsets_known(&placing->offsets, shelf->kept[0].block, &begin)) {
        place(placing, shelf->flow, shelf->kept[0].results, begin, shelf->kept[0].n);
        drop_oldest(shelf);
    }
}

static int put_aside(struct placing *placing, struct shelf *shelf)
{
    const struct kept *oldest = &shelf->kept[0];
    size_t bytes = oldest->n * placing->blocks->size;
    char *results = malloc(bytes + 1);
    if (results == NULL)
        return CUPRO_ENOMEM;
    memcpy(results, oldest->results, bytes);
    placing->aside[oldest->block] = results;
    drop_oldest(shelf);
    return 0;
}

/* Where a block's results belong may be known before it is run, always so on one thread. Then they
 * are made there, if what else a block writes has room, too: what is behind its results is written
 * by others only when these have been counted. */
static bool run_in_place(struct placing *placing, size_t block)
{
    const struct cupro__set_blocks *blocks = placing->blocks;
    size_t begin;
    if (!blocks->has_room || placing->flow > 0 ||
        !cupro__offsets_known(&placing->offsets, block, &begin))
        return false;
    size_t n = blocks->run(blocks->arg, block, blocks->out + begin * blocks->size);
    cupro__offsets_count(&placing->offsets, block, n);
    return true;
}

static int run_block(struct placing *placing, struct shelf *shelf)
{
    size_t block = atomic_fetch_add(&placing->next, 1);
    if (run_in_place(placing, block))
        return 0;
    int error = shelf->count == SHELVES ? put_aside(placing, shelf) : 0;
    if (error != 0)
        return error;
    struct kept *kept = &shelf->kept[shelf->count++];
    kept->block = block;
    kept->n = placing->blocks->run(placing->blocks->arg, block, kept->results);
    cupro__offsets_count(&placing->offsets, block, kept->n);
    place_known(placing, shelf);
    return 0;
}

/* The engine says how many blocks; which, the order does. */
static int run_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    struct placing *placing = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = run_block(placing, &placing->shelves[runner]);
    return error;
}

/* All places are known: those of the blocks that were put aside, and then of the shelves. */
static int place_rest(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    struct placing *placing = arg;
    for (size_t i = lo; i < hi; i++) {
        size_t begin, end;
        if (i >= placing->blocks->blocks)
            place_known(placing, &placing->shelves[i - placing->blocks->blocks]);
        else if (placing->aside[i] != NULL && cupro__offsets_known(&placing->offsets, i, &begin) &&
                 cupro__offsets_known(&placing->offsets, i + 1, &end))
            place(placing, NULL, placing->aside[i], begin, end - begin);
    }
    return 0;
}

static bool has_rest(const struct placing *placing)
{
    bool has = false;
    for (size_t runner = 0; runner < placing->runners; runner++)
        has |= placing->shelves[runner].count > 0;
    for (size_t block = 0; block < placing->blocks->blocks; block++)
        has |= placing->aside[block] != NULL;
    return has;
}

/* Memory for the results of a block. */
static size_t results_bytes(const struct cupro__set_blocks *blocks)
{
    size_t bytes;
    bool is_too_much = __builtin_mul_overflow(blocks->most, blocks->size, &bytes);
    return is_too_much || bytes > SIZE_MAX / 2 ? SIZE_MAX / 2 / 64 * 64 : (bytes + 63) / 64 * 64;
}

static int open_placing(struct placing *placing)
{
    const struct cupro__set_blocks *blocks = placing->blocks;
    size_t shelf = results_bytes(blocks), runners = placing->runners, all;
    if (__builtin_mul_overflow(shelf, runners * SHELVES, &all))
        return CUPRO_ENOMEM;
    placing->flow = cupro__flow_buffer(PIECE, blocks->all);
    placing->aside = calloc(blocks->blocks + 1, sizeof *placing->aside);
    placing->shelves = aligned_alloc(128, runners * sizeof *placing->shelves);
    placing->memory = aligned_alloc(64, all);
    if (placing->flow > 0)
        placing->buffers = aligned_alloc(64, runners * placing->flow);
    if (placing->aside == NULL || placing->shelves == NULL || placing->memory == NULL ||
        (placing->flow > 0 && placing->buffers == NULL))
        return CUPRO_ENOMEM;
    for (size_t runner = 0; runner < runners; runner++) {
        struct shelf *its = &placing->shelves[runner];
        *its = (struct shelf){.count = 0};
        for (size_t k = 0; k < SHELVES; k++)
            its->kept[k].results = placing->memory + (runner * SHELVES + k) * shelf;
        its->flow = placing->flow > 0 ? placing->buffers + runner * placing->flow : NULL;
    }
    return cupro__offsets_open(&placing->offsets, blocks->blocks);
}

static void close_placing(struct placing *placing)
{
    for (size_t block = 0; placing->aside != NULL && block < placing->blocks->blocks; block++)
        free(placing->aside[block]);
    if (placing->offsets.begin != NULL)
        cupro__offsets_close(&placing->offsets);
    free(placing->buffers);
    free(placing->memory);
    free(placing->shelves);
    free(placing->aside);
}

int cupro__set_blocks_run(const struct cupro__set_blocks *blocks, const struct cupro__crew *crew,
                          const cupro_call *call, size_t *count)
{
    struct placing placing = {.blocks = blocks, .runners = (size_t)crew->runners};
    struct cupro__work work = {.units = blocks->blocks,
                               .run = run_blocks,
                               .arg = &placing,
                               .grain = 1,
                               .elements = blocks->elements};
    int error = open_placing(&placing);
    if (error == 0)
        error = cupro__engine_run(crew, &work, call);
    if (error == 0 && has_rest(&placing)) {
        struct cupro__work rest = {.units = blocks->blocks + placing.runners,
                                   .run = place_rest,
                                   .arg = &placing,
                                   .pass = 1,
                                   .passes = 1};
        error = cupro__engine_run(crew, &rest, call);
    }
    if (error == 0)
        cupro__offsets_known(&placing.offsets, blocks->blocks, count);
    close_placing(&placing);
    return error;
}

/* -- Whether there are any --------------------------------------------------------------------- */

struct looking {
    const struct cupro__set_blocks *blocks;
    char *memory; /* of each runner */
    size_t room;  /* bytes of one   */
    atomic_bool found;
};

static int look(size_t lo, size_t hi, int runner, void *arg)
{
    struct looking *looking = arg;
    char *to = looking->memory + (size_t)runner * looking->room;
    for (size_t block = lo; block < hi; block++)
        if (looking->blocks->run(looking->blocks->arg, block, to) > 0) {
            atomic_store(&looking->found, true);
            return ANY;
        }
    return 0;
}

int cupro__set_blocks_are_empty(const struct cupro__set_blocks *blocks,
                                const struct cupro__crew *crew, const cupro_call *call,
                                bool *are_empty)
{
    struct looking looking = {.blocks = blocks};
    struct cupro__work work = {.units = blocks->blocks,
                               .run = look,
                               .arg = &looking,
                               .grain = 1,
                               .enough = ANY,
                               .elements = blocks->elements};
    size_t bytes;
    looking.room = results_bytes(blocks);
    if (!__builtin_mul_overflow(looking.room, (size_t)crew->runners, &bytes))
        looking.memory = aligned_alloc(64, bytes);
    if (looking.memory == NULL)
        return CUPRO_ENOMEM;
    int error = cupro__engine_run(crew, &work, call);
    if (error == 0)
        *are_empty = !atomic_load(&looking.found);
    free(looking.memory);
    return error;
}
