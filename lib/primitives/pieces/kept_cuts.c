/* SPDX-License-Identifier: MIT */
/*
 * Kept cuts (see kept_cuts.h): two loops over blocks, the sequence itself being looked at in the
 * first one only.
 *
 * The first marks the cuts, a bit a position, counts each block's results, and keeps the bits. Then
 * it is known where each block's results go, and how much memory they need; the second loop makes
 * them from the bits. As memory can only be got when all blocks have been counted, there is nothing
 * to gain from knowing a block's place earlier (offsets.h).
 *
 * Bytes moved for n positions of s bytes and k results of r: reads n s + n / 8, writes n / 8 + k r.
 * Looking at the sequence twice would be n (s - 1/4) more; putting results aside and moving them,
 * 2 k r - n / 4, which is more from a result in 128 positions on, for results of 16 bytes.
 */
#include "primitives/pieces/kept_cuts.h"

#include "memory/pages.h"
#include "runtime/engine/engine.h"

#include <stdlib.h>

struct keeping {
    const struct cupro__kept_cuts *kept;
    size_t blocks;
    size_t words; /* of a block's bits, both sets */
    uint64_t *bits;
    struct cupro__kept_block *block;
    char *out;
};

static size_t block_size(const struct keeping *keeping, size_t block)
{
    size_t left = keeping->kept->n - block * keeping->kept->block;
    return left < keeping->kept->block ? left : keeping->kept->block;
}

static uint64_t *bits_of(const struct keeping *keeping, size_t block)
{
    return keeping->bits + block * keeping->words;
}

static uint64_t *second_of(const struct keeping *keeping, size_t block)
{
    return keeping->kept->has_second ? bits_of(keeping, block) + keeping->words / 2 : NULL;
}

static int mark_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct keeping *keeping = arg;
    const struct cupro__kept_cuts *kept = keeping->kept;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = kept->mark(kept->what, i * kept->block, block_size(keeping, i), bits_of(keeping, i),
                           second_of(keeping, i), &keeping->block[i]);
    return error;
}

static int write_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct keeping *keeping = arg;
    const struct cupro__kept_cuts *kept = keeping->kept;
    for (size_t i = lo; i < hi && keeping->out != NULL; i++)
        kept->write(kept->what, i * kept->block, block_size(keeping, i), bits_of(keeping, i),
                    second_of(keeping, i), &keeping->block[i],
                    keeping->out + keeping->block[i].results * kept->size);
    return 0;
}

/* From what is in each block to what is before it; the sum of all. */
static size_t add_up(struct keeping *keeping)
{
    size_t results = 0, open = 0;
    for (size_t i = 0; i < keeping->blocks; i++) {
        struct cupro__kept_block *block = &keeping->block[i], own = *block;
        block->results = results;
        block->open = open;
        results += own.results;
        open = own.open != CUPRO_NOWHERE ? own.open : open;
    }
    return results;
}

static int get_room(struct keeping *keeping, size_t results)
{
    size_t size;
    if (results + keeping->kept->extra == 0)
        return 0;
    if (!__builtin_mul_overflow(results + keeping->kept->extra, keeping->kept->size, &size))
        keeping->out = cupro__pages_new(size);
    return keeping->out != NULL ? 0 : CUPRO_ENOMEM;
}

static size_t in_blocks(size_t positions, size_t block)
{
    return positions / block + (positions % block != 0);
}

static int loop(struct keeping *keeping, const struct cupro__crew *crew, int pass, cupro__run *run,
                const cupro_call *call)
{
    const struct cupro__kept_cuts *kept = keeping->kept;
    struct cupro__work work = {.units = keeping->blocks,
                               .elements = kept->n,
                               .pass = pass,
                               .passes = 2,
                               .run = run,
                               .arg = keeping,
                               .grain = in_blocks(call->grain, kept->block),
                               .max_grain = in_blocks(call->max_grain, kept->block),
                               .unit_ns = kept->block_ns};
    return cupro__engine_run(crew, &work, call);
}

static int run_loops(struct keeping *keeping, size_t *results, const cupro_call *call)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = loop(keeping, &crew, 0, mark_blocks, call);
    if (error == 0) {
        *results = add_up(keeping);
        error = get_room(keeping, *results);
    }
    if (error == 0)
        error = loop(keeping, &crew, 1, write_blocks, call);
    cupro__crew_dismiss(&crew);
    return error;
}

int cupro__kept_cuts_new(const struct cupro__kept_cuts *kept, void **out, size_t *results,
                         const cupro_call *call)
{
    struct keeping keeping = {.kept = kept,
                              .blocks = in_blocks(kept->n, kept->block) +
                                        (kept->n == 0 && kept->has_empty),
                              .words = (kept->block + 63) / 64 << kept->has_second};
    size_t sum = 0;
    /* zeros that nobody writes to stay without memory */
    keeping.bits = calloc(keeping.blocks + 1, keeping.words * sizeof *keeping.bits);
    keeping.block = calloc(keeping.blocks + 1, sizeof *keeping.block);
    int error = keeping.bits != NULL && keeping.block != NULL ? run_loops(&keeping, &sum, call)
                                                              : CUPRO_ENOMEM;
    free(keeping.block);
    free(keeping.bits);
    if (error != 0) {
        free(keeping.out);
        return error;
    }
    *out = keeping.out;
    *results = sum;
    return 0;
}
