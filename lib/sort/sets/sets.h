/* SPDX-License-Identifier: MIT */
/*
 * Set operations on two sorted arrays (see <cupro/sets.h>).
 *
 * A step compares the first element of what is left of a and of b, and takes the one that comes
 * first, or both where they are equal. A state is how much of each has been taken; the states that
 * are passed through are the operation's path.
 */
#ifndef CUPRO__SETS_H
#define CUPRO__SETS_H

#include "sort/orders/ordering.h"

struct cupro__set_state {
    size_t a, b;
};

struct cupro__sets {
    struct cupro__ordering ordering; /* without an array */
    const char *a, *b;
    size_t na, nb;
    unsigned keeps; /* CUPRO__KEEP_… */
    char *out;
};

/* A state of the path in which `taken` elements have been taken, or one more; behind the last
 * element, if there are not so many. If comparisons contradict each other, not a state of the path,
 * nor one that there is, but of so many. */
struct cupro__set_state cupro__set_cut(const struct cupro__ordering *ordering, const char *a,
                                       size_t na, const char *b, size_t nb, size_t taken);

/* What of a and b is kept, to `to`, where there is room for both; how many. For arrays of which one
 * is much smaller. */
size_t cupro__set_gaps(const struct cupro__ordering *ordering, const char *a, size_t na,
                       const char *b, size_t nb, unsigned keeps, char *to);

/* -- Results in order -------------------------------------------------------------------------- */

/* Put the block's results to `to`, where there is room for all that may be; how many. */
typedef size_t cupro__set_block(const void *arg, size_t block, char *to);

struct cupro__set_blocks {
    cupro__set_block *run;
    const void *arg;
    size_t blocks, elements; /* of them, and elements that they read in all         */
    size_t size, most;       /* bytes of a result, and how many a block has at most */
    size_t all;              /* bytes of all results, at most                       */
    char *out;
    bool has_room; /* for both arrays, in out */
};

/* All blocks' results, one after the other; *count: how many. */
int cupro__set_blocks_run(const struct cupro__set_blocks *blocks, const struct cupro__crew *crew,
                          const cupro_call *call, size_t *count);

/* Whether no block has any. */
int cupro__set_blocks_are_empty(const struct cupro__set_blocks *blocks,
                                const struct cupro__crew *crew, const cupro_call *call,
                                bool *are_empty);

/* -- The verbs --------------------------------------------------------------------------------- */

bool cupro__sets_are_wrong(const struct cupro__sets *sets, const size_t *count);
int cupro__sets_run(const struct cupro__sets *sets, size_t *count, const cupro_call *call);

/* Whether all of b is in a. */
bool cupro__inclusion_is_wrong(const struct cupro__sets *sets, const bool *yes);
int cupro__sets_include(struct cupro__sets *sets, bool *yes, const cupro_call *call);

#endif
