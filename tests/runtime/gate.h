/* SPDX-License-Identifier: MIT */
/* Tasks for tests: one that waits at a gate until it is opened, and one that counts. */
#ifndef CUPRO_TEST_GATE_H
#define CUPRO_TEST_GATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

struct gate {
    atomic_int inside;
    atomic_bool open;
};

static inline int pass_gate(void *arg)
{
    struct gate *gate = arg;
    int number = atomic_fetch_add(&gate->inside, 1) + 1;
    while (!gate->open)
        usleep(100);
    return number;
}

static inline void await_inside(struct gate *gate, int number)
{
    while (gate->inside < number)
        usleep(100);
}

static inline int add_one(void *arg)
{
    atomic_fetch_add((atomic_int *)arg, 1);
    return 0;
}

#endif
