/* SPDX-License-Identifier: MIT */
/* Sorting elements by keys that are slices. */
#ifndef CUPRO__SORT_SLICES_H
#define CUPRO__SORT_SLICES_H

#include <cupro/call.h>
#include <cupro/key.h>

/* Stable; the arguments are sound, and n > 0. */
int cupro__sort_by_slices(void *base, size_t n, size_t size, const cupro_key *key, bool falls,
                          const cupro_call *call);

#endif
