/* SPDX-License-Identifier: MIT */
/*
 * Where keys belong in a sorted array of numbers, for int8_t … uint64_t, float and double:
 *
 *     size_t at[m];
 *     error = cupro_lower_bound(x, n, keys, m, at);   x[at[i]] is the first not less than keys[i]
 *     error = cupro_upper_bound(x, n, keys, m, at);   x[at[i]] is the first greater than keys[i]
 *
 * at[i] is n where there is no such element; so [lower, upper) are those equal to a key, and
 * upper - lower says how many. The type of x picks the function (cupro_lower_bound_f64, …), which
 * takes the same arguments and a `const cupro_call *`; keys are of the same type. `at` overlaps
 * neither array (CUPRO_EINVAL).
 *
 * x rises, in the order of sort.h: -NaN < -inf < … < -0 < +0 < … < +inf < NaN. If it does not, each
 * at[i] is some number up to n. Keys may stand in any order.
 *
 * Cost: log2(n) steps a key, those of several keys at the same time. Keys that rise, even if it is
 * only some hundred at a time, take fewer, and those of an array about as long as x a few.
 *
 * `.grain` and `.max_grain` count keys. Errors: as for loops (loop.h). "invalid operands to binary
 * -" here says that the arrays are of different types.
 */
#ifndef CUPRO_BOUNDS_H
#define CUPRO_BOUNDS_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_lower_bound(...) CUPRO__LOWER_BOUND(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_upper_bound(...) CUPRO__UPPER_BOUND(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__LOWER_BOUND(x, n, keys, m, at, ...) \
    CUPRO__TYPED(lower_bound, x)                   \
    ((x), (n) + CUPRO__FIT(x, keys), (keys), (m), (at), &(const cupro_call){__VA_ARGS__})
#define CUPRO__UPPER_BOUND(x, n, keys, m, at, ...) \
    CUPRO__TYPED(upper_bound, x)                   \
    ((x), (n) + CUPRO__FIT(x, keys), (keys), (m), (at), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_BOUNDS(tag, T, S)                                                 \
    CUPRO_API int cupro_lower_bound_##tag(const T *x, size_t n, const T *keys, size_t m, \
                                          size_t *at, const cupro_call *call);           \
    CUPRO_API int cupro_upper_bound_##tag(const T *x, size_t n, const T *keys, size_t m, \
                                          size_t *at, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_BOUNDS)
#undef CUPRO__DECLARE_BOUNDS

CUPRO_END_DECLS

#endif
