/* SPDX-License-Identifier: MIT */
/*
 * Where keys belong in a sorted array: binary searches, several at the same time
 * (<cupro/order_passes.h>). The units are keys.
 */
#include "sort/orders/ordering.h"

#include <cupro/error.h>

struct bounds {
    const struct cupro__ordering *ordering;
    const char *keys;
    bool upper;
    size_t *at;
};

static int run_keys(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct bounds *bounds = arg;
    const struct cupro__ordering *ordering = bounds->ordering;
    ordering->order->bounds(ordering->x, ordering->n, bounds->keys + lo * ordering->size, hi - lo,
                            bounds->upper, bounds->at + lo, ordering->ctx);
    return 0;
}

int cupro_bound_by_with(const void *base, size_t n, const void *keys, size_t m, size_t size,
                        const cupro_order *order, bool upper, size_t *at, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    struct cupro__ordering ordering = {order, (char *)base, n, size, call->ctx};
    if (cupro__ordering_is_wrong(&ordering) || cupro__array_is_wrong(keys, m, size) ||
        cupro__array_is_wrong(at, m, sizeof *at) ||
        cupro__arrays_overlap(at, m * sizeof *at, base, n * size) ||
        cupro__arrays_overlap(at, m * sizeof *at, keys, m * size))
        return CUPRO_EINVAL;
    struct bounds bounds = {&ordering, keys, upper, at};
    struct cupro__work work = {.units = m,
                               .run = run_keys,
                               .arg = &bounds,
                               .grain = call->grain,
                               .max_grain = call->max_grain};
    return cupro__engine_call(call, &work);
}
