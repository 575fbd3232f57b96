/* SPDX-License-Identifier: MIT */
/* The stress test's actions: each does one thing with the library, and checks what came of it. */
#ifndef CUPRO_TEST_MIX_H
#define CUPRO_TEST_MIX_H

#include "dice.h"

#include <cupro.h>
#include <stdbool.h>

enum { WENT_WRONG = 9999, POOLS = 3 };

/* What all walks share, and none changes. */
struct world {
    cupro_pool *pool[POOLS]; /* of 1 thread, of 3 that are bound, of 64 */
    bool may_fork;
    size_t n; /* elements of x */
    double *x;
    double sum, fold; /* of x, as one thread computes them */
    size_t positive;  /* elements of x above 0             */
};

int world_open(struct world *world, struct dice *dice);
void world_close(struct world *world);

/* A walk does one action after the other; in a body, another walk branches off. */
struct walk {
    const struct world *world;
    struct dice dice;
    int depth;
    /* Only pools from this one on may be called, since two pools that call each other for different
     * callers may wait for each other for ever. */
    size_t lowest;
};

/* Do something at random: 0 if all is well. */
int walk_on(struct walk *walk);

/* The name of the first action that went wrong, or NULL. */
const char *first_failure(void);

/* A walk that branches off: with dice of its own, so that several may do so at once. */
struct walk walk_branch(const struct walk *walk, size_t number);

/* Pool and other options for a call; at[0] says which pool (POOLS: none). */
cupro_call some_call(struct walk *walk, size_t *at);

/* Actions that only compute (operations.c), and those that lead elsewhere (journeys.c). */
struct action {
    const char *name;
    int (*run)(struct walk *walk);
};
extern const struct action operations[], journeys[];

enum { OPERATIONS = 14, JOURNEYS = 9 };

#endif
