/* SPDX-License-Identifier: MIT */
/*
 * All failures of a loop, not only the first.
 *
 *     cupro_failures bad = {0};
 *     int error = cupro_for(files, check, paths, .grain = 1, .keep_going = true, .failures = &bad);
 *     for (size_t i = 0; i < bad.count; i++)
 *         printf("%s: error %d\n", paths[bad.items[i].index], bad.items[i].code);
 *     cupro_failures_free(&bad);
 *
 * For the loops of loop.h, cupro_each, and the tasks of a scope. Other verbs have no use for a
 * result with holes, and return CUPRO_EINVAL for `.keep_going` and `.failures`.
 */
#ifndef CUPRO_FAILURES_H
#define CUPRO_FAILURES_H

#include <cupro/base.h>

CUPRO_BEGIN_DECLS

typedef struct cupro_failure {
    size_t index; /* of the first element of the range whose body failed; for a scope's tasks the
                     number of the task, in the order of spawning, from 0 */
    int code;     /* what it returned */
} cupro_failure;

/*
 * Zero-initialise it. An operation that was given it (`.failures = &bad`) leaves the failures that
 * happened in it, sorted by index: all of them with `.keep_going = true`, else those until the rest
 * had stopped, the lowest among them. What the list had before is gone. One operation at a time.
 *
 * The operation returns the code of the lowest index, with `.keep_going` too. When memory for the
 * list runs out it goes on, and returns CUPRO_ENOMEM; the list then has what found room.
 */
typedef struct cupro_failures {
    cupro_failure *items;
    size_t count;
    size_t room; /* items that there is memory for; the library's */
} cupro_failures;

/* Release the memory, and make the list empty again. NULL is allowed. */
CUPRO_API void cupro_failures_free(cupro_failures *failures);

CUPRO_END_DECLS

#endif
