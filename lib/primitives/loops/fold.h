/* SPDX-License-Identifier: MIT */
/* Folds over a grid, for all verbs that end in one result. */
#ifndef CUPRO__FOLD_H
#define CUPRO__FOLD_H

#include "primitives/loops/grid.h"

#include <cupro/fold.h>
#include <stdbool.h>

/* Fold each block into an accumulator of its own, combine these in index order, and write the
 * result to *out. `run` is a folder that is told its runner too. `block_ns`: known time of a block,
 * or 0. */
typedef int cupro__folder(void *acc, size_t lo, size_t hi, int runner, void *arg);
struct cupro__crew;
int cupro__fold_grid(const struct cupro__crew *crew, const struct cupro__grid *grid,
                     cupro__folder *run, void *arg, const cupro_monoid *monoid, void *out,
                     double block_ns, const cupro_call *call);

bool cupro__monoid_is_valid(const cupro_monoid *monoid);

/* Make an identity at acc. */
int cupro__monoid_init(const cupro_monoid *monoid, void *acc, void *ctx);

/* Fold n accumulators in a row into acc. */
int cupro__monoid_fold(const cupro_monoid *monoid, void *acc, const void *items, size_t n,
                       void *ctx);

#endif
