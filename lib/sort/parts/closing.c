/* SPDX-License-Identifier: MIT */
/*
 * Closing gaps in place (see closing.h).
 *
 * Up to the first element that is dropped the array is only read (seek.h). What comes behind passes
 * a *window* of a few blocks a runner: these are squeezed into scratch at the same time, and when
 * all have been read and counted each is copied to its place, which lies before the window's end.
 * Two launches a window, and nobody waits for the blocks before its own.
 *
 * Work O(n), span a block for each window. Bytes moved for n elements of s bytes, k kept: n s read
 * and k s written; scratch stays in the caches.
 */
#include "sort/parts/closing.h"

#include "primitives/array.h"
#include "primitives/compact.h"
#include "primitives/seek.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 << 10, BLOCKS_A_RUNNER = 32, BATCH_WORDS = CUPRO__CLOSING_BATCH / 64 };

struct window {
    const struct cupro__closing *closing;
    size_t block, blocks; /* elements of one, and how many */
    size_t begin, end;    /* where it is                   */
    char *scratch;        /* what each block keeps, at the block's beginning */
    size_t *kept;         /* of each block                                   */
    size_t *to;           /* where that belongs                              */
};

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* -- The first gap ----------------------------------------------------------------------------- */

static int look(void *arg, int runner, size_t lo, size_t hi, size_t *hit)
{
    (void)runner;
    const struct cupro__closing *closing = arg;
    uint64_t bits[BATCH_WORDS];
    int error = closing->mark(closing->what, lo, hi - lo, bits);
    for (size_t at = 0; at < hi - lo && error == 0; at += 64) {
        size_t left = hi - lo - at;
        uint64_t there = left < 64 ? ((uint64_t)1 << left) - 1 : UINT64_MAX;
        if (bits[at / 64] != there) {
            *hit = lo + at + (size_t)__builtin_ctzll(~bits[at / 64]);
            break;
        }
    }
    return error;
}

static int find_gap(const struct cupro__closing *closing, const struct cupro__crew *crew,
                    const cupro_call *call, size_t *gap)
{
    struct cupro__seek seek = {.steps = closing->n,
                               .block = CUPRO__ARRAY_BLOCK,
                               .glance = CUPRO__CLOSING_BATCH,
                               .has_more = true,
                               .look = look,
                               .arg = (void *)closing};
    return cupro__seek_run(&seek, crew, call, gap);
}

/* -- Windows ----------------------------------------------------------------------------------- */

static int squeeze_block(const struct window *window, size_t block)
{
    const struct cupro__closing *closing = window->closing;
    size_t size = closing->size, at = window->begin + block * window->block;
    size_t end = lesser(at + window->block, window->end), kept = 0;
    char *out = window->scratch + block * window->block * size;
    while (at < end) {
        size_t n = lesser(end - at, CUPRO__CLOSING_BATCH);
        uint64_t bits[BATCH_WORDS];
        int error = closing->mark(closing->what, at, n, bits);
        if (error != 0)
            return error;
        kept +=
            cupro__compact()->squeeze(closing->base + at * size, size, n, bits, out + kept * size);
        at += n;
    }
    window->kept[block] = kept;
    return 0;
}

static int squeeze_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++)
        error = squeeze_block(arg, block);
    return error;
}

static int place_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct window *window = arg;
    size_t size = window->closing->size;
    for (size_t block = lo; block < hi; block++)
        memcpy(window->closing->base + window->to[block] * size,
               window->scratch + block * window->block * size, window->kept[block] * size);
    return 0;
}

/* Pass the window that begins at window->begin; *kept moves on. */
static int pass_window(struct window *window, size_t *kept, const struct cupro__crew *crew,
                       const cupro_call *call)
{
    size_t left = window->closing->n - window->begin;
    window->end = window->begin + lesser(left, window->block * window->blocks);
    struct cupro__work work = {.units = (window->end - window->begin - 1) / window->block + 1,
                               .run = squeeze_blocks,
                               .arg = window,
                               .grain = 1};
    int error = cupro__sort_surely(crew, &work, call);
    if (error != 0)
        return error;
    for (size_t block = 0; block < work.units; block++) {
        window->to[block] = *kept;
        *kept += window->kept[block];
    }
    work.run = place_blocks;
    window->begin = window->end;
    return cupro__sort_surely(crew, &work, call);
}

static int pass_windows(const struct cupro__closing *closing, size_t gap, size_t *kept,
                        const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call own = *call; /* the array is being overwritten */
    own.stop = NULL;
    own.progress = NULL;
    struct window window = {.closing = closing, .begin = gap};
    window.block = closing->size < BLOCK_BYTES ? BLOCK_BYTES / closing->size : 1;
    window.blocks =
        lesser((closing->n - gap - 1) / window.block + 1, (size_t)crew->runners * BLOCKS_A_RUNNER);
    window.scratch = malloc(lesser(window.blocks * window.block, closing->n - gap) * closing->size);
    window.kept = malloc(2 * window.blocks * sizeof *window.kept);
    window.to = window.kept + window.blocks;
    int error = window.scratch != NULL && window.kept != NULL ? 0 : CUPRO_ENOMEM;
    *kept = gap;
    while (error == 0 && window.begin < closing->n)
        error = pass_window(&window, kept, crew, &own);
    free(window.kept);
    free(window.scratch);
    return error;
}

/* -- All of it --------------------------------------------------------------------------------- */

static int close_on(const struct cupro__closing *closing, size_t *kept,
                    const struct cupro__crew *crew, const cupro_call *call)
{
    size_t gap = CUPRO_NOWHERE, left = closing->n;
    int error = find_gap(closing, crew, call, &gap);
    if (error == 0 && gap != CUPRO_NOWHERE)
        error = pass_windows(closing, gap, &left, crew, call);
    if (error != 0)
        return error;
    error = cupro__sort_report(closing->n, 0, crew, call);
    if (error == 0)
        *kept = left;
    return error;
}

int cupro__close_gaps(const struct cupro__closing *closing, size_t *kept, const cupro_call *call)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = close_on(closing, kept, &crew, call);
    cupro__crew_dismiss(&crew);
    return error;
}
