/* SPDX-License-Identifier: MIT */
/* Telling the caller how far an operation is (cupro/progress.h). */
#ifndef CUPRO__PROGRESS_H
#define CUPRO__PROGRESS_H

#include "runtime/engine/engine.h"

/* Who is to be told of this work; NULL: nobody. */
cupro_progress *cupro__progress_of(const cupro_call *call, const struct cupro__work *work);

/* Before any of the work. */
void cupro__progress_begin(cupro_progress *progress, const struct cupro__work *work);

/* So many units more are done; any thread. Reports if it is time and nobody else does. */
void cupro__progress_add(cupro_progress *progress, const struct cupro__work *work, size_t units);

/* All of the work is done, and no runner is left. Reports after the last pass. */
void cupro__progress_end(cupro_progress *progress, const struct cupro__work *work);

#endif
