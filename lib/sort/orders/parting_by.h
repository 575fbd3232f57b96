/* SPDX-License-Identifier: MIT */
/* Partitions in place, on all threads: each block is partitioned by itself, then what stands on the
 * wrong side of the border is swapped, stretch by stretch. */
#ifndef CUPRO__PARTING_BY_H
#define CUPRO__PARTING_BY_H

#include "sort/orders/ordering.h"

/* Elements on the wrong side of the border, and how many of them come before these. */
struct cupro__stretch {
    size_t begin, before;
};

struct cupro__parting {
    const struct cupro__ordering *ordering;
    char *pivot; /* to be set before each partition */
    bool or_equal;
    size_t begin, n, block, blocks;
    size_t *lows; /* of each block */
    struct cupro__stretch *wrong[2];
    size_t stretches[2];
};

/* CUPRO_ENOMEM; to be closed in any case. */
int cupro__parting_open(struct cupro__parting *parting, const struct cupro__ordering *ordering,
                        int runners);
void cupro__parting_close(struct cupro__parting *parting);

/* Bring those of the elements [begin, begin + n), n > 0, that come before the pivot, or do not come
 * after it, to the front; *low: how many. Whatever it returns, they are the same elements. What the
 * call's progress is told is the first of two passes over n. */
int cupro__part(struct cupro__parting *parting, size_t begin, size_t n, bool or_equal, size_t *low,
                const struct cupro__crew *crew, const cupro_call *call);

#endif
