/* SPDX-License-Identifier: MIT */
/*
 * Packing by flags: a chain with one filter, whose answers are written down already.
 *
 * The filter gets the chain's elements as they stand in the array, or, of a range, consecutive
 * indexes (pipe.h), so that a batch tells which flags are its own. The rest is collecting.
 */
#include <cupro/pack.h>

#include "primitives/arrays/array.h"
#include "primitives/chains/chain.h"

#include <cupro/range.h>

struct packing {
    const unsigned char *flags;
    const char *base;
    size_t size;
};

/* Any byte but 0 is a yes; marks are 0 or 1. */
static size_t mark_from(const struct packing *packing, size_t first, unsigned char *marks, size_t n)
{
    const unsigned char *flags = packing->flags + first;
    for (size_t i = 0; i < n; i++)
        marks[i] = flags[i] != 0;
    return n;
}

static size_t mark_elements(const void *in, void *out, size_t n, void *ctx)
{
    const struct packing *packing = ctx;
    return mark_from(packing, (size_t)((const char *)in - packing->base) / packing->size, out, n);
}

static size_t mark_indexes(const void *in, void *out, size_t n, void *ctx)
{
    return mark_from(ctx, *(const size_t *)in, out, n);
}

/* Whether results are written over flags. Where that depends on their number, they are counted,
 * which reads the flags once more, and is no progress. */
static int check_overlap(const cupro_chain *chain, const void *flags, const void *out,
                         const cupro_call *call)
{
    cupro_call own = *call;
    own.progress = NULL;
    uintptr_t f = (uintptr_t)flags, o = (uintptr_t)out;
    size_t count = 0;
    if (o >= f)
        return o - f < chain->n ? CUPRO_EINVAL : 0;
    if (f - o >= chain->n * chain->out_size)
        return 0;
    int error = cupro_count_with(*chain, &count, &own);
    return error == 0 && count * chain->out_size > f - o ? CUPRO_EINVAL : error;
}

static int collect(cupro_chain chain, struct packing *packing, void *out, size_t *count,
                   const cupro_call *call)
{
    if (cupro__chain_error(&chain) != 0 || count == NULL ||
        cupro__array_is_wrong(packing->flags, chain.n, 1) ||
        cupro__array_is_wrong(out, chain.n, chain.out_size))
        return CUPRO_EINVAL;
    cupro_call own = call != NULL ? *call : cupro__usual_call;
    own.ctx = packing;
    int error = check_overlap(&chain, packing->flags, out, &own);
    return error != 0 ? error : cupro_collect_with(chain, out, chain.out_size, count, &own);
}

int cupro_pack_with(const void *in, const void *flags, size_t n, size_t size, void *out,
                    size_t *count, const cupro_call *call)
{
    const cupro_stage filter = {CUPRO_STAGE_FILTER, size, size, mark_elements, 0};
    const cupro_stage *const stages[] = {&filter};
    struct packing packing = {flags, in, size};
    return collect(cupro_from_with(in, n, size, 1, stages), &packing, out, count, call);
}

int cupro_pack_index_with(const void *flags, size_t n, size_t *index, size_t *count,
                          const cupro_call *call)
{
    const cupro_stage filter = {CUPRO_STAGE_FILTER, sizeof n, sizeof n, mark_indexes, 0};
    const cupro_stage *const stages[] = {&filter};
    struct packing packing = {.flags = flags};
    return collect(cupro_from_range_with(0, n, 1, stages), &packing, index, count, call);
}
