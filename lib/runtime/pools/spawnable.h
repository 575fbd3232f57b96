/* SPDX-License-Identifier: MIT */
#ifndef CUPRO__SPAWNABLE_H
#define CUPRO__SPAWNABLE_H

#include <stddef.h>

/* How many of n threads with that stack (0: the default) the system would create at this moment,
 * found by creating them. Cost: 10 to 20 us a thread. */
int cupro__spawnable(int n, size_t stack_size);

#endif
