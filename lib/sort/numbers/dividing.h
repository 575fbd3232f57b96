/* SPDX-License-Identifier: MIT */
/* Dividing numbers in place: those with keys less than a pivot come first. For numbers of 4 and 8
 * bytes; needs no memory but for counters. */
#ifndef CUPRO__DIVIDING_H
#define CUPRO__DIVIDING_H

#include "sort/numbers/sorting.h"

/* On the caller; returns how many are less. */
size_t cupro__divide(const struct cupro__sorting *part, uint64_t pivot);

/* On a crew. `counters` has room for 3 numbers for each CUPRO__DIVIDE_BLOCK elements begun. */
enum { CUPRO__DIVIDE_BLOCK = 32768 };
int cupro__divide_on(const struct cupro__sorting *part, uint64_t pivot, size_t *counters,
                     const struct cupro__crew *crew, const cupro_call *call, size_t *less);

#endif
