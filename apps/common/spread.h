/* SPDX-License-Identifier: MIT */
/* What several measurements of the same thing say. */
#ifndef APPS_SPREAD_H
#define APPS_SPREAD_H

struct spread {
    double median, least, most;
};

/* Of at least one number; sorts them. */
struct spread spread_of(double *number, int count);

/* Seconds of a clock that only goes forward. */
double seconds_now(void);

#endif
