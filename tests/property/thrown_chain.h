/* SPDX-License-Identifier: MIT */
/*
 * Chains that are thrown with dice, of stages over bytes, and what a serial interpreter makes of
 * them.
 *
 * A step is told nothing but the call's ctx, so ctx is the whole chain, and step k looks up stage k
 * in it. Each stage keeps a tally of the elements that it saw.
 */
#ifndef CUPRO_TEST_THROWN_CHAIN_H
#define CUPRO_TEST_THROWN_CHAIN_H

#include "dice.h"

#include <cupro/range.h>
#include <stdatomic.h>
#include <string.h>

struct tally {
    _Atomic size_t n;
    _Atomic uint64_t digest; /* the sum of the elements' hashes: the same in any order */
};

struct thrown_stage {
    cupro_stage stage;
    atomic_int aliased; /* batches whose results were to be written over their elements */
    unsigned keep;      /* a filter: of 1000 elements */
    uint64_t salt;
    struct tally seen;
};

struct thrown_chain {
    bool range;  /* the elements are indexes, not an array's */
    size_t size; /* of the elements */
    size_t most; /* results of one */
    int stages;
    struct thrown_stage at[CUPRO_MAX_STAGES];
    struct tally visited; /* by cupro_each */
};

/* -- One element ------------------------------------------------------------------------------- */

static inline uint64_t hash(const unsigned char *bytes, size_t size, uint64_t salt)
{
    uint64_t h = salt + size;
    for (size_t i = 0; i < size; i++)
        h = (h ^ bytes[i]) * 0x100000001b3u;
    return scramble(h);
}

static inline void map_one(const struct thrown_stage *at, const unsigned char *in,
                           unsigned char *out)
{
    uint64_t h = hash(in, at->stage.in_size, at->salt);
    for (size_t i = 0; i < at->stage.out_size; i++)
        out[i] = (unsigned char)(h >> 8 * (i % 8)) ^ (unsigned char)(i / 8);
}

static inline bool keep_one(const struct thrown_stage *at, const unsigned char *in)
{
    return hash(in, at->stage.in_size, at->salt) % 1000 < at->keep;
}

/* 0 to `most` results; returns how many. */
static inline size_t flat_map_one(const struct thrown_stage *at, const unsigned char *in,
                                  unsigned char *out)
{
    uint64_t h = hash(in, at->stage.in_size, at->salt);
    size_t many = h % (at->stage.most + 1);
    for (size_t i = 0; i < many * at->stage.out_size; i++)
        out[i] = (unsigned char)(h >> 8 * (i % 8)) ^ (unsigned char)(i / 8);
    return many;
}

/* x -> scale x + shift, modulo 2^64. One after the other is associative, but not commutative. */
struct poly {
    uint64_t scale, shift;
};

static inline struct poly poly_then(struct poly f, struct poly g)
{
    return (struct poly){f.scale * g.scale, f.shift * g.scale + g.shift};
}

static inline void fold_one(const struct thrown_stage *at, const unsigned char *in, void *out)
{
    struct poly acc;
    uint64_t h = hash(in, at->stage.in_size, at->salt);
    memcpy(&acc, out, sizeof acc);
    acc = poly_then(acc, (struct poly){h | 1, h >> 7});
    memcpy(out, &acc, sizeof acc);
}

/* -- Steps ------------------------------------------------------------------------------------- */

static inline void tally_add(struct tally *tally, const void *items, size_t n, size_t size)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < n; i++)
        digest += hash((const unsigned char *)items + i * size, size, 0);
    atomic_fetch_add(&tally->n, n);
    atomic_fetch_add(&tally->digest, digest);
}

static inline size_t run_step(struct thrown_stage *at, const unsigned char *in, unsigned char *out,
                              size_t n)
{
    const size_t sizes[] = {
        [CUPRO_STAGE_MAP] = n * at->stage.out_size,
        [CUPRO_STAGE_FILTER] = n,
        [CUPRO_STAGE_FOLD] = at->stage.out_size,
        [CUPRO_STAGE_FLAT_MAP] = n * at->stage.most * at->stage.out_size,
    };
    size_t written = sizes[at->stage.kind], many = 0;
    if (in < out + written && out < in + n * at->stage.in_size)
        atomic_fetch_add(&at->aliased, 1);
    tally_add(&at->seen, in, n, at->stage.in_size);
    for (size_t i = 0; i < n; i++) {
        const unsigned char *item = in + i * at->stage.in_size;
        if (at->stage.kind == CUPRO_STAGE_MAP)
            map_one(at, item, out + i * at->stage.out_size);
        else if (at->stage.kind == CUPRO_STAGE_FILTER)
            out[i] = keep_one(at, item);
        else if (at->stage.kind == CUPRO_STAGE_FLAT_MAP)
            many += flat_map_one(at, item, out + many * at->stage.out_size);
        else
            fold_one(at, item, out);
    }
    return at->stage.kind == CUPRO_STAGE_FLAT_MAP ? many : n;
}

#define STEP(k)                                                            \
    static size_t step_##k(const void *in, void *out, size_t n, void *ctx) \
    {                                                                      \
        return run_step(&((struct thrown_chain *)ctx)->at[k], in, out, n); \
    }
STEP(0)
STEP(1)
STEP(2)
STEP(3)
STEP(4)
STEP(5)
STEP(6)
STEP(7)
#undef STEP

/* -- Dice -------------------------------------------------------------------------------------- */

/* Flat maps make up to MOST_RESULTS of an element, all together. */
#define MOST_RESULTS 60

static inline cupro_stage_kind throw_kind(struct dice *dice, bool filter, bool last)
{
    if (last && dice_once_in(dice, 3))
        return CUPRO_STAGE_FOLD;
    if (filter || dice_once_in(dice, 2))
        return CUPRO_STAGE_FILTER;
    return dice_once_in(dice, 3) ? CUPRO_STAGE_FLAT_MAP : CUPRO_STAGE_MAP;
}

static inline void throw_chain(struct dice *dice, struct thrown_chain *chain)
{
    static cupro_step *const steps[] = {step_0, step_1, step_2, step_3,
                                        step_4, step_5, step_6, step_7};
    static const size_t element_sizes[] = {1, 2, 4, 8, 12, 16, 40};
    static const unsigned keeps[] = {0, 10, 500, 990, 1000};
    static const size_t mosts[] = {1, 2, 3, 50};
    bool range = dice_once_in(dice, 4);
    size_t first_size = range ? sizeof(size_t) : element_sizes[dice_below(dice, 7)];
    *chain = (struct thrown_chain){.range = range, .size = first_size, .most = 1};
    chain->stages = (int)dice_below(dice, CUPRO_MAX_STAGES + 1);
    size_t size = chain->size;
    bool filters_first = dice_once_in(dice, 3);
    for (int i = 0; i < chain->stages; i++) {
        bool last = i + 1 == chain->stages;
        struct thrown_stage *at = &chain->at[i];
        cupro_stage_kind kind = throw_kind(dice, filters_first && i < 2, last);
        size_t most = kind == CUPRO_STAGE_FLAT_MAP ? mosts[dice_below(dice, 4)] : 0;
        if (most * chain->most > MOST_RESULTS)
            most = 1;
        chain->most *= most > 0 ? most : 1;
        size_t out = kind == CUPRO_STAGE_FILTER ? size : element_sizes[dice_below(dice, 7)];
        if (kind == CUPRO_STAGE_FOLD ||
            (last && kind != CUPRO_STAGE_FILTER && dice_once_in(dice, 3)))
            out = sizeof(struct poly);
        at->stage = (cupro_stage){kind, size, out, steps[i], most};
        at->keep = keeps[dice_below(dice, 5)];
        at->salt = dice_bits(dice);
        size = out;
    }
}

static inline bool ends_in_fold(const struct thrown_chain *chain)
{
    return chain->stages > 0 && chain->at[chain->stages - 1].stage.kind == CUPRO_STAGE_FOLD;
}

static inline size_t thrown_out_size(const struct thrown_chain *chain)
{
    return chain->stages > 0 ? chain->at[chain->stages - 1].stage.out_size : chain->size;
}

/* "40 f10 m8 x2 f500": elements of 40 bytes, a filter that keeps 1 %, a map to 8 bytes, a flat map
 * to those of 2, … */
static inline void name_chain(const struct thrown_chain *chain, char *name, size_t room)
{
    size_t length = (size_t)snprintf(name, room, "%zu", chain->size);
    for (int i = 0; i < chain->stages && length < room; i++) {
        const struct thrown_stage *at = &chain->at[i];
        bool filter = at->stage.kind == CUPRO_STAGE_FILTER;
        length += (size_t)snprintf(name + length, room - length, " %c%zu", ".mfax"[at->stage.kind],
                                   filter ? at->keep : at->stage.out_size);
    }
}

/* -- The interpreter --------------------------------------------------------------------------- */

/* Pass n elements through one stage: those that come out, and how many. A fold's result stands in
 * `out`, which holds the identity. */
static inline size_t interpret_stage(const struct thrown_stage *at, const unsigned char *in,
                                     size_t n, unsigned char *out)
{
    size_t many = 0;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *item = in + i * at->stage.in_size;
        if (at->stage.kind == CUPRO_STAGE_MAP)
            map_one(at, item, out + at->stage.out_size * many++);
        else if (at->stage.kind == CUPRO_STAGE_FLAT_MAP)
            many += flat_map_one(at, item, out + at->stage.out_size * many);
        else if (at->stage.kind == CUPRO_STAGE_FOLD)
            fold_one(at, item, out);
        else if (keep_one(at, item))
            memcpy(out + at->stage.in_size * many++, item, at->stage.in_size);
    }
    return many;
}

/* What comes out of the chain, in memory to be freed, and *count of them; seen[k] is what stage k
 * is to see. */
static inline unsigned char *interpret(const struct thrown_chain *chain, const void *base, size_t n,
                                       size_t *count, struct tally *seen)
{
    unsigned char *items = malloc(n * chain->size + 1);
    memcpy(items, base, n * chain->size);
    for (int i = 0; i < chain->stages; i++) {
        const struct thrown_stage *at = &chain->at[i];
        size_t most = at->stage.kind == CUPRO_STAGE_FLAT_MAP ? at->stage.most : 1;
        unsigned char *out = malloc(n * most * at->stage.out_size + sizeof(struct poly));
        memcpy(out, &(struct poly){1, 0}, sizeof(struct poly));
        seen[i] = (struct tally){0, 0};
        tally_add(&seen[i], items, n, at->stage.in_size);
        n = interpret_stage(at, items, n, out);
        free(items);
        items = out;
    }
    *count = n;
    return items;
}

#endif
