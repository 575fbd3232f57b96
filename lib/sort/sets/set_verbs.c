/* SPDX-License-Identifier: MIT */
/* The verbs of <cupro/sets.h>, for numbers and for elements of one's own. */
#include <cupro/sets.h>

#include "sort/numbers/keys.h"
#include "sort/sets/set_windows.h"
#include "sort/sets/sets.h"

#include <cupro/error.h>

static unsigned keeps_of(cupro_set_verb verb)
{
    switch (verb) {
    case CUPRO_SET_UNION:
        return CUPRO__KEEP_BOTH | CUPRO__KEEP_A | CUPRO__KEEP_B;
    case CUPRO_SET_INTERSECTION:
        return CUPRO__KEEP_BOTH;
    case CUPRO_SET_DIFFERENCE:
        return CUPRO__KEEP_A;
    case CUPRO_SET_SYMMETRIC_DIFFERENCE:
        return CUPRO__KEEP_A | CUPRO__KEEP_B;
    }
    return 0;
}

int cupro_set_by_with(cupro_set_verb verb, const void *a, size_t na, const void *b, size_t nb,
                      size_t size, void *out, size_t *count, const cupro_order *order,
                      const cupro_call *call)
{
    struct cupro__sets sets = {.ordering = {order, NULL, 0, size, call != NULL ? call->ctx : NULL},
                               .a = a,
                               .b = b,
                               .na = na,
                               .nb = nb,
                               .keeps = keeps_of(verb),
                               .out = out};
    return cupro__sets_are_wrong(&sets, count) ? CUPRO_EINVAL : cupro__sets_run(&sets, count, call);
}

int cupro_includes_by_with(const void *a, size_t na, const void *b, size_t nb, size_t size,
                           bool *yes, const cupro_order *order, const cupro_call *call)
{
    struct cupro__sets sets = {.ordering = {order, NULL, 0, size, call != NULL ? call->ctx : NULL},
                               .a = a,
                               .b = b,
                               .na = na,
                               .nb = nb};
    return cupro__inclusion_is_wrong(&sets, yes) ? CUPRO_EINVAL
                                                 : cupro__sets_include(&sets, yes, call);
}

/* -- Numbers ----------------------------------------------------------------------------------- */

#define DEFINE_INTEGER(tag, T, S)                                                     \
    static inline bool order_##tag##_before_(const void *a, const void *b, void *ctx) \
    {                                                                                 \
        (void)ctx;                                                                    \
        return *(const T *)a < *(const T *)b;                                         \
    }
#define DEFINE_FLOAT(tag, T, bits)                                                    \
    static inline bool order_##tag##_before_(const void *a, const void *b, void *ctx) \
    {                                                                                 \
        (void)ctx;                                                                    \
        return cupro__key_of##bits(*(const cupro__key##bits *)a, CUPRO__FORM(T)) <    \
               cupro__key_of##bits(*(const cupro__key##bits *)b, CUPRO__FORM(T));     \
    }
CUPRO_INTEGERS(DEFINE_INTEGER)
DEFINE_FLOAT(f32, float, 32)
DEFINE_FLOAT(f64, double, 64)

#define DEFINE_VERB(verb, VERB, tag, T)                                                          \
    int cupro_set_##verb##_##tag(const T *a, size_t na, const T *b, size_t nb, T *out,           \
                                 size_t *count, const cupro_call *call)                          \
    {                                                                                            \
        return cupro_set_by_with(VERB, a, na, b, nb, sizeof *a, out, count, &order_##tag, call); \
    }

/* Orders with what set operations need of them. */
#define DEFINE_VERBS(tag, T, S)                                                          \
    CUPRO__ORDER_SEARCH(order_##tag, sizeof(T))                                          \
    CUPRO__ORDER_SET(order_##tag, sizeof(T))                                             \
    static void set_##tag(cupro_set_chain *chains, unsigned keeps, void *ctx)            \
    {                                                                                    \
        cupro__set_unequal(chains, keeps, sizeof(T), order_##tag##_before_, ctx);        \
        order_##tag##_set_(chains, keeps, ctx);                                          \
    }                                                                                    \
    static const cupro_order order_##tag = {.abi = CUPRO_ABI,                            \
                                            .size = sizeof(T),                           \
                                            .before = order_##tag##_before_,             \
                                            .bounds = order_##tag##_bounds_,             \
                                            .set = set_##tag};                           \
    DEFINE_VERB(union, CUPRO_SET_UNION, tag, T)                                          \
    DEFINE_VERB(intersection, CUPRO_SET_INTERSECTION, tag, T)                            \
    DEFINE_VERB(difference, CUPRO_SET_DIFFERENCE, tag, T)                                \
    DEFINE_VERB(symmetric_difference, CUPRO_SET_SYMMETRIC_DIFFERENCE, tag, T)            \
    int cupro_includes_##tag(const T *a, size_t na, const T *b, size_t nb, bool *yes,    \
                             const cupro_call *call)                                     \
    {                                                                                    \
        return cupro_includes_by_with(a, na, b, nb, sizeof *a, yes, &order_##tag, call); \
    }
CUPRO_NUMBERS(DEFINE_VERBS)
