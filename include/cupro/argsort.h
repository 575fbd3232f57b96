/* SPDX-License-Identifier: MIT */
/*
 * In which order an array of numbers would be, without moving them:
 *
 *     uint32_t index[N];                                or uint64_t, or size_t
 *     error = cupro_argsort(x, n, index);               x[index[0]] <= x[index[1]] <= …
 *     error = cupro_argsort_descending(x, n, index);
 *     error = cupro_rank(x, n, rank);                   x[i] would be the rank[i]-th, from 0
 *
 * The type of x, int8_t … uint64_t, float or double, picks the function (cupro_argsort_f64, …). An
 * index is a uint32_t or a uint64_t, as the array for them is; n numbers need n indexes, which must
 * not overlap them. CUPRO_EINVAL for more than UINT32_MAX numbers with indexes of 32 bits.
 *
 * The order is that of sort.h. Equal numbers are in the order of their indexes, descending too; so
 * each place is taken once, ranks of equal numbers are different, and rank[index[k]] is k.
 *
 * Memory: rows of 16 bytes, or 8 for numbers of 4 bytes and less; less than 4 MiB a thread. Cost:
 * two reads of the array, a write and a read of the rows, a write of the indexes (for ranks: at
 * random). Numbers that rise already are read once. `.in_place` and `.unstable` change nothing.
 *
 * Errors: as for loops (loop.h). After any, the indexes are as they were. Arrays that are sorted
 * already report less progress than n elements take. `.grain` and `.max_grain` mean nothing here.
 */
#ifndef CUPRO_ARGSORT_H
#define CUPRO_ARGSORT_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_argsort(...) CUPRO__ARGSORT(argsort, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_argsort_descending(...) \
    CUPRO__ARGSORT(argsort_descending, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_rank(...) CUPRO__ARGSORT(rank, __VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__ARGSORT(verb, x, n, index, ...)                             \
    CUPRO__TYPED(verb, x)                                                  \
    ((x), (n), (index), _Generic((index), uint32_t * : 4, uint64_t * : 8), \
     &(const cupro_call){__VA_ARGS__})

/* `size` is the bytes of an index, 4 or 8. */
#define CUPRO__DECLARE_ARGSORT(tag, T, S)                                                        \
    CUPRO_API int cupro_argsort_##tag(const T *x, size_t n, void *index, size_t size,            \
                                      const cupro_call *call);                                   \
    CUPRO_API int cupro_argsort_descending_##tag(const T *x, size_t n, void *index, size_t size, \
                                                 const cupro_call *call);                        \
    CUPRO_API int cupro_rank_##tag(const T *x, size_t n, void *rank, size_t size,                \
                                   const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_ARGSORT)
#undef CUPRO__DECLARE_ARGSORT

CUPRO_END_DECLS

#endif
