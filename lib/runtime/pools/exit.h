/* SPDX-License-Identifier: MIT */
/* The process's end, which libomp 14 cannot bear in the middle of a region's end: it then aborts
 * now and again. A thread that nobody waits for may be just there when main() returns. */
#ifndef CUPRO__EXIT_H
#define CUPRO__EXIT_H

/* From now on hold back the end of a process that uses libomp. */
void cupro__exit_watch(void);

/* Between these two a thread is inside OpenMP, or about to be: exit() waits for it, a tenth of a
 * second at most. They count, so different threads may call them. */
void cupro__exit_delay(void);
void cupro__exit_allow(void);

#endif
