/* SPDX-License-Identifier: MIT */
/*
 * Opening files on more threads than the system allows open files: who is refused waits until
 * somebody closes one, and tries again. Only if nobody has one open is that an error.
 *
 *     uint64_t seen = open_gate_enter(&gate);
 *     do
 *         error = ...open...;
 *     while (open_gate_again(&gate, error, &seen));
 *     ... use it, if it is open; close it ...
 *     open_gate_leave(&gate);
 *
 * Whoever is between the two calls must get to the second one without the help of those that wait,
 * who would wait for ever.
 */
#ifndef APPS_OPEN_GATE_H
#define APPS_OPEN_GATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct open_gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t inside;  /* who has a file open, or tries; not who waits */
    uint64_t exits; /* so far */
    size_t moments; /* that were waited for those who are not inside */
    bool given_up;
};

void open_gate_init(struct open_gate *gate);
void open_gate_destroy(struct open_gate *gate);

uint64_t open_gate_enter(struct open_gate *gate);

/* With the errno of the attempt, or 0: whether it is to be repeated, now that one has waited. */
bool open_gate_again(struct open_gate *gate, int error, uint64_t *seen);

/* One was closed by somebody who stays inside; the result is as that of open_gate_enter(). */
uint64_t open_gate_closed(struct open_gate *gate);

/* In any case, also after an error. */
void open_gate_leave(struct open_gate *gate);

/* The work is given up: nobody waits any longer, as some that are inside may never leave. */
void open_gate_give_up(struct open_gate *gate);

#endif
