/* SPDX-License-Identifier: MIT */
/*
 * Which bin a number falls into (see bins.h).
 *
 * Of equal bins a product with the bins' number by the range's width is a guess that is wrong by
 * one at most; integers then look at the remainder that it leaves, floats at the edges around it.
 * Edges are searched for GROUP numbers at a time, without branches, so that the loads of several
 * numbers are under way at once.
 */
#include "group/bins.h"

#include "group/hash.h"

#include <math.h>
#include <string.h>

enum { GROUP = 16 };

static bool are_too_many(size_t bins)
{
    return bins == 0 || bins > INT32_MAX;
}

/* -- Equal bins of integers -------------------------------------------------------------------- */

/* Up to 32 bits: all products fit 64. */
static inline uint32_t bin_of_narrow(uint64_t distance, uint64_t width, uint64_t bins, double ratio)
{
    uint64_t bin = (uint64_t)((double)(int64_t)distance * ratio);
    int64_t rest = (int64_t)(distance * bins - bin * width);
    bin += (uint64_t)(rest >= (int64_t)width);
    return (uint32_t)(bin - (uint64_t)(rest < 0));
}

static inline uint32_t bin_of_wide(uint64_t distance, uint64_t width, uint64_t bins, double ratio)
{
    uint64_t bin = (uint64_t)((double)distance * ratio);
    struct cupro__wide place = cupro__multiply_wide(distance, bins);
    struct cupro__wide begin = cupro__multiply_wide(bin, width);
    uint64_t rest = place.low - begin.low, high = place.high - begin.high - (place.low < begin.low);
    bool is_less = high >> 63 != 0, is_more = !is_less && (high > 0 || rest >= width);
    bin += is_more;
    return (uint32_t)(bin - is_less);
}

#define DEFINE_FIND_WHOLE(tag, T, D, bin_of)                                                  \
    static void find_value_##tag(const void *numbers, size_t n, const struct cupro__bins *of, \
                                 uint32_t *bin)                                               \
    {                                                                                         \
        const T *x = numbers;                                                                 \
        const D lo = (D)of->whole.lo, width = (D)of->whole.width;                             \
        const uint32_t bins = (uint32_t)of->bins, last = bins - 1;                            \
        for (size_t i = 0; i < n; i++) {                                                      \
            D distance = (D)((D)x[i] - lo);                                                   \
            uint32_t value = distance < last ? (uint32_t)distance : last;                     \
            bin[i] = distance <= width ? value : bins;                                        \
        }                                                                                     \
    }                                                                                         \
    static void find_part_##tag(const void *numbers, size_t n, const struct cupro__bins *of,  \
                                uint32_t *bin)                                                \
    {                                                                                         \
        const T *x = numbers;                                                                 \
        const D lo = (D)of->whole.lo, width = (D)of->whole.width;                             \
        const double ratio = of->whole.ratio;                                                 \
        const uint32_t bins = (uint32_t)of->bins, last = bins - 1;                            \
        for (size_t i = 0; i < n; i++) {                                                      \
            D distance = (D)((D)x[i] - lo);                                                   \
            uint32_t part = bin_of(distance <= width ? distance : 0, width, bins, ratio);     \
            part = part < last ? part : last;                                                 \
            bin[i] = distance <= width ? part : bins;                                         \
        }                                                                                     \
    }                                                                                         \
    bool cupro__bins_of_range_##tag(struct cupro__bins *of, T lo, T hi, size_t bins)          \
    {                                                                                         \
        D width = (D)((D)hi - (D)lo);                                                         \
        bool is_value = bins == width || bins - 1 == width;                                   \
        if (are_too_many(bins) || lo > hi || (lo == hi && bins > 1))                          \
            return false;                                                                     \
        *of = (struct cupro__bins){is_value ? find_value_##tag : find_part_##tag,             \
                                   bins,                                                      \
                                   sizeof lo,                                                 \
                                   {{(uint64_t)(D)lo, width, 0}}};                            \
        of->whole.ratio = is_value ? 0 : (double)bins / (double)width;                        \
        return true;                                                                          \
    }

#define NARROW(tag, T) DEFINE_FIND_WHOLE(tag, T, uint32_t, bin_of_narrow)
#define WIDE(tag, T)   DEFINE_FIND_WHOLE(tag, T, uint64_t, bin_of_wide)
NARROW(i8, int8_t)
NARROW(i16, int16_t)
NARROW(i32, int32_t)
WIDE(i64, int64_t)
NARROW(u8, uint8_t)
NARROW(u16, uint16_t)
NARROW(u32, uint32_t)
WIDE(u64, uint64_t)

/* -- Equal bins of floats ---------------------------------------------------------------------- */

/* Edge i. The product has a statement of its own, so that no compiler makes one rounding of two. */
static inline double edge_at(double lo, double step, int32_t i)
{
    double distance = (double)i * step;
    return lo + distance;
}

static bool are_equal_parts(struct cupro__bins *of, double lo, double hi, size_t bins)
{
    double width = hi - lo, count = (double)bins, most = fmax(fabs(lo), fabs(hi));
    if (are_too_many(bins) || !(lo < hi) || !isfinite(width) || isinf(count / width) ||
        width / count < ldexp(most, -50))
        return false;
    of->bins = bins;
    of->real.lo = lo;
    of->real.hi = hi;
    of->real.step = width / count;
    of->real.ratio = count / width;
    return true;
}

#define DEFINE_FIND_REAL(tag, T, S)                                                          \
    static void find_part_##tag(const void *numbers, size_t n, const struct cupro__bins *of, \
                                uint32_t *bin)                                               \
    {                                                                                        \
        const T *x = numbers;                                                                \
        const double lo = of->real.lo, hi = of->real.hi;                                     \
        const double step = of->real.step, ratio = of->real.ratio;                           \
        const int32_t bins = (int32_t)of->bins, last = bins - 1;                             \
        for (size_t i = 0; i < n; i++) {                                                     \
            double number = x[i];                                                            \
            bool is_inside = (number >= lo) & (number <= hi);                                \
            int32_t part = (int32_t)((is_inside ? number - lo : 0) * ratio);                 \
            part -= number < edge_at(lo, step, part);                                        \
            part += number >= edge_at(lo, step, part + 1);                                   \
            part = part < last ? part : last;                                                \
            bin[i] = (uint32_t)(is_inside ? part : bins);                                    \
        }                                                                                    \
    }                                                                                        \
    bool cupro__bins_of_range_##tag(struct cupro__bins *of, T lo, T hi, size_t bins)         \
    {                                                                                        \
        of->find = find_part_##tag;                                                          \
        of->size = sizeof lo;                                                                \
        return are_equal_parts(of, lo, hi, bins);                                            \
    }
CUPRO_FLOATS(DEFINE_FIND_REAL)

/* -- Edges ------------------------------------------------------------------------------------- */

/* The last of edges 0 … bins - 1 that is not above the number. */
#define DEFINE_FIND_EDGES(tag, T, S)                                                            \
    static void search_##tag(const T *x, const T *edges, uint32_t bins, uint32_t *bin)          \
    {                                                                                           \
        uint32_t at[GROUP] = {0};                                                               \
        for (uint32_t left = bins - 1; left > 0;) {                                             \
            uint32_t half = (left + 1) / 2;                                                     \
            for (int g = 0; g < GROUP; g++)                                                     \
                at[g] += half & -(uint32_t)(edges[at[g] + half] <= x[g]);                       \
            left -= half;                                                                       \
        }                                                                                       \
        for (int g = 0; g < GROUP; g++)                                                         \
            bin[g] = ((edges[0] <= x[g]) & (x[g] <= edges[bins])) ? at[g] : bins;               \
    }                                                                                           \
    static void find_between_##tag(const void *numbers, size_t n, const struct cupro__bins *of, \
                                   uint32_t *bin)                                               \
    {                                                                                           \
        const T *x = numbers, *edges = of->edges;                                               \
        size_t i = 0;                                                                           \
        for (; i + GROUP <= n; i += GROUP)                                                      \
            search_##tag(x + i, edges, (uint32_t)of->bins, bin + i);                            \
        T rest[GROUP] = {0};                                                                    \
        uint32_t found[GROUP];                                                                  \
        memcpy(rest, x + i, (n - i) * sizeof *x);                                               \
        search_##tag(rest, edges, (uint32_t)of->bins, found);                                   \
        memcpy(bin + i, found, (n - i) * sizeof *bin);                                          \
    }                                                                                           \
    bool cupro__bins_of_edges_##tag(struct cupro__bins *of, const T *edges, size_t bins)        \
    {                                                                                           \
        if (are_too_many(bins) || edges == NULL)                                                \
            return false;                                                                       \
        *of = (struct cupro__bins){find_between_##tag, bins, sizeof *edges, {{0, 0, 0}}};       \
        of->edges = edges;                                                                      \
        bool rises = true;                                                                      \
        for (size_t i = 0; i < bins; i++)                                                       \
            rises &= edges[i] <= edges[i + 1];                                                  \
        return rises;                                                                           \
    }
CUPRO_NUMBERS(DEFINE_FIND_EDGES)
