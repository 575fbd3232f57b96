/* SPDX-License-Identifier: MIT */
#ifndef CUPRO__CPULIST_H
#define CUPRO__CPULIST_H

#include <stddef.h>

/* The largest CPU number in a list, and the most entries that one may have. */
#define CUPRO__LAST_CPU     65535
#define CUPRO__MOST_ENTRIES 65536

/*
 * Read a list of CPUs as the kernel writes them: "0-3,8,10-14:2", where first-last:stride is every
 * stride-th CPU from the first on. Blanks and tabs may stand around the items. Order and
 * repetitions are kept.
 *
 * On success *cpus is the caller's to free, and *count at least 1. CUPRO_EINVAL for anything else
 * than such a list (NULL included), CUPRO_EBIND for a list with a CPU above CUPRO__LAST_CPU,
 * CUPRO_ENOMEM; nothing is written then.
 */
int cupro__cpulist_parse(const char *text, int **cpus, size_t *count);

#endif
