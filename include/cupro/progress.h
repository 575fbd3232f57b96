/* SPDX-License-Identifier: MIT */
/*
 * How far an operation has come.
 *
 *     static void show(size_t done, size_t total, void *arg)
 *     {
 *         fprintf(arg, "\r%3.0f %%", 100.0 * (double)done / (double)total);
 *     }
 *     ...
 *     cupro_progress bar = {.report = show, .arg = stderr};
 *     error = cupro_for(n, body, &job, .progress = &bar);
 *
 * For all operations but joins, scopes and pipelines, which do not know how much is to come.
 */
#ifndef CUPRO_PROGRESS_H
#define CUPRO_PROGRESS_H

#include <cupro/base.h>

CUPRO_BEGIN_DECLS

/*
 * `report` is called with how many elements are done, of how many; of operations that pass the
 * array more than once each pass counts. First when the interval has passed, then once an interval
 * at most, between two chunks, by whichever thread comes along, but never by two at the same time;
 * `done` never falls. At last with done == total, on the thread that runs the operation, if it
 * succeeded and there was anything to do.
 *
 * The thread that reports does not work meanwhile, so reports should take less than the interval.
 * Cost: some 50 ns a chunk. One operation at a time; zero-initialise what is not named here.
 */
typedef void cupro_report(size_t done, size_t total, void *arg);

typedef struct cupro_progress {
    cupro_report *report;
    void *arg;
    double interval; /* seconds; 0: 0.1 */

    /* The library's. */
    size_t done, total;
    int64_t next; /* when to report again */
    int reporting;
} cupro_progress;

CUPRO_END_DECLS

#endif
