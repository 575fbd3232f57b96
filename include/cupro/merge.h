/* SPDX-License-Identifier: MIT */
/*
 * Two sorted arrays of numbers become one, for int8_t … uint64_t, float and double:
 *
 *     error = cupro_merge(a, na, b, nb, out);       out has room for na + nb
 *
 * The type of a picks the function (cupro_merge_f64, …), which takes the same arguments and a
 * `const cupro_call *`. b and out are of the same type. Neither a nor b overlaps out
 * (CUPRO_EINVAL), and both stay as they are. Floats follow the one total order (sort.h). Elements
 * that are equal in it have the same bits, so it does not show which array they come from.
 *
 * If a or b is not sorted, each element of out is one of a or b, and that is all that is said.
 *
 * `.grain` and `.max_grain` count elements of out; a grain is 2048 at least.
 *
 * Errors: as for loops (loop.h); `out` then holds anything. "invalid operands to binary -" here
 * says that the arrays are of different types.
 *
 * Cost: one read and one write of all elements. Memory: 17 KiB a thread.
 */
#ifndef CUPRO_MERGE_H
#define CUPRO_MERGE_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_merge(...) CUPRO__MERGE(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__MERGE(a, na, b, nb, out, ...)                              \
    CUPRO__TYPED(merge, a)                                                \
    ((a), (na) + CUPRO__FIT(a, b), (b), (nb) + CUPRO__FIT(a, out), (out), \
     &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_MERGE(tag, T, S)                                                   \
    CUPRO_API int cupro_merge_##tag(const T *a, size_t na, const T *b, size_t nb, T *out, \
                                    const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_MERGE)
#undef CUPRO__DECLARE_MERGE

CUPRO_END_DECLS

#endif
