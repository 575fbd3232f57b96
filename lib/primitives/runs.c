/* SPDX-License-Identifier: MIT */
/*
 * cupro_chunk_by and cupro_runs_new: cuts between neighbours that do not belong together.
 *
 * The relation marks a batch of pairs, a byte each, in the user's translation unit; the library
 * packs the marks into bits (compact.h), turns them, and walks those that are set. So a run costs
 * its body's call and some instructions, and a pair that belongs together an eighth of a bit's.
 */
#include <cupro/runs.h>

#include "primitives/array.h"
#include "primitives/compact.h"
#include "primitives/cuts.h"
#include "primitives/kept_cuts.h"
#include "runtime/engine.h"

enum { MOST_PAIRS = 2048 };

/* What is marked is still in the L1 or L2 cache when the body gets it. */
static const size_t batch_bytes = 16 << 10;

struct runs {
    const char *base;
    size_t n;
    size_t batch;
    const cupro_relation *together;
    const struct cupro__compact *compact;
    cupro_body *body;
    void *ctx;
};

static struct runs make_runs(const void *base, size_t n, const cupro_relation *together,
                             const cupro_call *call)
{
    size_t batch = batch_bytes / together->size / 64 * 64;
    return (struct runs){.base = base,
                         .n = n,
                         .batch = batch < 64           ? 64
                                  : batch < MOST_PAIRS ? batch
                                                       : MOST_PAIRS,
                         .together = together,
                         .compact = cupro__compact(),
                         .ctx = call->ctx};
}

static bool is_wrong(const void *base, size_t n, size_t size, const cupro_relation *together)
{
    return together == NULL || together->step == NULL || together->size != size ||
           cupro__array_is_wrong(base, n, size);
}

/* Position i is a cut if a run begins there, and i > 0: element 0 is marked as if it belonged to
 * one before it. */
static int mark_runs(void *what, size_t at, size_t n, uint64_t *bits)
{
    const struct runs *runs = what;
    unsigned char marks[MOST_PAIRS];
    marks[0] = 1;
    size_t skipped = at == 0, pairs = n - skipped;
    const char *from = runs->base + (at + skipped - 1) * runs->together->size;
    if (pairs > 0 && runs->together->step(from, marks + skipped, pairs, runs->ctx) != pairs)
        return CUPRO_EINVAL;
    runs->compact->pack(marks, n, bits);
    for (size_t word = 0; word * 64 < n; word++)
        bits[word] = ~bits[word];
    if (n % 64 != 0)
        bits[n / 64] &= ((uint64_t)1 << n % 64) - 1;
    return 0;
}

/* -- Run by run -------------------------------------------------------------------------------- */

static int take_runs(void *what, size_t at, size_t n, const uint64_t *bits, size_t *begin)
{
    const struct runs *runs = what;
    int error = 0;
    for (size_t word = 0; word * 64 < n && error == 0; word++)
        for (uint64_t cuts = bits[word]; cuts != 0 && error == 0; cuts &= cuts - 1) {
            size_t cut = at + word * 64 + (size_t)__builtin_ctzll(cuts);
            error = runs->body(*begin, cut, runs->ctx);
            *begin = cut;
        }
    return error;
}

static int take_run(void *what, size_t begin, size_t end)
{
    const struct runs *runs = what;
    return runs->body(begin, end, runs->ctx);
}

int cupro_chunk_by_with(const void *base, size_t n, size_t size, const cupro_relation *together,
                        cupro_body *body, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (body == NULL || is_wrong(base, n, size, together))
        return CUPRO_EINVAL;
    struct runs runs = make_runs(base, n, together, call);
    runs.body = body;
    struct cupro__cuts cuts = {.n = n,
                               .batch = runs.batch,
                               .what = &runs,
                               .mark = mark_runs,
                               .take = take_runs,
                               .take_one = take_run};
    return cupro__cuts_visit(&cuts, size, call);
}

/* -- Where runs begin -------------------------------------------------------------------------- */

static int mark_block(void *what, size_t at, size_t n, uint64_t *bits, uint64_t *second,
                      struct cupro__kept_block *block)
{
    (void)second;
    const struct runs *runs = what;
    int error = 0;
    for (size_t done = 0; done < n && error == 0; done += runs->batch) {
        size_t some = n - done < runs->batch ? n - done : runs->batch;
        error = mark_runs(what, at + done, some, bits + done / 64);
    }
    if (at == 0)
        bits[0] |= 1;
    for (size_t word = 0; word * 64 < n; word++)
        block->results += (size_t)__builtin_popcountll(bits[word]);
    return error;
}

static void write_block(void *what, size_t at, size_t n, const uint64_t *bits,
                        const uint64_t *second, const struct cupro__kept_block *block, void *out)
{
    (void)what, (void)second, (void)block;
    size_t *begin = out;
    for (size_t word = 0; word * 64 < n; word++)
        for (uint64_t cuts = bits[word]; cuts != 0; cuts &= cuts - 1)
            *begin++ = at + word * 64 + (size_t)__builtin_ctzll(cuts);
}

int cupro_runs_new_with(const void *base, size_t n, size_t size, const cupro_relation *together,
                        size_t **begins, size_t *count, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (begins != NULL)
        *begins = NULL;
    if (begins == NULL || count == NULL || is_wrong(base, n, size, together))
        return CUPRO_EINVAL;
    struct runs runs = make_runs(base, n, together, call);
    struct cupro__kept_cuts kept = {.n = n,
                                    .block = cupro__cuts_stretch(n, size),
                                    .size = sizeof **begins,
                                    .extra = 1,
                                    .what = &runs,
                                    .mark = mark_block,
                                    .write = write_block};
    void *out;
    int error = cupro__kept_cuts_new(&kept, &out, count, call);
    if (error != 0)
        return error;
    *begins = out;
    (*begins)[*count] = n;
    return 0;
}
