/* SPDX-License-Identifier: MIT */
/*
 * Merging runs that were put aside (see run_list.h).
 *
 * As many at once as the memory has room for, with 64 KiB each: that is some thousands in a usual
 * budget, so that there is one merge and no more. With less than that, or --batch-size, neighbours
 * are merged into longer runs first, and only as many as must be.
 */
#include "sort/runs/run_list.h"
#include "sort/runs/merge.h"
#include "sort/options/sort_size.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

#define LEAST_ROOM ((size_t)64 << 10)
/* Of all runs. Threads meet three times a round; with 16 MiB, on two busy processors, a merge of
 * eight files took 1.4 times as long, and with 128 MiB no less time. */
#define ROUND_BYTES  ((size_t)48 << 20)
#define LEAST_FAN_IN 16
#define MOST_FAN_IN  4096

int run_list_add(struct run_list *list, const struct run_source *source)
{
    if ((list->count & (list->count - 1)) == 0) {
        const size_t room = list->count > 0 ? 2 * list->count : 1;
        struct run_source *grown = reallocarray(list->sources, room, sizeof *grown);
        if (!grown)
            return CUPRO_ENOMEM;
        list->sources = grown;
    }
    list->sources[list->count++] = *source;
    return 0;
}

struct emission run_emission(const struct sort_job *job, struct temporary_run *run)
{
    return (struct emission){
        .unique = job->emission->unique && !job->emission->count, .put = temporary_put, .to = run};
}

size_t run_fan_in(const struct sort_job *job)
{
    if (job->options->fan_in > 0)
        return job->options->fan_in;
    const uint64_t fitting = job->budget / LEAST_ROOM;
    size_t most = MOST_FAN_IN;
    /* Each compressed run takes descriptors, and a process. */
    if (job->options->compress_program)
        most = LEAST_FAN_IN;
    return fitting < LEAST_FAN_IN ? LEAST_FAN_IN : (fitting < most ? (size_t)fitting : most);
}

size_t run_room(const struct sort_job *job, size_t count)
{
    const uint64_t share = job->budget / (2 * count + 2), most = ROUND_BYTES / count;
    const uint64_t room = share < most ? share : most;
    return room < LEAST_ROOM ? LEAST_ROOM : (size_t)room;
}

int run_list_merge(struct run_list *list, size_t first, size_t count, const struct sort_job *job,
                   const struct temporary_store *store, const struct emission *emission)
{
    struct run_source *sources = list->sources + first;
    for (size_t i = 0; i < count; i++)
        temporary_start_reading(store, &sources[i]);
    const int error = merge_runs(job->order, job->options->line_end, sources, count,
                                 run_room(job, count), emission);
    for (size_t i = 0; i < count && !error; i++)
        temporary_stop_reading(store, &sources[i]);
    return error;
}

/* Put one run in the place of `count` runs from `first` on. */
static int shorten(struct run_list *list, size_t first, size_t count, const struct sort_job *job,
                   struct temporary_store *store)
{
    struct temporary_run run;
    temporary_begin(&run, store);
    const struct emission emission = run_emission(job, &run);
    const int error = run_list_merge(list, first, count, job, store, &emission);
    if (error)
        return error;
    list->sources[first] = temporary_end(&run);
    memmove(&list->sources[first + 1], &list->sources[first + count],
            (list->count - first - count) * sizeof *list->sources);
    list->count -= count - 1;
    return 0;
}

int run_list_finish(struct run_list *list, const struct sort_job *job,
                    struct temporary_store *store)
{
    const size_t fan_in = run_fan_in(job);
    int error = 0;
    /* One pass over the list makes each run of it longer, and the next pass begins anew. */
    if (list->count > fan_in)
        progress_say(job->progress, " read, merging");
    for (size_t at = 0; list->count > fan_in && !error; at++) {
        if (at + 1 >= list->count)
            at = 0;
        const size_t surplus = list->count - fan_in + 1, left = list->count - at;
        size_t count = surplus < fan_in ? surplus : fan_in;
        if (count > left)
            count = left;
        error = shorten(list, at, count, job, store);
    }
    progress_restart(job->progress, " written");
    if (!error)
        error = run_list_merge(list, 0, list->count, job, store, job->emission);
    free(list->sources);
    *list = (struct run_list){0};
    return error;
}
