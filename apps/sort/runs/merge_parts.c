/* SPDX-License-Identifier: MIT */
/*
 * Parts of a merge (see merge_parts.h). Some lines, taken at even distances from all texts, are put
 * in order, and each text is cut where some of those would stand (sampling, as in DeWitt, Naughton
 * and Schneider, Parallel Sorting on a Shared-Nothing Architecture using Probabilistic Splitting,
 * PDIS 1991). The cuts are as exact as those of Varman et al., Merging Multiple Lists on
 * Hierarchical-Memory Multiprocessors, JPDC 1991, but the parts need not be of the same length, so
 * that one binary search a text and part will do.
 */
#include "sort/runs/merge_parts.h"

#include <cupro.h>

#include <stdlib.h>
#include <string.h>

#define PART_BYTES ((size_t)512 << 10) /* merged by one thread */
#define SAMPLES    (SAMPLES_OF_PARTS / MOST_PARTS)

int merge_parts_open(struct merge_parts *parts, const struct order *order, char line_end,
                     size_t texts, bool together)
{
    *parts = (struct merge_parts){
        .order = order,
        .line_end = line_end,
        .together = together,
        .texts = texts,
        .windows = calloc(texts, sizeof *parts->windows),
        .borders = calloc(texts, (MOST_PARTS + 1) * sizeof *parts->borders),
        .comparer = comparer_of(order),
    };
    return parts->windows && parts->borders ? 0 : CUPRO_ENOMEM;
}

void merge_parts_close(struct merge_parts *parts)
{
    free(parts->windows);
    free(parts->borders);
    comparer_free(&parts->comparer);
}

static size_t length_of(const struct line_range *window)
{
    return (size_t)(window->end - window->begin);
}

static int compare_samples(const void *a, const void *b, void *ctx)
{
    struct merge_parts *parts = ctx;
    return cut_compare(&parts->comparer, a, b, &parts->error);
}

/* Lines at even distances, in order. */
static int take_samples(struct merge_parts *parts, size_t bytes)
{
    const size_t count = parts->count * SAMPLES, step = bytes / count;
    size_t taken = 0, at = step / 2;
    for (size_t i = 0; i < parts->texts; i++) {
        const struct line_range *window = &parts->windows[i];
        const size_t length = length_of(window);
        for (; at < length && taken < count; at += step)
            parts->samples[taken++] =
                (struct cut){line_around(window, window->begin + at, parts->line_end), i};
        at -= at < length ? 0 : length;
    }
    qsort_r(parts->samples, taken, sizeof *parts->samples, compare_samples, parts);
    return parts->error;
}

static int cut_at_sample(struct merge_parts *parts, size_t part, struct comparer *comparer)
{
    const struct cut *sample = &parts->samples[part * SAMPLES];
    const char **row = &parts->borders[part * parts->texts];
    int error = 0;
    for (size_t i = 0; i < parts->texts && !error; i++) {
        const bool equal_before = i < sample->text && !parts->together;
        row[i] = sample->line.begin;
        if (i != sample->text || parts->together)
            row[i] = cut_find(comparer, &parts->windows[i], sample->line, equal_before,
                              parts->line_end, &error);
    }
    return error;
}

static int cut_at_samples(size_t lo, size_t hi, void *ctx)
{
    struct merge_parts *parts = ctx;
    struct comparer comparer = comparer_of(parts->order);
    int error = 0;
    for (size_t cut = lo; cut < hi && !error; cut++)
        error = cut_at_sample(parts, cut + 1, &comparer);
    comparer_free(&comparer);
    return error;
}

/* Borders go up, whatever the lines are, and no part is empty. */
static void settle_borders(struct merge_parts *parts)
{
    const size_t texts = parts->texts;
    size_t part = 0;
    for (size_t from = 1; from <= parts->count; from++) {
        const char **last = &parts->borders[part * texts], **row = &parts->borders[from * texts];
        bool empty = true;
        for (size_t i = 0; i < texts; i++) {
            if (row[i] < last[i])
                row[i] = last[i];
            empty &= row[i] == last[i];
        }
        if (!empty)
            memmove(&parts->borders[++part * texts], row, texts * sizeof *row);
    }
    parts->count = part;
}

int merge_parts_cut(struct merge_parts *parts)
{
    size_t bytes = 0;
    for (size_t i = 0; i < parts->texts; i++)
        bytes += length_of(&parts->windows[i]);
    parts->count = bytes / PART_BYTES < MOST_PARTS ? bytes / PART_BYTES + 1 : MOST_PARTS;
    int error = 0;
    if (parts->count > 1)
        error = take_samples(parts, bytes);
    if (parts->count > 1 && !error)
        error = cupro_for(parts->count - 1, cut_at_samples, parts, .grain = 1);
    for (size_t i = 0; i < parts->texts; i++) {
        parts->borders[i] = parts->windows[i].begin;
        parts->borders[parts->count * parts->texts + i] = parts->windows[i].end;
    }
    if (!error)
        settle_borders(parts);
    return error;
}
