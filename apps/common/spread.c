/* SPDX-License-Identifier: MIT */
/* Medians (see spread.h). */
#include "common/spread.h"

#include <stdlib.h>
#include <time.h>

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct spread spread_of(double *number, int count)
{
    qsort(number, (size_t)count, sizeof *number, compare);
    double middle = (number[(count - 1) / 2] + number[count / 2]) / 2;
    return (struct spread){middle, number[0], number[count - 1]};
}
