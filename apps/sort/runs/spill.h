/* SPDX-License-Identifier: MIT */
/* Sorting all inputs, in memory if they fit. */
#ifndef SORT_SPILL_H
#define SORT_SPILL_H

#include "sort/sort_job.h"

/* 0, RESULT_DONE, or a code of cupro's. Fails with a message. */
int sort_inputs(const struct sort_job *job);

#endif
