/* SPDX-License-Identifier: MIT */
/*
 * Histograms: how many numbers fall into each of some bins, for int8_t … uint64_t, float and
 * double:
 *
 *     size_t counts[256];
 *     error = cupro_histogram(bytes, n, 0, 255, 256, counts);     each value of a byte
 *     error = cupro_histogram(x, n, 0.0, 1.0, 100, counts);       100 parts of [0, 1]
 *     error = cupro_histogram_edges(x, n, edges, bins, counts);   bins + 1 edges, which rise
 *
 * and the sums of weights, one a number, doubles or int64_t, in each of the bins:
 *
 *     double sums[100];
 *     error = cupro_histogram_weighted(x, n, weights, 0.0, 1.0, 100, sums);
 *     error = cupro_histogram_edges_weighted(x, n, weights, edges, bins, sums);
 *
 * The type of x picks the function (cupro_histogram_f64, …), which takes the same arguments and a
 * `const cupro_call *`. As with numpy.histogram each bin is half open, but for the last one, to
 * which its upper edge belongs. What lies below lo or above hi, and NaNs, are not counted. `counts`
 * has room for `bins` and overlaps neither x nor the edges (CUPRO_EINVAL); all of it is written,
 * and only if there is no error. There are at most 2^31 - 1 bins.
 *
 * cupro_histogram: lo and hi are of x's type, lo < hi, and the bins are equal parts of [lo, hi].
 * Of integers number v is in bin (v - lo) * bins / (hi - lo), rounded down, exactly; and hi in the
 * last one. So hi - lo + 1 bins are one for each value, as those of numpy.bincount; then lo and hi
 * may be equal, too. For floats edge i is lo + i * ((hi - lo) / bins), computed in double, and each
 * number is compared with the edges around it, so that it never lands on the wrong side of one.
 * CUPRO_EINVAL if (hi - lo) / bins is less than 2^-50 of |lo| or |hi|, or hi - lo is not finite.
 *
 * cupro_histogram_edges: bin i is [edges[i], edges[i + 1]), the last one is closed. CUPRO_EINVAL if
 * the edges fall somewhere or one is a NaN. Of equal edges all but the last have empty bins between
 * them. -0 equals 0 here, as in C.
 *
 * With weights all of this holds for `sums`, which is of their type and overlaps them neither; that
 * type picks the function, too (cupro_histogram_weighted_f64_u8: weights of double, x of uint8_t).
 * Sums of integers wrap around. Those of doubles are the same to the last bit on any number of
 * threads: blocks of the array that depend on n, on the bins and on an explicit `.grain` only are
 * added up from left to right, and these sums pairwise (fold.h). A weight that is a NaN or infinite
 * has its effect on the bin of its number, and on no other.
 *
 * `.grain` and `.max_grain` count numbers. Errors: as for loops (loop.h). "invalid operands to
 * binary -" here says that the edges are of another type.
 *
 * Cost: one read of the array. Bytes take one addition each, or one for two where few pairs of them
 * occur, as in texts; other numbers a few operations for their bin, with edges a step for each
 * power of two of bins. No input is slower than others: equal neighbours go to different counters.
 * Memory: up to 64 KiB or four counts a bin for each thread, and 256 KiB for pairs; where these
 * would be more than there are numbers, all threads count in one array, with atomic additions. With
 * weights equal neighbours are slower, as one sum waits for the other, and each block has its sums:
 * 16 MiB, or 64 times the bins', and at most 4 bytes a number.
 */
#ifndef CUPRO_HISTOGRAM_H
#define CUPRO_HISTOGRAM_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_histogram(...)       CUPRO__HISTOGRAM(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_histogram_edges(...) CUPRO__HISTOGRAM_EDGES(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__HISTOGRAM(x, n, lo, hi, bins, counts, ...) \
    CUPRO__TYPED(histogram, x)                            \
    ((x), (n), (lo), (hi), (bins), (counts), &(const cupro_call){__VA_ARGS__})
#define CUPRO__HISTOGRAM_EDGES(x, n, edges, bins, counts, ...) \
    CUPRO__TYPED(histogram_edges, x)                           \
    ((x), (n) + CUPRO__FIT(x, edges), (edges), (bins), (counts), &(const cupro_call){__VA_ARGS__})

#define cupro_histogram_weighted(...) CUPRO__HISTOGRAM_WEIGHTED(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_histogram_edges_weighted(...) \
    CUPRO__HISTOGRAM_EDGES_WEIGHTED(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__WEIGHTED(verb, x, weights)           \
    _Generic(*(weights), double                     \
             : CUPRO__TYPED(verb##_f64, x), int64_t \
             : CUPRO__TYPED(verb##_i64, x))
#define CUPRO__HISTOGRAM_WEIGHTED(x, n, weights, lo, hi, bins, sums, ...)         \
    CUPRO__WEIGHTED(histogram_weighted, x, weights)                               \
    ((x), (n) + CUPRO__FIT(weights, sums), (weights), (lo), (hi), (bins), (sums), \
     &(const cupro_call){__VA_ARGS__})
#define CUPRO__HISTOGRAM_EDGES_WEIGHTED(x, n, weights, edges, bins, sums, ...)                \
    CUPRO__WEIGHTED(histogram_edges_weighted, x, weights)                                     \
    ((x), (n) + CUPRO__FIT(x, edges) + CUPRO__FIT(weights, sums), (weights), (edges), (bins), \
     (sums), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_HISTOGRAM(tag, T, S)                                                      \
    CUPRO_API int cupro_histogram_##tag(const T *x, size_t n, T lo, T hi, size_t bins,           \
                                        size_t *counts, const cupro_call *call);                 \
    CUPRO_API int cupro_histogram_edges_##tag(const T *x, size_t n, const T *edges, size_t bins, \
                                              size_t *counts, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_HISTOGRAM)
#undef CUPRO__DECLARE_HISTOGRAM

#define CUPRO__DECLARE_WEIGHTED(weight, W, tag, T)                                    \
    CUPRO_API int cupro_histogram_weighted_##weight##_##tag(                          \
        const T *x, size_t n, const W *weights, T lo, T hi, size_t bins, W *sums,     \
        const cupro_call *call);                                                      \
    CUPRO_API int cupro_histogram_edges_weighted_##weight##_##tag(                    \
        const T *x, size_t n, const W *weights, const T *edges, size_t bins, W *sums, \
        const cupro_call *call);
#define CUPRO__DECLARE_BOTH(tag, T, S)           \
    CUPRO__DECLARE_WEIGHTED(f64, double, tag, T) \
    CUPRO__DECLARE_WEIGHTED(i64, int64_t, tag, T)
CUPRO_NUMBERS(CUPRO__DECLARE_BOTH)
#undef CUPRO__DECLARE_BOTH
#undef CUPRO__DECLARE_WEIGHTED

CUPRO_END_DECLS

#endif
