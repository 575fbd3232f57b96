/* SPDX-License-Identifier: MIT */
/* Bins: which one each number of a batch falls into. */
#ifndef CUPRO__BINS_H
#define CUPRO__BINS_H

#include <cupro/types.h>
#include <stdbool.h>

enum { CUPRO__BINS_BATCH = 512 };

struct cupro__bins;

/* The bins of n <= CUPRO__BINS_BATCH numbers; bins->bins for those that are in none. */
typedef void cupro__bins_find(const void *x, size_t n, const struct cupro__bins *bins,
                              uint32_t *bin);

struct cupro__bins {
    cupro__bins_find *find;
    size_t bins, size; /* of them, and bytes of a number */
    union {
        struct {
            uint64_t lo, width; /* width: hi - lo */
            double ratio;       /* bins / width; 0: the distance from lo is the bin */
            double half;        /* 1 / (2 * bins) */
        } whole;
        struct {
            double lo, hi, step, ratio;
        } real;
        const void *edges; /* bins + 1 */
    };
};

/* false: such bins cannot be. */
#define CUPRO__DECLARE_BINS(tag, T, S)                                                \
    bool cupro__bins_of_range_##tag(struct cupro__bins *of, T lo, T hi, size_t bins); \
    bool cupro__bins_of_edges_##tag(struct cupro__bins *of, const T *edges, size_t bins);
CUPRO_NUMBERS(CUPRO__DECLARE_BINS)
#undef CUPRO__DECLARE_BINS

#endif
