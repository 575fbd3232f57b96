/* SPDX-License-Identifier: MIT */
/* The works whose scaling is measured, and the arrays that they work on. */
#ifndef TUNE_WORKS_H
#define TUNE_WORKS_H

#include "tune/tuning.h"

#include <stdint.h>

/* Bytes that all works together need for an element, with what the library takes for itself. */
enum { WORKS_BYTES_AN_ELEMENT = 40 };

/* What a work gives is the same on any number of threads; it is compared. 0: not known yet. */
struct works_results {
    double sum;
    double least, most; /* sorted numbers begin and end with */
    size_t keys;
};

struct works {
    size_t n;
    double *numbers, *result;
    uint32_t *keys;
    struct works_results found;
};

/* Make the arrays. They are first written by the threads that operations of the calling thread now
 * go to, so that they lie where these would have them. To be closed. */
void works_open(struct works *works, size_t n);
void works_close(struct works *works);

/* Time one of them, n elements once. */
struct figure works_time(struct works *works, enum tune_work work, double seconds);

#endif
