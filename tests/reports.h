/* SPDX-License-Identifier: MIT */
/* What an operation's progress was told:
 *
 *     struct reports reports = {.total = 0};
 *     cupro_progress progress = REPORTS_TO(&reports);
 *     … .progress = &progress …
 *     ck_assert(reports_are_complete(&reports));
 */
#ifndef CUPRO_TEST_REPORTS_H
#define CUPRO_TEST_REPORTS_H

#include <cupro/progress.h>
#include <stdbool.h>

struct reports {
    size_t count, done, total; /* how many, and the last one */
    bool falls;                /* or says more than all      */
};

/* Asserts nothing: it may be on any thread. */
static inline void reports_note(size_t done, size_t total, void *arg)
{
    struct reports *reports = arg;
    reports->falls |= done < reports->done || done > total;
    reports->count++;
    reports->done = done;
    reports->total = total;
}

#define REPORTS_TO(reports)                                        \
    {                                                              \
        .report = reports_note, .arg = (reports), .interval = 1e-9 \
    }

static inline bool reports_are_complete(const struct reports *reports)
{
    return !reports->falls && reports->count > 0 && reports->done == reports->total;
}

#endif
