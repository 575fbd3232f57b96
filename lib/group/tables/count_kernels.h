/* SPDX-License-Identifier: MIT */
/*
 * Kernels of groups by numbers: keys are hashed, counted, and their groups numbered, a batch at a
 * time. They exist for each instruction set that gains (count_kernels_*.c).
 */
#ifndef CUPRO__COUNT_KERNELS_H
#define CUPRO__COUNT_KERNELS_H

#include "group/tables/group_table.h"
#include "group/tables/number_table.h"
#include "group/tables/packed_keys.h"

enum { CUPRO__COUNT_BATCH = 64 /* keys that are looked up at the same time */ };

static inline size_t cupro__count_batch_of(size_t left)
{
    return left < CUPRO__COUNT_BATCH ? left : CUPRO__COUNT_BATCH;
}

struct cupro__count_kernels {
    /* out[k] = hash of keys[k] << skip >> shift. */
    void (*hash)(const struct cupro__hash_key *hash, const uint64_t *keys, size_t n, unsigned skip,
                 unsigned shift, uint64_t *out);
    /* Are keys that hashes say the cells of there? homes[k] is where that of keys[k] begins. */
    bool (*are_home)(const uint64_t *cells, unsigned shift, const uint64_t *keys, size_t n,
                     uint64_t *homes);
    /* cupro__packed_keys_count; NULL: packed keys gain nothing. */
    void (*count_packed)(struct cupro__packed_keys *packed, struct cupro__group_table *table,
                         const uint64_t *keys, size_t n, size_t at, bool lowers);
    /* Count each of n keys, for which there is room. Element k has index at + k; indexes rise from
     * call to call. */
    void (*count)(struct cupro__group_table *table, const uint64_t *keys, size_t n, size_t at);
    /* The same in a table of a part of all; element k has index at + within[k]. */
    void (*count_part)(struct cupro__number_table *table, const uint64_t *keys, size_t n, size_t at,
                       const uint16_t *within);
    /* The same where values are the groups' numbers, from 1; group g, from 0, has size[g] elements.
     * A key becomes its group's number, from 0, << 16 | within. */
    void (*number_part)(struct cupro__number_table *table, uint64_t *keys, size_t n, size_t at,
                        const uint16_t *within, size_t *size);
};

/* Those for this processor. */
const struct cupro__count_kernels *cupro__count_kernels(void);

extern const struct cupro__count_kernels cupro__count_kernels_portable;
extern const struct cupro__count_kernels cupro__count_kernels_avx2;
extern const struct cupro__count_kernels cupro__count_kernels_avx512;

#endif
