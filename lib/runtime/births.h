/* SPDX-License-Identifier: MIT */
/* No fork() while threads of ours start or end: take this around both. */
#ifndef CUPRO__BIRTHS_H
#define CUPRO__BIRTHS_H

void cupro__births_lock(void);
void cupro__births_unlock(void);

#endif
