/* SPDX-License-Identifier: MIT */
/*
 * cupro_chunk_by and cupro_runs_new: cuts between neighbours that do not belong together.
 *
 * The relation's marks are bits (run_marks.h), and the library walks those that are set. So a run
 * costs its body's call and some instructions, and a pair that belongs together an eighth of a
 * bit's.
 */
#include <cupro/runs.h>

#include "primitives/arrays/array.h"
#include "primitives/pieces/cuts.h"
#include "primitives/pieces/kept_cuts.h"
#include "primitives/pieces/run_marks.h"
#include "runtime/engine/engine.h"

struct runs {
    struct cupro__run_marks marks;
    cupro_body *body;
    void *ctx;
};

static int mark_runs(void *what, size_t at, size_t n, uint64_t *bits)
{
    return cupro__run_marks(&((const struct runs *)what)->marks, at, n, bits);
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
    if (body == NULL || cupro__run_marks_are_wrong(base, n, size, together))
        return CUPRO_EINVAL;
    struct runs runs = {cupro__run_marks_of(base, together, call->ctx), body, call->ctx};
    struct cupro__cuts cuts = {.n = n,
                               .batch = runs.marks.batch,
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
    for (size_t done = 0; done < n && error == 0; done += runs->marks.batch) {
        size_t some = n - done < runs->marks.batch ? n - done : runs->marks.batch;
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
    if (begins == NULL || count == NULL || cupro__run_marks_are_wrong(base, n, size, together))
        return CUPRO_EINVAL;
    struct runs runs = {.marks = cupro__run_marks_of(base, together, call->ctx)};
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
