/* SPDX-License-Identifier: MIT */
/*
 * Sorted arrays as sets, for int8_t … uint64_t, float and double, and for elements of your own in
 * an order (order.h):
 *
 *     size_t m;
 *     error = cupro_set_union(a, na, b, nb, out, &m);                 room for na + nb
 *     error = cupro_set_intersection(a, na, b, nb, out, &m);          room for the fewer of both
 *     error = cupro_set_difference(a, na, b, nb, out, &m);            room for na
 *     error = cupro_set_symmetric_difference(a, na, b, nb, out, &m);  room for na + nb
 *     error = cupro_includes(a, na, b, nb, &yes);                     whether all of b is in a
 *
 *     error = cupro_set_union_by(a, na, b, nb, out, &m, &by_mass);    and so on
 *     error = cupro_includes_by(a, na, b, nb, &yes, &by_mass);
 *
 * The results are sorted, and *m says how many there are. Equal elements count, as they do in C++'s
 * std::set_union and so on. Of a value that is in a k times and in b l times there are
 *
 *     in the union                   max(k, l): all of a's, then the last ones of b's
 *     in the intersection            min(k, l): the first ones of a's
 *     in the difference              k - l, if that is more than 0: the last ones of a's
 *     in the symmetric difference    |k - l|: the last ones of the array that has more
 *
 * and cupro_includes is true if k >= l for all. So arrays without duplicates are sets, and the
 * results have none either; cupro_sort_unique makes such.
 *
 * The type of a picks the function (cupro_set_union_f64, …), which takes the same arguments and a
 * `const cupro_call *`; b and out are of the same type. out has to have the room that is said above
 * and overlaps neither array (CUPRO_EINVAL). Floats follow the one total order (sort.h), so -0 is
 * not +0 here, and NaNs with the same bits are equal.
 *
 * If a or b is not sorted, or the order is none (order.h), each element of out is one of a or b,
 * and there is room for them: that is all that is said.
 *
 * `.grain` and `.max_grain` mean nothing here.
 *
 * Cost: one read of both arrays, and one write of the results. If one array is much smaller, an
 * intersection, and a difference or cupro_includes with few elements in a or b respectively, costs
 * a search of some steps for each of its elements; the other operations copy what lies between
 * these. Memory: the results of a block, 128 KiB or 4096 elements, for each thread, and some bytes
 * a block.
 *
 * Errors: as for loops (loop.h); *m, or `yes`, is then as it was, and after other errors than
 * CUPRO_EINVAL `out` holds anything. "invalid operands to binary -" here says that the arrays are
 * of different types, or the order is for another one.
 */
#ifndef CUPRO_SETS_H
#define CUPRO_SETS_H

#include <cupro/call.h>
#include <cupro/order.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_set_union(...)        CUPRO__SET(set_union, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_set_intersection(...) CUPRO__SET(set_intersection, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_set_difference(...)   CUPRO__SET(set_difference, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_set_symmetric_difference(...) \
    CUPRO__SET(set_symmetric_difference, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_includes(...) CUPRO__INCLUDES(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__SET(verb, a, na, b, nb, out, count, ...)                            \
    CUPRO__TYPED(verb, a)                                                          \
    ((a), (na) + CUPRO__FIT(a, b), (b), (nb) + CUPRO__FIT(a, out), (out), (count), \
     &(const cupro_call){__VA_ARGS__})
#define CUPRO__INCLUDES(a, na, b, nb, yes, ...) \
    CUPRO__TYPED(includes, a)                   \
    ((a), (na) + CUPRO__FIT(a, b), (b), (nb), (yes), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_SET(verb, tag, T)                                                         \
    CUPRO_API int cupro_set_##verb##_##tag(const T *a, size_t na, const T *b, size_t nb, T *out, \
                                           size_t *count, const cupro_call *call);
#define CUPRO__DECLARE_SETS(tag, T, S)                                                          \
    CUPRO__DECLARE_SET(union, tag, T)                                                           \
    CUPRO__DECLARE_SET(intersection, tag, T)                                                    \
    CUPRO__DECLARE_SET(difference, tag, T)                                                      \
    CUPRO__DECLARE_SET(symmetric_difference, tag, T)                                            \
    CUPRO_API int cupro_includes_##tag(const T *a, size_t na, const T *b, size_t nb, bool *yes, \
                                       const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_SETS)
#undef CUPRO__DECLARE_SETS
#undef CUPRO__DECLARE_SET

/* -- Elements of your own ---------------------------------------------------------------------- */

typedef enum cupro_set_verb {
    CUPRO_SET_UNION = 1,
    CUPRO_SET_INTERSECTION,
    CUPRO_SET_DIFFERENCE,
    CUPRO_SET_SYMMETRIC_DIFFERENCE
} cupro_set_verb;

#define cupro_set_union_by(...) CUPRO__SET_BY(CUPRO_SET_UNION, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_set_intersection_by(...) \
    CUPRO__SET_BY(CUPRO_SET_INTERSECTION, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_set_difference_by(...) \
    CUPRO__SET_BY(CUPRO_SET_DIFFERENCE, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_set_symmetric_difference_by(...) \
    CUPRO__SET_BY(CUPRO_SET_SYMMETRIC_DIFFERENCE, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_includes_by(...) CUPRO__INCLUDES_BY(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__SET_BY(verb, a, na, b, nb, out, count, by, ...)                                \
    cupro_set_by_with((verb), (a), (na), (b), (nb) + CUPRO__FIT(a, b), CUPRO__ORDERED(a, by), \
                      (out) + CUPRO__FIT(a, out), (count), &(by)->order,                      \
                      &(const cupro_call){__VA_ARGS__})
#define CUPRO__INCLUDES_BY(a, na, b, nb, yes, by, ...)                                            \
    cupro_includes_by_with((a), (na), (b), (nb) + CUPRO__FIT(a, b), CUPRO__ORDERED(a, by), (yes), \
                           &(by)->order, &(const cupro_call){__VA_ARGS__})

CUPRO_API int cupro_set_by_with(cupro_set_verb verb, const void *a, size_t na, const void *b,
                                size_t nb, size_t size, void *out, size_t *count,
                                const cupro_order *order, const cupro_call *call);
CUPRO_API int cupro_includes_by_with(const void *a, size_t na, const void *b, size_t nb,
                                     size_t size, bool *yes, const cupro_order *order,
                                     const cupro_call *call);

CUPRO_END_DECLS

#endif
