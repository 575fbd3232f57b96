/* SPDX-License-Identifier: MIT */
/* Whether there can be such bins, and what finds them (see bins.h, bin_kernels.inc). */
#include "group/bins.h"

#include "group/bin_kernels.h"

#include <math.h>

static bool are_too_many(size_t bins)
{
    return bins == 0 || bins > INT32_MAX;
}

/* Whether no product is so large that rounding could take a number to another bin. */
static bool are_near(uint64_t width, size_t bins)
{
    return width < (UINT64_C(1) << 50) / bins;
}

#define DEFINE_OF_WHOLE(tag, T, D)                                                   \
    bool cupro__bins_of_range_##tag(struct cupro__bins *of, T lo, T hi, size_t bins) \
    {                                                                                \
        const struct cupro__bin_kernels *kernels = cupro__bin_kernels();             \
        D width = (D)((D)hi - (D)lo);                                                \
        bool is_value = bins == width || bins - 1 == width;                          \
        if (are_too_many(bins) || lo > hi || (lo == hi && bins > 1))                 \
            return false;                                                            \
        *of = (struct cupro__bins){.bins = bins, .size = sizeof lo};                 \
        of->find = is_value                ? kernels->value_##tag                    \
                   : are_near(width, bins) ? kernels->part_##tag                     \
                                           : kernels->far_##tag;                     \
        of->whole.lo = (uint64_t)(D)lo;                                              \
        of->whole.width = width;                                                     \
        of->whole.ratio = is_value ? 0 : (double)bins / (double)width;               \
        of->whole.half = 0.5 / (double)bins;                                         \
        return true;                                                                 \
    }

DEFINE_OF_WHOLE(i8, int8_t, uint32_t)
DEFINE_OF_WHOLE(i16, int16_t, uint32_t)
DEFINE_OF_WHOLE(i32, int32_t, uint32_t)
DEFINE_OF_WHOLE(i64, int64_t, uint64_t)
DEFINE_OF_WHOLE(u8, uint8_t, uint32_t)
DEFINE_OF_WHOLE(u16, uint16_t, uint32_t)
DEFINE_OF_WHOLE(u32, uint32_t, uint32_t)
DEFINE_OF_WHOLE(u64, uint64_t, uint64_t)

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

#define DEFINE_OF_REAL(tag, T, S)                                                    \
    bool cupro__bins_of_range_##tag(struct cupro__bins *of, T lo, T hi, size_t bins) \
    {                                                                                \
        of->find = cupro__bin_kernels()->part_##tag;                                 \
        of->size = sizeof lo;                                                        \
        return are_equal_parts(of, lo, hi, bins);                                    \
    }
CUPRO_FLOATS(DEFINE_OF_REAL)

#define DEFINE_OF_EDGES(tag, T, S)                                                       \
    bool cupro__bins_of_edges_##tag(struct cupro__bins *of, const T *edges, size_t bins) \
    {                                                                                    \
        if (are_too_many(bins) || edges == NULL)                                         \
            return false;                                                                \
        of->find = cupro__bin_kernels()->between_##tag;                                  \
        of->bins = bins;                                                                 \
        of->size = sizeof *edges;                                                        \
        of->edges = edges;                                                               \
        bool rises = true;                                                               \
        for (size_t i = 0; i < bins; i++)                                                \
            rises &= edges[i] <= edges[i + 1];                                           \
        return rises;                                                                    \
    }
CUPRO_NUMBERS(DEFINE_OF_EDGES)
