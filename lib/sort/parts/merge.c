/* SPDX-License-Identifier: MIT */
/*
 * cupro_merge: two sorted arrays of numbers become one (see <cupro/merge.h>).
 *
 * The units are results. Where a piece of them begins in both arrays is found by a binary search
 * along the merge path (merge_kernel.inc); then batches are merged on their way, into a buffer
 * that is streamed past the caches if the result is large (primitives/chains/flow.c).
 *
 * Work O(n), span O(log n) and a piece. Bytes moved: one read and one write of all elements.
 */
#include <cupro/merge.h>

#include "primitives/arrays/array.h"
#include "primitives/chains/flow.h"
#include "sort/parts/ordered.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { CHAINS = 4, BATCH = 2048, FEW = 64 }; /* results */
enum { LINE = 64, AHEAD = 2 * 8 * BATCH };   /* bytes   */

#define BITS 8
#include "sort/parts/merge_kernel.inc"
#define BITS 16
#include "sort/parts/merge_kernel.inc"
#define BITS 32
#include "sort/parts/merge_kernel.inc"
#define BITS 64
#include "sort/parts/merge_kernel.inc"

struct merging {
    const char *a, *b;
    size_t na, nb, size;
    struct cupro__key_form form;
    char *out;
    char *buffers; /* of each runner, or NULL */
    size_t buffer; /* bytes of one            */
};

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Fetch what the next batch may look at: its binary searches jump about, and so do chains, which
 * the processor does not foresee (44 ms without it instead of 20 on one thread of a Zen 4,
 * cupro-bench's row merge at 1e7). Returns how far it is fetched. Not inlined, gcc 12 takes it for
 * a function without effects. */
CUPRO__ALWAYS_INLINE size_t fetch(const char *x, size_t bytes, size_t at, size_t fetched)
{
    size_t end = lesser(bytes, at + AHEAD);
    for (; fetched < end; fetched += LINE)
        __builtin_prefetch(x + fetched, 0, 2);
    return fetched;
}

/* The results [lo, hi), hi - lo > 0. */
static int merge_range(size_t lo, size_t hi, int runner, void *arg)
{
    const struct merging *merging = arg;
    size_t size = merging->size, i = 0;
    char *buffer =
        merging->buffers != NULL ? merging->buffers + (size_t)runner * merging->buffer : NULL;
    struct cupro__flow flow = cupro__flow_begin(merging->out + lo * size, buffer);
    CUPRO__BY_KIND(split, size, merging->form, merging->a, merging->na, merging->b, merging->nb, lo,
                   &i)
    size_t fetched_a = i * size, fetched_b = (lo - i) * size;
    for (size_t at = lo, j = lo - i; at < hi;) {
        fetched_a = fetch(merging->a, merging->na * size, i * size, fetched_a);
        fetched_b = fetch(merging->b, merging->nb * size, j * size, fetched_b);
        size_t some = lesser(hi - at, BATCH), from_a = 0;
        size_t na = lesser(merging->na - i, some), nb = lesser(merging->nb - j, some);
        const char *a = merging->a + i * size, *b = merging->b + j * size;
        void *out = cupro__flow_room(&flow);
        CUPRO__BY_KIND(merge_batch, size, merging->form, a, na, b, nb, out, some, &from_a)
        cupro__flow_add(&flow, some * size);
        i += from_a;
        j += some - from_a;
        at += some;
    }
    cupro__flow_end(&flow);
    return 0;
}

static int merge_on(void *arg, const struct cupro__crew *crew, const cupro_call *call)
{
    struct merging *merging = arg;
    size_t n = merging->na + merging->nb, size = merging->size;
    struct cupro__work work = {.units = n,
                               .run = merge_range,
                               .arg = merging,
                               .grain =
                                   call->grain > 0 && call->grain < BATCH ? BATCH : call->grain,
                               .max_grain = call->max_grain,
                               .unit_ns = 1 + (double)size / cupro__bytes_a_ns};
    merging->buffer = cupro__flow_buffer(BATCH * size, 2 * n * size);
    if (merging->buffer > 0) {
        merging->buffers = aligned_alloc(64, (size_t)crew->runners * merging->buffer);
        if (merging->buffers == NULL)
            return CUPRO_ENOMEM;
    }
    int error = cupro__engine_run(crew, &work, call);
    free(merging->buffers);
    return error;
}

static bool is_wrong(const struct merging *merging)
{
    size_t n, size = merging->size;
    if (cupro__array_is_wrong(merging->a, merging->na, size) ||
        cupro__array_is_wrong(merging->b, merging->nb, size) ||
        __builtin_add_overflow(merging->na, merging->nb, &n) ||
        cupro__array_is_wrong(merging->out, n, size))
        return true;
    return cupro__arrays_overlap(merging->a, merging->na * size, merging->out, n * size) ||
           cupro__arrays_overlap(merging->b, merging->nb * size, merging->out, n * size);
}

static int merge(struct merging *merging, const cupro_call *call)
{
    if (is_wrong(merging))
        return CUPRO_EINVAL;
    size_t n = merging->na + merging->nb;
    if (n <= FEW && cupro__call_is_plain(call)) {
        CUPRO__BY_KIND(merge_few, merging->size, merging->form, merging->a, merging->na, merging->b,
                       merging->nb, merging->out)
        return 0;
    }
    if (n > 0 && cupro__array_is_small(n, call))
        return merge_range(0, n, 0, merging);
    return cupro__engine_perform(call, merge_on, merging);
}

#define DEFINE_MERGE(tag, T, S)                                                 \
    int cupro_merge_##tag(const T *a, size_t na, const T *b, size_t nb, T *out, \
                          const cupro_call *call)                               \
    {                                                                           \
        struct merging merging = {.a = (const char *)a,                         \
                                  .b = (const char *)b,                         \
                                  .na = na,                                     \
                                  .nb = nb,                                     \
                                  .size = sizeof *a,                            \
                                  .form = CUPRO__FORM(T),                       \
                                  .out = (char *)out};                          \
        return merge(&merging, call);                                           \
    }
CUPRO_NUMBERS(DEFINE_MERGE)
