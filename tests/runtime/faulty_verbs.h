/* SPDX-License-Identifier: MIT */
/* Verbs to be run while memory or threads are refused (see faults.h). */
#ifndef CUPRO_TEST_FAULTY_VERBS_H
#define CUPRO_TEST_FAULTY_VERBS_H

#include <cupro/pool.h>

/* Where the verbs go; NULL: to the default pool. */
extern cupro_pool *target;

/* run() returns the library's code, or WRONG_RESULT: if that is 0 and the result is wrong, or if it
 * is not and something was written. */
struct verb {
    const char *name;
    int (*run)(void);
};

extern const struct verb verbs[];
extern const size_t verb_count;

/* Before the first verb. */
void fill_numbers(void);

#endif
