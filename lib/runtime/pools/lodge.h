/* SPDX-License-Identifier: MIT */
/* Threads for hosts. Where the OpenMP runtime cannot bear that a thread ends which has had a team
 * (backend.h), they are kept, and lent again. */
#ifndef CUPRO__LODGE_H
#define CUPRO__LODGE_H

#include <stddef.h>

struct cupro__lodger;

/* Have life(arg) run on a thread with that stack (0: the default) and all signals blocked; they are
 * for the program's threads. CUPRO_ETHREADS, CUPRO_ENOMEM. */
int cupro__lodge_start(struct cupro__lodger **lodger, size_t stack_size, void (*life)(void *arg),
                       void *arg);

/* Wait until life has returned, and the thread has ended or is free for the next. */
void cupro__lodge_join(struct cupro__lodger *lodger);

/* Have main(arg) run on a thread that nobody waits for, and that uses no OpenMP. Errors as above.
 */
int cupro__spawn_detached(void *(*main)(void *), void *arg);

#endif
