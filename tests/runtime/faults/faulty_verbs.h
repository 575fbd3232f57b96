/* SPDX-License-Identifier: MIT */
/* Verbs over arrays with known answers, to be run while memory or threads are refused (see
 * faults.h). */
#ifndef CUPRO_TEST_FAULTY_VERBS_H
#define CUPRO_TEST_FAULTY_VERBS_H

#include "runtime/work.h"

#include <cupro.h>
#include <stdbool.h>

/* Where the verbs go; NULL: to the default pool. */
extern cupro_pool *target;

enum { N = 1000, SCATTERED = 100000 };
extern int32_t numbers[N]; /* 0, 1, 2, … */

/* run() returns the library's code, or WRONG_RESULT: if that is 0 and the result is wrong, or if it
 * is not and something was written. */
struct verb {
    const char *name;
    int (*run)(void);
};

/* Each ends with a row without a name. */
extern const struct verb loop_verbs[], chain_verbs[], task_verbs[], array_verbs[], sort_verbs[];

static inline int judged(int code, bool right, bool untouched)
{
    return (code == 0 ? right : untouched) ? code : WRONG_RESULT;
}

#endif
