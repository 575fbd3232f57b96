/* SPDX-License-Identifier: MIT */
/* -m: the inputs are runs. */
#ifndef SORT_MERGE_FILES_H
#define SORT_MERGE_FILES_H

#include "sort/result.h"
#include "sort/sort_job.h"

/* 0, RESULT_DONE, or a code of cupro's. Fails with a message. */
int merge_files(const struct sort_job *job, const struct result *result);

#endif
