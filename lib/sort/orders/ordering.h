/* SPDX-License-Identifier: MIT */
/* What the ways of sorting by an order have in common. */
#ifndef CUPRO__ORDERING_H
#define CUPRO__ORDERING_H

#include "primitives/arrays/array.h"
#include "runtime/engine/engine.h"

#include <cupro/order.h>
#include <stdbool.h>

/* An array, and the order that it is to be in. */
struct cupro__ordering {
    const cupro_order *order;
    char *x;
    size_t n, size;
    void *ctx;
};

static inline bool cupro__comes_before(const struct cupro__ordering *ordering, const void *a,
                                       const void *b)
{
    return ordering->order->before(a, b, ordering->ctx);
}

/* Sort on the caller. CUPRO_ENOMEM: the array is as it was. */
int cupro__order_alone(const struct cupro__ordering *ordering);

/* By the way that is best for it. */
int cupro__order_on(struct cupro__ordering *ordering, const cupro_call *call);

/* Whether it does not fit its order. */
static inline bool cupro__ordering_is_wrong(const struct cupro__ordering *ordering)
{
    return ordering->order == NULL || ordering->order->size != ordering->size ||
           cupro__array_is_wrong(ordering->x, ordering->n, ordering->size);
}

/* As malloc, to be released with free(), for elements of any alignment, few or many. */
void *cupro__elements_new(size_t bytes);

/* By buckets; with a second array. */
int cupro__order_by_buckets(const struct cupro__ordering *ordering, const struct cupro__crew *crew,
                            const cupro_call *call);

/* Without one: any order of equal elements, or theirs. */
int cupro__order_by_partitions(const struct cupro__ordering *ordering,
                               const struct cupro__crew *crew, const cupro_call *call);
int cupro__order_by_rotations(const struct cupro__ordering *ordering,
                              const struct cupro__crew *crew, const cupro_call *call);

/* Sort an array of few runs; if it is not, `done` stays false, and nothing has moved. One that
 * falls is only found out: it is to be turned around. Runs in the middle are not looked for if the
 * call is in place. */
int cupro__order_by_runs(const struct cupro__ordering *ordering, const struct cupro__crew *crew,
                         const cupro_call *call, bool *done, bool *falls);

/* Merge two arrays to `out`, elsewhere. */
int cupro__order_merge(const struct cupro__ordering *ordering, const void *a, size_t na,
                       const void *b, size_t nb, void *out, const struct cupro__crew *crew,
                       const cupro_call *call);

/* How many of the first `count` of a and b merged are a's; from max(0, count - nb) to
 * min(na, count), whatever the order says. */
size_t cupro__merge_path(const struct cupro__ordering *ordering, const char *a, size_t na,
                         const char *b, size_t nb, size_t count);

int cupro__copy_elements(const struct cupro__crew *crew, char *to, const char *from, size_t n,
                         size_t size, const cupro_call *call);

/* -- Splitters -------------------------------------------------------------------------------- */

enum { CUPRO__MOST_LEVELS = 10, CUPRO__MOST_SPLITTERS = 1 << CUPRO__MOST_LEVELS };

/* `samples` elements, n or fewer, sorted, to `drawn`. CUPRO_ENOMEM. */
int cupro__draw_sorted(const struct cupro__ordering *ordering, size_t samples, char *drawn);

struct cupro__splitting {
    cupro_splitters splitters;
    size_t buckets;
    void *memory;
};

/* Choose splitters for some 2^levels buckets of about as many elements, or fewer, in memory to be
 * released with free(). CUPRO_ENOMEM. */
int cupro__choose_splitters(const struct cupro__ordering *ordering, unsigned levels,
                            struct cupro__splitting *splitting);

#endif
