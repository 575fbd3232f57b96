/* SPDX-License-Identifier: MIT */
/* The kernel's affinity masks, of any length. */
#ifndef CUPRO__MASK_H
#define CUPRO__MASK_H

#include <sched.h>
#include <stddef.h>
#include <sys/types.h>

struct cupro__mask {
    cpu_set_t *set;
    size_t size; /* bytes */
};

/* Read the mask of a thread (0: the caller's): the CPUs that it may run on. To be freed.
 * CUPRO_EBIND: the kernel does not tell; CUPRO_ENOMEM; there is then nothing to free. */
int cupro__mask_read(pid_t thread, struct cupro__mask *mask);
void cupro__mask_free(struct cupro__mask *mask);

/* Give the calling thread the mask of another. Errors as above. */
int cupro__mask_copy(pid_t from);

/* If OpenMP has bound the calling thread, give it all CPUs that OpenMP binds threads to; if the
 * kernel refuses, it stays where it is. */
void cupro__mask_leave_place(void);

#endif
