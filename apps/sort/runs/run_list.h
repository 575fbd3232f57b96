/* SPDX-License-Identifier: MIT */
/* Runs in temporary files, in their order, and their way into the result. */
#ifndef SORT_RUN_LIST_H
#define SORT_RUN_LIST_H

#include "sort/sort_job.h"
#include "sort/runs/temporary.h"

struct run_list {
    struct run_source *sources;
    size_t count;
};

/* Add a run behind the others. 0 or CUPRO_ENOMEM. */
int run_list_add(struct run_list *list, const struct run_source *source);

/* Merge runs [first, first + count) of temporary files into `emission`. */
int run_list_merge(struct run_list *list, size_t first, size_t count, const struct sort_job *job,
                   const struct temporary_store *store, const struct emission *emission);

/* Merge all runs into the job's emission, by way of longer runs if there are too many. 0, or what
 * merge_runs returns. */
int run_list_finish(struct run_list *list, const struct sort_job *job,
                    struct temporary_store *store);

/* What runs are made by: as the job's emission, but that lines which are to be counted in the end
 * all stay. */
struct emission run_emission(const struct sort_job *job, struct temporary_run *run);

/* How many runs are merged at once, and how much of each is in memory. */
size_t run_fan_in(const struct sort_job *job);
size_t run_room(const struct sort_job *job, size_t count);

#endif
