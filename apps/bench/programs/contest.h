/* SPDX-License-Identifier: MIT */
/* Two programs, ours and another, that do the same on a text or a tree: whole processes, in turn,
 * whose outputs must be the same. */
#ifndef BENCH_CONTEST_H
#define BENCH_CONTEST_H

#include "bench/programs/corpora.h"

#include <stdbool.h>

/* Lines for sh: $1 is our program, $2 the contest's other path, $3 the text or folder, $4 the
 * number of threads. */
struct contest {
    enum corpus corpus;
    const char *program; /* of ours */
    const char *ours, *theirs;
    const char *needs; /* the other program, which may be missing; NULL: theirs fails then */
    const char *tidy;  /* from $1 to standard output, so that outputs are the same; NULL: they are
                          not compared */
};

/* Have everything ready; `other` is the contest's other path, or NULL. False: something is not to
 * be had. */
bool contest_prepare(const struct contest *contest, const char *other);

/* Our time over theirs, or a reason why there is none (rows/row.h). `contest` is one. */
double contest_time(void *contest);

#endif
