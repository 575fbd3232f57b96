/* SPDX-License-Identifier: MIT */
/* Printing many lines: all threads put them together, and they are written in their order. */
#ifndef COUNT_PRINT_RANGES_H
#define COUNT_PRINT_RANGES_H

#include "count/results/printer.h"

/* Put the lines [lo, hi) together. Several threads at the same time. 0 or an error of the
 * library's.
 */
typedef int draft_range(struct draft *draft, size_t lo, size_t hi, void *ctx);

/* Print [0, count), up to `grain` at a time. 0, or what a range or the library returned; if the
 * output fails, that ends it too. */
int print_ranges(struct printer *printer, size_t count, size_t grain, draft_range *range,
                 void *ctx);

#endif
