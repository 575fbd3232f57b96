/* SPDX-License-Identifier: MIT */
/*
 * Sorting by a comparison that is a function: the bodies that a definer expands for a type (see
 * <cupro/order_sort.h>), here for the sizes that are usual, and, by way of pointers, for any.
 */
#include "sort/orders/ordering.h"

#include <cupro/error.h>

struct any {
    cupro_comparison *compare;
    void *ctx;
    size_t size;
};

static inline bool any_before(const void *a, const void *b, void *ctx)
{
    const struct any *any = ctx;
    return any->compare(a, b, any->ctx) < 0;
}

#define DEFINE_BEFORE(name)                                                    \
    static inline bool name##_before_(const void *a, const void *b, void *ctx) \
    {                                                                          \
        return any_before(a, b, ctx);                                          \
    }

#define DEFINE_ANY(name, size)      \
    DEFINE_BEFORE(name)             \
    CUPRO__ORDER_SORT(name, size)   \
    CUPRO__ORDER_SPREAD(name, size) \
    CUPRO__ORDER_MERGE(name, size)  \
    CUPRO__ORDER_SEARCH(name, size) \
    CUPRO__ORDER_SPLIT(name, size)  \
    CUPRO__ORDER_SET(name, size)

DEFINE_ANY(of_1, 1)
DEFINE_ANY(of_2, 2)
DEFINE_ANY(of_4, 4)
DEFINE_ANY(of_8, 8)
DEFINE_ANY(of_16, 16)

static const cupro_order of_usual[] = {CUPRO__ORDER_OF(of_1, 1), CUPRO__ORDER_OF(of_2, 2),
                                       CUPRO__ORDER_OF(of_4, 4), CUPRO__ORDER_OF(of_8, 8),
                                       CUPRO__ORDER_OF(of_16, 16)};

/* -- Any size: it is known when it runs, and records stay where they are ----------------------- */

#define SIZE (((const struct any *)ctx_)->size)

static bool of_any_before_at(const void *a, const void *b, void *ctx)
{
    return any_before(*(const void *const *)a, *(const void *const *)b, ctx);
}

static void of_any_sort_(void *from, void *to, void *room, size_t n, void *ctx_)
{
    cupro__sort_by_pointers(from, to, room, n, SIZE, of_any_before_at, ctx_);
}

DEFINE_BEFORE(of_any)
CUPRO__ORDER_SPREAD(of_any, SIZE)
CUPRO__ORDER_MERGE(of_any, SIZE)
CUPRO__ORDER_SEARCH(of_any, SIZE)
CUPRO__ORDER_SPLIT(of_any, SIZE)
CUPRO__ORDER_SET(of_any, SIZE)

static const cupro_order of_any = CUPRO__ORDER_OF(of_any, CUPRO__RECORD + 1);

/* -- The verb ---------------------------------------------------------------------------------- */

int cupro_sort_any_with(void *base, size_t n, size_t size, cupro_comparison *compare,
                        const cupro_call *call)
{
    if (compare == NULL)
        return CUPRO_EINVAL;
    cupro_call own = call != NULL ? *call : cupro__usual_call;
    struct any any = {compare, own.ctx, size};
    cupro_order order = of_any;
    for (size_t i = 0; i < sizeof of_usual / sizeof *of_usual; i++)
        if (of_usual[i].size == size)
            order = of_usual[i];
    order.size = size;
    own.ctx = &any;
    return cupro_sort_by_with(base, n, size, &order, &own);
}
