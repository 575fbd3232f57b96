/* SPDX-License-Identifier: MIT */
/* How much memory to use where -S does not say. */
#ifndef SORT_MEMORY_BUDGET_H
#define SORT_MEMORY_BUDGET_H

#include <stdint.h>

/* Half of what limits leave the process, but no more than three quarters of the machine's memory,
 * nor than what is available of it, or an eighth if that is more: as GNU sort does. Bytes. */
uint64_t memory_budget(void);

#endif
