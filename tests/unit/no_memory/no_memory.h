/* SPDX-License-Identifier: MIT */
/* Operations to be run while memory is refused: they succeed, with the right result, or return a
 * code. */
#ifndef CUPRO_TEST_NO_MEMORY_H
#define CUPRO_TEST_NO_MEMORY_H

#include <cupro.h>
#include <stdbool.h>

enum { N = 3000, WRONG = 1000 };

extern int64_t numbers[N]; /* 0, 1, 2, … */

struct operation {
    const char *name;
    int (*run)(const cupro_call *call);
};

/* In a row of one of these lists, each of which ends with a row without a name. */
#define OPERATION(function) \
    {                       \
#function, function \
    }
extern const struct operation loop_operations[], piece_operations[], sort_operations[],
    group_operations[], tally_operations[];

static inline int visit_range(size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    return lo < hi ? 0 : WRONG;
}

static inline int visit_items(const void *items, size_t n, void *ctx)
{
    (void)ctx;
    return items != NULL && n > 0 ? 0 : WRONG;
}

static inline int checked(int error, bool right)
{
    return error != 0 || right ? error : WRONG;
}

#endif
