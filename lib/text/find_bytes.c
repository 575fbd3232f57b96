/* SPDX-License-Identifier: MIT */
/*
 * cupro_find_bytes, cupro_find_bytes_all, cupro_count_bytes: one needle, on all threads.
 *
 * The places where the needle could begin are divided into blocks; who gets a block reads past its
 * end as far as the needle is long. The first place is sought as other firsts are (seek.h); all of
 * them are marked, and written when it is known how many are before them (kept_cuts.h); for their
 * number the blocks' are added up.
 */
#include <cupro/find_bytes.h>

#include "primitives/arrays/array.h"
#include "primitives/pieces/kept_cuts.h"
#include "primitives/ordered/seek.h"
#include "text/needles.h"

static const size_t block_bytes = 64 << 10;

struct haystack {
    cupro_needles *needles;
    const char *text;
    size_t places; /* where the needle could begin: n - m + 1, or none */
    size_t m;
    size_t block;
    _Atomic size_t count;
};

/* The first place in [lo, hi), or CUPRO_NOWHERE. */
static size_t next_place(const struct haystack *haystack, size_t lo, size_t hi)
{
    cupro_needle_hit hit;
    size_t readable = hi - lo + haystack->m - 1;
    return cupro_needles_next(haystack->needles, haystack->text + lo, readable, 0, &hit)
               ? lo + hit.at
               : CUPRO_NOWHERE;
}

static int open_haystack(struct haystack *haystack, const void *text, size_t n, const void *needle,
                         size_t m, const cupro_call *call)
{
    const cupro_slice string = {needle, m};
    if (text == NULL && n > 0)
        return CUPRO_EINVAL;
    *haystack = (struct haystack){.text = text,
                                  .places = n >= m ? n - m + 1 : 0,
                                  .m = m,
                                  .block = call->grain > 0 ? call->grain : block_bytes};
    if (call->max_grain > 0 && call->max_grain < haystack->block)
        haystack->block = call->max_grain;
    return cupro_needles_new(&haystack->needles, &string, 1, CUPRO_EXACT);
}

/* -- The first --------------------------------------------------------------------------------- */

static int look(void *arg, int runner, size_t lo, size_t hi, size_t *hit)
{
    (void)runner;
    *hit = next_place(arg, lo, hi);
    return 0;
}

static int seek_first(struct haystack *haystack, size_t *at, const cupro_call *call)
{
    struct cupro__seek seek = {.steps = haystack->places,
                               .block = haystack->block,
                               .glance = haystack->block,
                               .grain = call->grain > 0 ? 1 : 0,
                               .step_ns = 1 / cupro__bytes_a_ns,
                               .look = look,
                               .arg = haystack};
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = cupro__seek_run(&seek, &crew, call, at);
    cupro__crew_dismiss(&crew);
    return error;
}

int cupro_find_bytes_with(const void *text, size_t n, const void *needle, size_t m, size_t *at,
                          const cupro_call *call)
{
    struct haystack haystack;
    call = call != NULL ? call : &cupro__usual_call;
    if (at == NULL)
        return CUPRO_EINVAL;
    int error = open_haystack(&haystack, text, n, needle, m, call);
    if (error != 0)
        return error;
    if (cupro__array_is_small(n, call))
        *at = haystack.places > 0 ? next_place(&haystack, 0, haystack.places) : CUPRO_NOWHERE;
    else
        error = seek_first(&haystack, at, call);
    cupro_needles_free(haystack.needles);
    return error;
}

/* -- How many ---------------------------------------------------------------------------------- */

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    struct haystack *haystack = arg;
    size_t begin = lo * haystack->block, count = 0;
    size_t end = hi <= haystack->places / haystack->block ? hi * haystack->block : haystack->places;
    for (size_t at; begin < end && (at = next_place(haystack, begin, end)) != CUPRO_NOWHERE;
         begin = at + 1)
        count++;
    atomic_fetch_add_explicit(&haystack->count, count, memory_order_relaxed);
    return 0;
}

int cupro_count_bytes_with(const void *text, size_t n, const void *needle, size_t m, size_t *count,
                           const cupro_call *call)
{
    struct haystack haystack;
    call = call != NULL ? call : &cupro__usual_call;
    if (count == NULL)
        return CUPRO_EINVAL;
    int error = open_haystack(&haystack, text, n, needle, m, call);
    if (error != 0)
        return error;
    size_t block = haystack.block, places = haystack.places;
    struct cupro__work work = {.units = places / block + (places % block != 0),
                               .elements = places,
                               .run = count_blocks,
                               .arg = &haystack,
                               .grain = call->grain > 0 ? 1 : 0,
                               .unit_ns = (double)block / cupro__bytes_a_ns};
    error = cupro__engine_call(call, &work);
    if (error == 0)
        *count = atomic_load(&haystack.count);
    cupro_needles_free(haystack.needles);
    return error;
}

/* -- All --------------------------------------------------------------------------------------- */

static int mark_places(void *what, size_t at, size_t n, uint64_t *bits, uint64_t *second,
                       struct cupro__kept_block *block)
{
    (void)second;
    const struct haystack *haystack = what;
    size_t begin = at, end = at + n, place;
    block->results = 0;
    while (begin < end && (place = next_place(haystack, begin, end)) != CUPRO_NOWHERE) {
        bits[(place - at) / 64] |= (uint64_t)1 << (place - at) % 64;
        block->results++;
        begin = place + 1;
    }
    block->open = CUPRO_NOWHERE;
    return 0;
}

static void write_places(void *what, size_t at, size_t n, const uint64_t *bits,
                         const uint64_t *second, const struct cupro__kept_block *block, void *out)
{
    (void)what;
    (void)second;
    (void)block;
    size_t *places = out;
    for (size_t word = 0; word * 64 < n; word++)
        for (uint64_t left = bits[word]; left != 0; left &= left - 1)
            *places++ = at + word * 64 + (size_t)__builtin_ctzll(left);
}

int cupro_find_bytes_all_with(const void *text, size_t n, const void *needle, size_t m,
                              size_t **places, size_t *count, const cupro_call *call)
{
    struct haystack haystack;
    call = call != NULL ? call : &cupro__usual_call;
    if (places != NULL)
        *places = NULL;
    if (places == NULL || count == NULL)
        return CUPRO_EINVAL;
    int error = open_haystack(&haystack, text, n, needle, m, call);
    if (error != 0)
        return error;
    struct cupro__kept_cuts kept = {.n = haystack.places,
                                    .block = block_bytes,
                                    .size = sizeof **places,
                                    .block_ns = (double)block_bytes / cupro__bytes_a_ns,
                                    .what = &haystack,
                                    .mark = mark_places,
                                    .write = write_places};
    void *out = NULL;
    error = cupro__kept_cuts_new(&kept, &out, count, call);
    if (error == 0)
        *places = out;
    cupro_needles_free(haystack.needles);
    return error;
}
