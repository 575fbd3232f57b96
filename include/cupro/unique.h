/* SPDX-License-Identifier: MIT */
/*
 * Duplicates removed in place: of neighbours that are equal the first one stays.
 *
 *     size_t m;
 *     error = cupro_unique(x, n, &m);                 x[0] … x[m - 1], in their order
 *     error = cupro_sort_unique(x, n, &m);            each number once, rising
 *     error = cupro_unique_by(p, n, &same_cell, &m);  elements of any type
 *
 * cupro_unique and cupro_sort_unique are for int8_t … uint64_t, float and double; the type of x
 * picks the function (cupro_unique_f64, …), which takes the same arguments and a `const cupro_call
 * *`. Floats are equal if they are so in the one total order (sort.h), that is, if their bits are:
 * -0 and +0 both stay, and NaNs of the same bits are one.
 *
 * cupro_unique_by keeps the first element of each run (runs.h): the one that stands first in the
 * array, and each that the relation does not hold for between the element before it and it. The
 * element before is that of the array, whether it stays or not. The relation may be asked more than
 * once for a pair, and sees elements only as they were.
 *
 * What lies behind x[m - 1] is unspecified then. `.grain` and `.max_grain` mean nothing here.
 *
 * Cost: one read of the array, and one write of what moves; up to 1 MiB of memory a thread, or 16
 * elements if that is more. cupro_sort_unique costs a sort before (sort.h).
 *
 * Errors: as for loops (loop.h); *m is then as it was. After CUPRO_ENOMEM, CUPRO_ESTOPPED and
 * CUPRO_ETIMEDOUT the array is as it was too, or sorted: what has begun to write to it goes
 * through. A relation that does less than it was given (runs.h) leaves an array of its elements,
 * some twice, some not at all. CUPRO_EINVAL also when the relation is for elements of another size.
 */
#ifndef CUPRO_UNIQUE_H
#define CUPRO_UNIQUE_H

#include <cupro/runs.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_unique(...)      CUPRO__UNIQUE(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_sort_unique(...) CUPRO__SORT_UNIQUE(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_unique_by(...)   CUPRO__UNIQUE_BY(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__UNIQUE(x, n, count, ...) \
    CUPRO__TYPED(unique, x)((x), (n), (count), &(const cupro_call){__VA_ARGS__})
#define CUPRO__SORT_UNIQUE(x, n, count, ...) \
    CUPRO__TYPED(sort_unique, x)((x), (n), (count), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_UNIQUE(tag, T, S)                                                     \
    CUPRO_API int cupro_unique_##tag(T *x, size_t n, size_t *count, const cupro_call *call); \
    CUPRO_API int cupro_sort_unique_##tag(T *x, size_t n, size_t *count, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_UNIQUE)
#undef CUPRO__DECLARE_UNIQUE

/* "invalid operands to binary -" here says that the relation is for another type. */
#define CUPRO__UNIQUE_BY(base, n, together, count, ...)                                      \
    cupro_unique_by_with((base), (n), CUPRO__RELATED(base, together), &(together)->relation, \
                         (count), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_unique_by_with(void *base, size_t n, size_t size,
                                   const cupro_relation *together, size_t *count,
                                   const cupro_call *call);

CUPRO_END_DECLS

#endif
