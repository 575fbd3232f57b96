/* SPDX-License-Identifier: MIT */
/* Closing gaps: elements of an array are dropped, and the others move together, in place and in
 * order. */
#ifndef CUPRO__CLOSING_H
#define CUPRO__CLOSING_H

#include "runtime/engine/engine.h"

/* Positions that `mark` is asked for at a time, at most. */
enum { CUPRO__CLOSING_BATCH = 1024 };

struct cupro__closing {
    char *base;
    size_t n, size;
    /* Which of the elements [at, at + n) stay, n <= CUPRO__CLOSING_BATCH? Sets ceil(n / 64) words
     * of bits, those past the end to 0. May look at them and the one before. */
    int (*mark)(void *what, size_t at, size_t n, uint64_t *bits);
    void *what;
};

/* *kept: how many stay, if it succeeds. A stop is obeyed until the first element is to be moved;
 * after an error of `mark` the array may have been changed in part. */
int cupro__close_gaps(const struct cupro__closing *closing, size_t *kept, const cupro_call *call);

#endif
