/* SPDX-License-Identifier: MIT */
/*
 * Sorting by an order (see <cupro/order.h>): the faces, and which way is taken.
 *
 * A short array is sorted on the caller (order_sort.h). Of the others, those that rise or fall
 * already or are a few runs are noticed (order_runs.c); the rest is sorted by buckets
 * (order_buckets.c), or in place (order_partitions.c, order_rotations.c).
 */
#include "memory/pages.h"
#include "primitives/arrays/array.h"
#include "primitives/ordered/seek.h"
#include "sort/numbers/sorting.h"
#include "sort/orders/ordering.h"

#include <cupro/arrays.h>
#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { ALONE = 4096, LOOK = 4096 };                        /* elements */
enum { ON_STACK = 4096, ALIGNMENT = 64, LARGE = 8 << 20 }; /* bytes */

void *cupro__elements_new(size_t bytes)
{
    return bytes >= LARGE ? cupro__pages_new(bytes)
                          : aligned_alloc(ALIGNMENT, (bytes / ALIGNMENT + 1) * ALIGNMENT);
}

int cupro__order_alone(const struct cupro__ordering *ordering)
{
    const cupro_order *order = ordering->order;
    size_t n = ordering->n, size = ordering->size;
    if (order->run(ordering->x, n, false, ordering->ctx) == n)
        return 0;
    if (n > (SIZE_MAX - 128) / (size + order->room))
        return CUPRO_ENOMEM;
    size_t room_at = (n * size + 63) / 64 * 64, bytes = room_at + n * order->room;
    _Alignas(64) char on_stack[ON_STACK];
    char *spare = bytes <= sizeof on_stack ? on_stack : cupro__elements_new(bytes);
    if (spare == NULL)
        return CUPRO_ENOMEM;
    memcpy(spare, ordering->x, n * size);
    order->sort(spare, ordering->x, order->room > 0 ? spare + room_at : NULL, n, ordering->ctx);
    if (spare != on_stack)
        free(spare);
    return 0;
}

static int sort_alone(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    return cupro__order_alone(arg);
}

static int sort_on(const struct cupro__ordering *ordering, const struct cupro__crew *crew,
                   const cupro_call *call, bool *falls)
{
    bool done = false;
    if (ordering->n <= ALONE) {
        struct cupro__work work = {.units = ordering->n > 0,
                                   .run = sort_alone,
                                   .arg = (void *)ordering,
                                   .elements = ordering->n};
        return cupro__engine_run(crew, &work, call);
    }
    int error = cupro__order_by_runs(ordering, crew, call, &done, falls);
    if (error != 0 || *falls)
        return error;
    if (done)
        return cupro__sort_report(ordering->n, 0, crew, call);
    if (!call->in_place)
        return cupro__order_by_buckets(ordering, crew, call);
    return call->unstable ? cupro__order_by_partitions(ordering, crew, call)
                          : cupro__order_by_rotations(ordering, crew, call);
}

int cupro__order_on(struct cupro__ordering *ordering, const cupro_call *call)
{
    if (ordering->n <= 1024 && cupro__call_is_plain(call))
        return cupro__order_alone(ordering);
    cupro_call usual = *call;
    usual.grain = usual.max_grain = 0;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    bool falls = false;
    error = sort_on(ordering, &crew, &usual, &falls);
    cupro__crew_dismiss(&crew);
    if (error != 0 || !falls)
        return error;
    return cupro_reverse_with(ordering->x, ordering->n, ordering->size, &usual);
}

int cupro_sort_by_with(void *base, size_t n, size_t size, const cupro_order *order,
                       const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    struct cupro__ordering ordering = {order, base, n, size, call->ctx};
    return cupro__ordering_is_wrong(&ordering) ? CUPRO_EINVAL : cupro__order_on(&ordering, call);
}

/* -- Whether it is ----------------------------------------------------------------------------- */

static int look(void *arg, int runner, size_t lo, size_t hi, size_t *hit)
{
    (void)runner;
    const struct cupro__ordering *ordering = arg;
    size_t n = hi - lo + 1; /* with the first of those behind */
    size_t run = ordering->order->run(ordering->x + lo * ordering->size, n, false, ordering->ctx);
    *hit = run < n ? lo : CUPRO_NOWHERE;
    return 0;
}

int cupro_is_sorted_by_with(const void *base, size_t n, size_t size, const cupro_order *order,
                            bool *sorted, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    struct cupro__ordering ordering = {order, (char *)base, n, size, call->ctx};
    if (cupro__ordering_is_wrong(&ordering) || sorted == NULL)
        return CUPRO_EINVAL;
    size_t block = call->grain > 0 ? call->grain : LOOK, descent;
    struct cupro__seek seek = {.steps = n > 0 ? n - 1 : 0,
                               .block = block,
                               .glance = block,
                               .any = true,
                               .grain = call->grain > 0 ? 1 : 0,
                               .look = look,
                               .arg = &ordering};
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = cupro__seek_run(&seek, &crew, call, &descent);
    cupro__crew_dismiss(&crew);
    if (error == 0)
        *sorted = descent == CUPRO_NOWHERE;
    return error;
}
