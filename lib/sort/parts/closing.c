/* SPDX-License-Identifier: MIT */
/*
 * Closing gaps in place (see closing.h).
 *
 * The caller begins alone, squeezing the elements together where they are, and goes on to the end
 * if that is near. Else, up to the first element that is dropped, the array is only read (seek.h);
 * from there on runners take the blocks in order. A block goes straight to its place if all blocks
 * before it have been counted; else it is squeezed into the runner's scratch, in a core's cache,
 * and copied as soon as its place is known: then all blocks before have been read, and so has
 * whatever is in that place. Nobody waits: a runner that has no scratch left ends the loop, which
 * begins again when all that was held back is in its place.
 *
 * Work O(n), span a block. Bytes moved for n elements of s bytes, k kept: n s read and k s written,
 * and the lines that are written read before that.
 *
 * What limits it is memory: 1e7 of uint64 of which two in three stay took one thread of a busy Zen
 * 4 0.60 ns each, and a loop without branches 0.61. Streaming past the caches took 0.93.
 */
#include "sort/parts/closing.h"

#include "primitives/arrays/array.h"
#include "primitives/chains/compact.h"
#include "primitives/ordered/offsets.h"
#include "primitives/ordered/seek.h"
#include "runtime/clock.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 << 10, HELD = 16, BATCH_WORDS = CUPRO__CLOSING_BATCH / 64 };
enum { CROWDED = INT_MIN }; /* ends the engine's loop; no error of ours */

static const double alone_ns = 20000; /* what is shorter is not worth waking a team */

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The first of n elements that is dropped, or n. */
static size_t first_gap(const uint64_t *bits, size_t n)
{
    for (size_t at = 0; at < n; at += 64) {
        uint64_t there = n - at < 64 ? ((uint64_t)1 << (n - at)) - 1 : UINT64_MAX;
        if (bits[at / 64] != there)
            return at + (size_t)__builtin_ctzll(~bits[at / 64]);
    }
    return n;
}

/* Squeeze the elements [at, end) to `out`, which is elsewhere, or does not lie behind them. */
static int squeeze_range(const struct cupro__closing *closing, size_t at, size_t end, char *out,
                         size_t *kept)
{
    size_t size = closing->size;
    uint64_t bits[BATCH_WORDS];
    int error = 0;
    *kept = 0;
    for (size_t n; at < end && error == 0; at += n) {
        n = lesser(end - at, CUPRO__CLOSING_BATCH);
        error = closing->mark(closing->what, at, n, bits);
        const char *in = closing->base + at * size;
        if (error == 0 && in == out + *kept * size && first_gap(bits, n) == n)
            *kept += n; /* where they are */
        else if (error == 0)
            *kept += cupro__compact()->squeeze(in, size, n, bits, out + *kept * size);
    }
    return error;
}

/* -- On the caller ----------------------------------------------------------------------------- */

/* What has been done of an array: the elements before `at` have been moved to the first `kept`. */
struct done {
    size_t at, kept;
};

static int close_part(const struct cupro__closing *closing, struct done *done, size_t end)
{
    size_t kept;
    int error =
        squeeze_range(closing, done->at, end, closing->base + done->kept * closing->size, &kept);
    *done = (struct done){end, done->kept + kept};
    return error;
}

/* Begin, and if there is little left go on to the end. */
static int close_beginning(const struct cupro__closing *closing, struct done *done)
{
    size_t n = closing->n, many = CUPRO__CLOSING_BATCH;
    if (n <= many)
        return close_part(closing, done, n);
    int64_t begin = cupro__now();
    int error = 0;
    double took = 0;
    for (; error == 0 && done->at < n && took < alone_ns; many *= 2) {
        error = close_part(closing, done, done->at + lesser(many, n - done->at));
        took = (double)(cupro__now() - begin);
    }
    size_t left = n - done->at;
    if (error == 0 && (double)left * took < alone_ns * (double)done->at)
        error = close_part(closing, done, n);
    return error;
}

/* -- The first gap ----------------------------------------------------------------------------- */

struct search {
    const struct cupro__closing *closing;
    size_t begin;
};

static int look(void *arg, int runner, size_t lo, size_t hi, size_t *hit)
{
    (void)runner;
    const struct search *search = arg;
    const struct cupro__closing *closing = search->closing;
    uint64_t bits[BATCH_WORDS];
    int error = closing->mark(closing->what, search->begin + lo, hi - lo, bits);
    size_t gap = error == 0 ? first_gap(bits, hi - lo) : hi - lo;
    if (gap < hi - lo)
        *hit = lo + gap;
    return error;
}

/* Go on to it, if there has been none so far, or to the end. */
static int find_gap(const struct cupro__closing *closing, struct done *done,
                    const struct cupro__crew *crew, const cupro_call *call)
{
    struct search search = {closing, done->at};
    struct cupro__seek seek = {.steps = closing->n - done->at,
                               .block = CUPRO__ARRAY_BLOCK,
                               .glance = CUPRO__CLOSING_BATCH,
                               .has_more = true,
                               .look = look,
                               .arg = &search};
    size_t gap = CUPRO_NOWHERE;
    if (done->kept < done->at)
        return 0;
    int error = cupro__seek_run(&seek, crew, call, &gap);
    if (error == 0)
        done->at = done->kept = gap == CUPRO_NOWHERE ? closing->n : done->at + gap;
    return error;
}

/* -- Blocks ------------------------------------------------------------------------------------ */

/* A block in scratch, whose place was not known. */
struct held {
    size_t block, kept;
};

struct runner {
    _Alignas(128) struct held held[HELD];
    bool uses[HELD];
};

struct pass {
    const struct cupro__closing *closing;
    struct done done;     /* before it began                      */
    size_t block, blocks; /* elements of one, and how many        */
    struct runner *runners;
    char *scratch; /* room for HELD blocks of each runner  */
    struct cupro__offsets offsets;
    _Atomic size_t next;    /* block to be taken                    */
    atomic_bool is_crowded; /* a runner has no scratch left */
};

static char *scratch_of(const struct pass *pass, int runner, int slot)
{
    size_t number = (size_t)runner * HELD + (size_t)slot;
    return pass->scratch + number * pass->block * pass->closing->size;
}

static char *place_of(const struct pass *pass, size_t offset)
{
    return pass->closing->base + (pass->done.kept + offset) * pass->closing->size;
}

/* Bring what is held to its place, as far as that is known. Returns a slot that is free, or HELD.
 */
static int release(const struct pass *pass, int runner)
{
    struct runner *own = &pass->runners[runner];
    int is_free = HELD;
    for (int slot = HELD - 1; slot >= 0; slot--) {
        const struct held *held = &own->held[slot];
        size_t offset;
        if (own->uses[slot] && cupro__offsets_known(&pass->offsets, held->block, &offset)) {
            memcpy(place_of(pass, offset), scratch_of(pass, runner, slot),
                   held->kept * pass->closing->size);
            own->uses[slot] = false;
        }
        if (!own->uses[slot])
            is_free = slot;
    }
    return is_free;
}

static int take_block(struct pass *pass, int runner)
{
    struct runner *own = &pass->runners[runner];
    int slot = release(pass, runner);
    if (slot == HELD)
        atomic_store_explicit(&pass->is_crowded, true, memory_order_relaxed);
    if (atomic_load_explicit(&pass->is_crowded, memory_order_relaxed))
        return CROWDED;
    size_t block = atomic_fetch_add_explicit(&pass->next, 1, memory_order_relaxed), offset, kept;
    if (block >= pass->blocks)
        return 0;
    bool known = cupro__offsets_known(&pass->offsets, block, &offset);
    size_t begin = pass->done.at + block * pass->block;
    size_t end = lesser(begin + pass->block, pass->closing->n);
    char *out = known ? place_of(pass, offset) : scratch_of(pass, runner, slot);
    int error = squeeze_range(pass->closing, begin, end, out, &kept);
    if (error != 0)
        return error;
    own->held[slot] = (struct held){block, kept};
    own->uses[slot] = !known;
    cupro__offsets_count(&pass->offsets, block, kept);
    return 0;
}

/* The engine says how many blocks; which, the order does. */
static int take_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = take_block(arg, runner);
    if (error == 0)
        release(arg, runner);
    return error;
}

/* Where what is held belongs is known when the loop has ended. */
static int run_pass(struct pass *pass, const struct cupro__crew *crew, const cupro_call *call)
{
    int error = 0;
    for (size_t taken; error == 0 && (taken = atomic_load(&pass->next)) < pass->blocks;) {
        struct cupro__work work = {
            .units = pass->blocks - taken, .run = take_blocks, .arg = pass, .enough = CROWDED};
        atomic_store(&pass->is_crowded, false);
        error = cupro__sort_surely(crew, &work, call);
        for (int runner = 0; error == 0 && runner < crew->runners; runner++)
            release(pass, runner);
    }
    return error;
}

static int open_pass(struct pass *pass, const struct cupro__crew *crew)
{
    size_t size = pass->closing->size, runners = (size_t)crew->runners;
    pass->block = size < BLOCK_BYTES ? BLOCK_BYTES / size : 1;
    pass->blocks = (pass->closing->n - pass->done.at - 1) / pass->block + 1;
    atomic_init(&pass->next, 0);
    atomic_init(&pass->is_crowded, false);
    pass->runners = aligned_alloc(_Alignof(struct runner), runners * sizeof *pass->runners);
    pass->scratch = malloc(runners * HELD * pass->block * size);
    if (pass->runners == NULL || pass->scratch == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < runners; i++)
        memset(pass->runners[i].uses, 0, sizeof pass->runners[i].uses);
    return cupro__offsets_open(&pass->offsets, pass->blocks);
}

/* On a crew, or, without the memory for that, on the caller. */
static int close_blocks(const struct cupro__closing *closing, struct done *done,
                        const struct cupro__crew *crew, const cupro_call *call)
{
    struct pass pass = {.closing = closing, .done = *done};
    cupro_call own = *call; /* the array is being overwritten */
    own.stop = NULL;
    own.progress = NULL;
    int error = open_pass(&pass, crew);
    if (error == 0) {
        error = run_pass(&pass, crew, &own);
        size_t kept = 0;
        cupro__offsets_known(&pass.offsets, pass.blocks, &kept);
        *done = (struct done){closing->n, done->kept + kept};
        cupro__offsets_close(&pass.offsets);
    } else {
        error = close_part(closing, done, closing->n);
    }
    free(pass.scratch);
    free(pass.runners);
    return error;
}

/* -- All of it --------------------------------------------------------------------------------- */

static int close_rest(const struct cupro__closing *closing, struct done *done,
                      const struct cupro__crew *crew, const cupro_call *call)
{
    int error = find_gap(closing, done, crew, call);
    if (error == 0 && done->at < closing->n)
        error = close_blocks(closing, done, crew, call);
    return error == 0 ? cupro__sort_report(closing->n, 0, crew, call) : error;
}

int cupro__close_gaps(const struct cupro__closing *closing, size_t *kept, const cupro_call *call)
{
    struct done done = {0, 0};
    struct cupro__crew crew;
    int error = 0;
    if (cupro__call_is_plain(call))
        error = close_beginning(closing, &done);
    if (error == 0 && (done.at < closing->n || !cupro__call_is_plain(call))) {
        error = cupro__crew_muster(&crew, call);
        if (error != 0)
            return error;
        error = close_rest(closing, &done, &crew, call);
        cupro__crew_dismiss(&crew);
    }
    if (error == 0)
        *kept = done.kept;
    return error;
}
