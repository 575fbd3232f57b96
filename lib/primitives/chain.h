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

/* How many stages there are up to the last filter, that one included; 0 without filters. */
int cupro__chain_last_filter(const cupro_chain *chain);

#endif
