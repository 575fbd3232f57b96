/* SPDX-License-Identifier: MIT */
/* What the verbs ask a chain. */
#ifndef CUPRO__CHAIN_H
#define CUPRO__CHAIN_H

#include <cupro/chain.h>
#include <stdbool.h>

/* The error it was built with; CUPRO_EINVAL for one that cupro_from has not made. */
int cupro__chain_error(const cupro_chain *chain);

/* Whether its last stage is a fold. */
bool cupro__chain_folds(const cupro_chain *chain);

/* How many stages there are up to the last one that changes how many elements there are (a filter
 * or a flat map), that one included; 0 without such. */
int cupro__chain_last_change(const cupro_chain *chain);

/* Whether its elements are the indexes of a range. (Or an empty array that stands nowhere.) */
static inline bool cupro__chain_is_range(const cupro_chain *chain)
{
    return chain->base == NULL;
}

/* Bytes of memory that its elements stand in. */
static inline size_t cupro__chain_bytes(const cupro_chain *chain)
{
    return cupro__chain_is_range(chain) ? 0 : chain->n * chain->size;
}

#endif
