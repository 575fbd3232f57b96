/* SPDX-License-Identifier: MIT */
/*
 * Merging (see merge.h), in parallel, with some of each run in memory.
 *
 * A round reads on in each run, until its window is full. Of the lines that end the windows one is
 * the least: no line that has not been read comes before it, so all lines that do may leave. They
 * are cut into parts (merge_parts.c) that all threads merge, each by a tree of losers
 * (merge_part.c), and that are written in order.
 *
 * Work: that of one merge, and parts * runs * log(window) comparisons to cut. Each byte is read and
 * written twice: into a window, and into what is put out.
 *
 * Where runs are not in order (-m does not look) every line still leaves once (without -u), but
 * from more than one part on not in the order in which GNU sort lets them out.
 */
#include "sort/runs/merge.h"
#include "sort/blocks/intake.h"
#include "sort/runs/merge_part.h"
#include "sort/runs/merge_parts.h"

#include <cupro.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct merging {
    const struct order *order;
    const struct emission *emission;
    char line_end;
    struct run *runs;
    size_t count;
    struct comparer comparer;
    struct merge_parts parts; /* of this round */
    size_t next_part;
    pthread_mutex_t lock; /* of the idle mergers */
    struct part_merger *idle;
    struct held_line held;      /* after the last part */
    struct buffer held_between; /* where it lies between rounds */
};

/* -- Windows ----------------------------------------------------------------------------------- */

static int fill_files(size_t lo, size_t hi, void *ctx)
{
    struct merging *merging = ctx;
    int error = 0;
    for (size_t i = lo; i < hi && !error; i++)
        if (merging->runs[i].source.extent)
            error = run_fill(&merging->runs[i]);
    return error;
}

/* Streams one after the other, as two of them may be the same. */
static int fill_streams(struct merging *merging)
{
    int error = 0;
    for (size_t i = 0; i < merging->count && !error; i++)
        if (!merging->runs[i].source.extent)
            error = run_fill(&merging->runs[i]);
    return error;
}

static int fill_windows(struct merging *merging)
{
    int error = fill_streams(merging);
    if (!error)
        error = cupro_for(merging->count, fill_files, merging, .grain = 1);
    for (size_t i = 0; i < merging->count; i++) {
        const struct run *run = &merging->runs[i];
        if (run->failure)
            intake_fail_read(run->source.name, run->failure);
        const char *bytes = (const char *)run->buffer.bytes;
        merging->parts.windows[i] = (struct line_range){bytes + run->begin, bytes + run->whole};
    }
    return error;
}

/* The first line that unread ones may have to stand behind. False: everything has been read. */
static bool find_bound(struct merging *merging, struct cut *bound, int *error)
{
    bool found = false;
    for (size_t i = 0; i < merging->count; i++) {
        const struct line_range *window = &merging->parts.windows[i];
        if (merging->runs[i].drained)
            continue;
        const struct cut last = {line_around(window, window->end - 1, merging->line_end), i};
        if (!found || cut_compare(&merging->comparer, &last, bound, error) < 0)
            *bound = last;
        found = true;
    }
    return found;
}

/* Take from the windows what cannot leave yet. */
static int cut_windows(struct merging *merging)
{
    struct cut bound;
    int error = 0;
    if (!find_bound(merging, &bound, &error))
        return error;
    for (size_t i = 0; i < merging->count && !error; i++) {
        struct line_range *window = &merging->parts.windows[i];
        if (i != bound.text)
            window->end = cut_find(&merging->comparer, window, bound.line, i < bound.text,
                                   merging->line_end, &error);
    }
    return error;
}

static void leave_windows(struct merging *merging)
{
    for (size_t i = 0; i < merging->count; i++) {
        struct run *run = &merging->runs[i];
        run->begin = (size_t)(merging->parts.windows[i].end - (const char *)run->buffer.bytes);
    }
}

/* -- Merging parts ----------------------------------------------------------------------------- */

struct part {
    size_t number;
    struct part_merger *merger;
};

static struct part_merger *take_merger(struct merging *merging)
{
    pthread_mutex_lock(&merging->lock);
    struct part_merger *merger = merging->idle;
    if (merger)
        merging->idle = merger->next;
    pthread_mutex_unlock(&merging->lock);
    if (merger)
        return merger;
    merger = malloc(sizeof *merger);
    if (merger)
        *merger = (struct part_merger){.order = merging->order,
                                       .emission = merging->emission,
                                       .line_end = merging->line_end,
                                       .comparer = comparer_of(merging->order)};
    return merger;
}

static void drop_part(void *item, void *ctx)
{
    struct part *part = item;
    struct merging *merging = ctx;
    if (!part->merger)
        return;
    pthread_mutex_lock(&merging->lock);
    part->merger->next = merging->idle;
    merging->idle = part->merger;
    pthread_mutex_unlock(&merging->lock);
    part->merger = NULL;
}

static int next_part(void *item, bool *end, void *ctx)
{
    struct part *part = item;
    struct merging *merging = ctx;
    *end = merging->next_part == merging->parts.count;
    part->number = merging->next_part++;
    return 0;
}

static int fill_part(void *item, void *ctx)
{
    struct part *part = item;
    struct merging *merging = ctx;
    struct part_merger *merger = part->merger = take_merger(merging);
    if (!merger)
        return CUPRO_ENOMEM;
    const char **from = &merging->parts.borders[part->number * merging->count];
    merger->held = part->number == 0 ? merging->held : (struct held_line){0};
    const int error = merge_part(merger, from, from + merging->count, merging->count);
    if (!error && part->number + 1 < merging->parts.count)
        return merge_put_held(merger);
    return error;
}

static int write_part(void *item, void *ctx)
{
    struct part *part = item;
    struct merging *merging = ctx;
    const struct part_merger *merger = part->merger;
    int error = 0;
    const struct line_buffer *out = &merger->out;
    if (out->used > 0)
        error = merging->emission->put(merging->emission->to, (const char *)out->buffer.bytes,
                                       out->used, out->lines);
    if (part->number + 1 == merging->parts.count)
        merging->held = merger->held;
    drop_part(item, ctx);
    return error;
}

static int merge_parts(struct merging *merging)
{
    static const cupro_pipeline_parts parts = {
        .item_size = sizeof(struct part),
        .source = next_part,
        .stage = {{fill_part, CUPRO_PARALLEL}},
        .sink = write_part,
        .drop = drop_part,
    };
    merging->next_part = 0;
    if (merging->parts.count > 1)
        return cupro_pipeline_run(&parts, merging);
    struct part part = {0};
    const int error = fill_part(&part, merging);
    if (!error)
        return write_part(&part, merging);
    drop_part(&part, merging);
    return error;
}

/* -- Rounds ------------------------------------------------------------------------------------ */

/* The window of the line that is held goes. */
static int keep_held(struct merging *merging)
{
    struct held_line *held = &merging->held;
    if (held->count == 0 || held->outlived)
        return 0;
    if (buffer_reserve(&merging->held_between, held->line.length + 1))
        return CUPRO_ENOMEM;
    memcpy(merging->held_between.bytes, held->line.begin, held->line.length);
    held->line.begin = (const char *)merging->held_between.bytes;
    held->outlived = true;
    return 0;
}

static int put_held(struct merging *merging)
{
    struct part part = {.number = 0, .merger = take_merger(merging)};
    if (!part.merger)
        return CUPRO_ENOMEM;
    part.merger->held = merging->held;
    line_buffer_clear(&part.merger->out);
    const int error = merge_put_held(part.merger);
    if (!error)
        return write_part(&part, merging);
    drop_part(&part, merging);
    return error;
}

static int run_merge(struct merging *merging)
{
    for (;;) {
        int error = fill_windows(merging);
        if (!error)
            error = cut_windows(merging);
        if (!error)
            error = merge_parts_cut(&merging->parts);
        if (error)
            return error;
        if (merging->parts.count == 0)
            return put_held(merging);
        error = merge_parts(merging);
        if (!error)
            error = keep_held(merging);
        if (error)
            return error;
        leave_windows(merging);
    }
}

static void free_mergers(struct merging *merging)
{
    for (struct part_merger *merger = merging->idle; merger; merger = merging->idle) {
        merging->idle = merger->next;
        part_merger_free(merger);
        free(merger);
    }
}

int merge_runs(const struct order *order, char line_end, const struct run_source *sources,
               size_t count, size_t room, const struct emission *emission)
{
    struct merging merging = {
        .order = order,
        .emission = emission,
        .line_end = line_end,
        .count = count,
        .comparer = comparer_of(order),
        .runs = calloc(count, sizeof *merging.runs),
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    int error = merge_parts_open(&merging.parts, order, line_end, count, emission->unique);
    if (!merging.runs)
        error = CUPRO_ENOMEM;
    if (!error) {
        for (size_t i = 0; i < count; i++)
            run_open(&merging.runs[i], &sources[i], line_end, room);
        error = run_merge(&merging);
        for (size_t i = 0; i < count; i++)
            run_close(&merging.runs[i]);
    }
    free_mergers(&merging);
    free(merging.runs);
    merge_parts_close(&merging.parts);
    comparer_free(&merging.comparer);
    buffer_free(&merging.held_between);
    return error;
}
