/* SPDX-License-Identifier: MIT */
/*
 * Cuts visited (see cuts.h).
 *
 * The sequence is divided into stretches. A runner that gets some of them in a row takes the pieces
 * that end there as it comes upon their cuts. Of the first it must know where it began: whoever
 * came up to that boundary before has noted it, which is so for all but the first stretches of a
 * runner's slice, and for stolen ones. If it is not known, the piece's end is put aside, and when
 * all stretches are through, their beginnings are known, and a second loop takes these pieces.
 *
 * So nobody waits, nobody looks at another's stretch, and a piece longer than any number of
 * stretches is passed by all threads together. Where whoever owns a beginning looks for the end
 * (records.c), one thread would follow a long piece alone, and all would see it twice.
 *
 * Work: each position is marked once. Memory: a boundary a stretch; the second loop's list is made
 * by one thread, in steps of what an earlier call took.
 */
#include "primitives/pieces/cuts.h"

#include "runtime/engine/engine.h"
#include "runtime/engine/progress.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

/* Where a stretch begins. */
struct boundary {
    size_t open;          /* where the piece begins that goes on here; by who came up to here */
    size_t end;           /* of that piece, if it was put aside, or 0; by who went on from here */
    size_t next;          /* the boundary that was reached from here, or 0                     */
    atomic_bool is_known; /* `open` is */
};

struct walk {
    const struct cupro__cuts *cuts;
    size_t stretch;
    size_t stretches;
    struct boundary *boundary;
};

static const size_t stretch_bytes = 64 << 10;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t cupro__cuts_stretch(size_t n, size_t size)
{
    size_t fine = n / 256 + 1, most = stretch_bytes / size;
    if (fine <= 64 || most <= 64)
        return least(fine, 64);
    return n / 1024 < 64 ? 64 : least(n / 1024, most);
}

/* -- Stretches --------------------------------------------------------------------------------- */

/* The first of the positions that is a cut, whose bit is then cleared; or CUPRO_NOWHERE. */
static size_t take_first_cut(size_t at, size_t n, uint64_t *bits)
{
    for (size_t word = 0; word * 64 < n; word++)
        if (bits[word] != 0) {
            size_t cut = at + word * 64 + (size_t)__builtin_ctzll(bits[word]);
            bits[word] &= bits[word] - 1;
            return cut;
        }
    return CUPRO_NOWHERE;
}

/* Take the pieces that end in [at, end). *begin is CUPRO_NOWHERE as long as it is not known. */
static int walk_positions(const struct cupro__cuts *cuts, size_t at, size_t end, size_t *begin,
                          struct boundary *boundary)
{
    uint64_t bits[CUPRO__MOST_CUTS / 64];
    int error = 0;
    for (; at < end && error == 0; at += cuts->batch) {
        size_t n = least(cuts->batch, end - at);
        error = cuts->mark(cuts->what, at, n, bits);
        if (error == 0 && *begin == CUPRO_NOWHERE) {
            size_t cut = take_first_cut(at, n, bits);
            if (cut == CUPRO_NOWHERE)
                continue;
            boundary->end = cut;
            *begin = cut + cuts->gap;
        }
        if (error == 0)
            error = cuts->take(cuts->what, at, n, bits, begin);
    }
    return error;
}

/* Nothing is left but the piece that goes on from `begin`. */
static int leave(const struct walk *walk, size_t begin, size_t stretch, struct boundary *boundary)
{
    if (stretch < walk->stretches) {
        if (begin != CUPRO_NOWHERE) {
            walk->boundary[stretch].open = begin;
            /* pairs with the load in walk_stretches */
            atomic_store_explicit(&walk->boundary[stretch].is_known, true, memory_order_release);
        }
        return 0;
    }
    if (begin != CUPRO_NOWHERE)
        return walk->cuts->take_one(walk->cuts->what, begin, walk->cuts->n);
    boundary->end = walk->cuts->n;
    return 0;
}

static int walk_stretches(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct walk *walk = arg;
    struct boundary *boundary = &walk->boundary[lo];
    size_t end = hi == walk->stretches ? walk->cuts->n : hi * walk->stretch;
    bool known = atomic_load_explicit(&boundary->is_known, memory_order_acquire);
    size_t begin = known ? boundary->open : CUPRO_NOWHERE;
    int error = walk_positions(walk->cuts, lo * walk->stretch, end, &begin, boundary);
    if (error == 0)
        error = leave(walk, begin, hi, boundary);
    if (error == 0)
        boundary->next = hi;
    return error;
}

/* -- What was put aside ------------------------------------------------------------------------ */

/* Bring the pieces that were put aside to the front of the boundaries, with their beginnings. Where
 * a call failed or none was made, what is beyond is above a failure, or not known. */
static size_t find_left(struct walk *walk)
{
    size_t left = 0, begin = 0, i = 0;
    do {
        const struct boundary *boundary = &walk->boundary[i];
        size_t end = boundary->end;
        begin = atomic_load_explicit(&boundary->is_known, memory_order_relaxed) ? boundary->open
                                                                                : begin;
        i = boundary->next;
        if (end != 0) {
            walk->boundary[left].open = begin;
            walk->boundary[left++].end = end;
        }
    } while (i != 0 && i < walk->stretches);
    return left;
}

static int take_left(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct walk *walk = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error =
            walk->cuts->take_one(walk->cuts->what, walk->boundary[i].open, walk->boundary[i].end);
    return error;
}

/* The pieces that were put aside are below whatever else failed. */
static int run_loops(struct walk *walk, const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__work work = {.units = walk->stretches,
                               .elements = walk->cuts->n,
                               .has_more = true,
                               .run = walk_stretches,
                               .arg = walk,
                               .grain = call->grain > 0 ? 1 : 0,
                               .max_grain =
                                   call->max_grain > 0 ? call->max_grain / walk->stretch : 0};
    int error = cupro__engine_run(crew, &work, call);
    struct cupro__work rest = work;
    rest.pass = 1;
    rest.run = take_left;
    rest.units = find_left(walk);
    int below = rest.units > 0 ? cupro__engine_run(crew, &rest, call) : 0;
    if (below != 0 || error != 0)
        return below != 0 ? below : error;
    work.has_more = false;
    if (call->progress != NULL)
        cupro__progress_end(call->progress, &work);
    return 0;
}

int cupro__cuts_visit(const struct cupro__cuts *cuts, size_t size, const cupro_call *call)
{
    struct walk walk = {.cuts = cuts};
    walk.stretch = call->grain > 0 ? call->grain : cupro__cuts_stretch(cuts->n, size);
    if (call->max_grain > 0)
        walk.stretch = least(walk.stretch, call->max_grain);
    walk.stretches = cuts->n / walk.stretch + (cuts->n % walk.stretch != 0);
    if (cuts->n == 0 && cuts->has_empty)
        walk.stretches = 1;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    walk.boundary = calloc(walk.stretches + 1, sizeof *walk.boundary);
    if (walk.boundary != NULL) {
        atomic_store_explicit(&walk.boundary[0].is_known, true, memory_order_relaxed);
        error = run_loops(&walk, &crew, call);
    } else {
        error = CUPRO_ENOMEM;
    }
    free(walk.boundary);
    cupro__crew_dismiss(&crew);
    return error;
}
