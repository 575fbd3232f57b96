/* SPDX-License-Identifier: MIT */
/* Arguments that are right, beside which one that is wrong is refused: their bodies count how often
 * they ran, and none may. */
#ifndef CUPRO_TEST_REFUSALS_H
#define CUPRO_TEST_REFUSALS_H

#include <check.h>
#include <cupro.h>
#include <stdatomic.h>

static atomic_int bodies_run;

#define REFUSED(call)                           \
    do {                                        \
        ck_assert_int_eq((call), CUPRO_EINVAL); \
        ck_assert_int_eq(bodies_run, 0);        \
    } while (0)

static inline int body(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    (void)ctx;
    atomic_fetch_add(&bodies_run, 1);
    return 0;
}

static inline int folder(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc;
    return body(lo, hi, ctx);
}

static inline int visit(const void *items, size_t n, void *ctx)
{
    (void)items;
    return body(0, n, ctx);
}

static const int64_t numbers[100] = {0};
CUPRO_MAP(noted, int64_t, int64_t, x, x + body(0, 1, ctx));
#define CHAIN cupro_from(numbers, 100, &noted)

CUPRO_MAP(noted_index, size_t, int64_t, i, (int64_t)i + body(0, 1, ctx));
#define RANGE cupro_from_range(100, 200, &noted_index)

CUPRO_RELATION(alike, int64_t, a, b, a == b || body(0, 1, ctx) != 0);

static inline int visit_slices(const cupro_slice *pieces, size_t count, void *ctx)
{
    (void)pieces;
    return body(0, count, ctx);
}

static inline int source(void *item, bool *end, void *ctx)
{
    (void)item;
    *end = true;
    return body(0, 1, ctx);
}

static inline int item_body(void *item, void *ctx)
{
    (void)item;
    return body(0, 1, ctx);
}

static inline void drop(void *item, void *ctx)
{
    item_body(item, ctx);
}

static const cupro_pipeline_parts parts = {.item_size = 8,
                                           .source = source,
                                           .stage = {{item_body, CUPRO_SERIAL}},
                                           .sink = item_body,
                                           .drop = drop};

struct record {
    int64_t key;
    int32_t value;
};

#endif
