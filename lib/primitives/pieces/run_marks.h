/* SPDX-License-Identifier: MIT */
/* Where runs of neighbours that belong together begin, as bits. */
#ifndef CUPRO__RUN_MARKS_H
#define CUPRO__RUN_MARKS_H

#include <cupro/runs.h>
#include <stdbool.h>

struct cupro__compact;

struct cupro__run_marks {
    const char *base;
    size_t batch; /* pairs at a time, a multiple of 64 */
    const cupro_relation *together;
    const struct cupro__compact *compact;
    void *ctx;
};

bool cupro__run_marks_are_wrong(const void *base, size_t n, size_t size,
                                const cupro_relation *together);

struct cupro__run_marks cupro__run_marks_of(const void *base, const cupro_relation *together,
                                            void *ctx);

/* At which of the positions [at, at + n), n <= batch, does a run begin? Not at 0: element 0 is
 * marked as if it belonged to one before it. Sets ceil(n / 64) words, bits past the end to 0.
 * CUPRO_EINVAL if the relation does less than it was given. */
int cupro__run_marks(const struct cupro__run_marks *runs, size_t at, size_t n, uint64_t *bits);

#endif
