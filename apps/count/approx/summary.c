/* SPDX-License-Identifier: MIT */
/* Summaries (see summary.h). To reduce costs a pass over all counters, so a summary grows to three
 * times its size before it is done: then that is a few steps for each word that is added. */
#include "count/approx/summary.h"
#include "count/add_entries.h"

#include <cupro/error.h>

#include <stdlib.h>

#define GROWTH 3

int summary_open(struct summary *summary, size_t counters)
{
    *summary = (struct summary){.counters = counters};
    return cupro_tally_open(&summary->tally);
}

void summary_close(struct summary *summary)
{
    cupro_tally_close(summary->tally);
    *summary = (struct summary){0};
}

/* Put what is left of the first `count` entries into an empty tally. */
static int add_rest(cupro_tally *tally, cupro_tally_entry *entries, size_t count, uint64_t taken)
{
    while (count > 0 && entries[count - 1].count <= taken)
        count--;
    for (size_t i = 0; i < count; i++)
        entries[i].count -= taken;
    return add_entries(entries, count, tally);
}

/* The keys belong to the tally, so what is left is put together in another one. */
static int replace(cupro_tally *tally, cupro_tally_entry *entries, size_t count, uint64_t taken)
{
    cupro_tally *rest;
    int error = cupro_tally_open(&rest);
    if (error)
        return error;
    error = add_rest(rest, entries, count, taken);
    if (!error)
        error = cupro_tally_clear(tally);
    if (!error)
        error = cupro_tally_absorb(tally, rest);
    cupro_tally_close(rest);
    return error;
}

int summary_reduce(cupro_tally *tally, size_t counters, uint64_t *bound)
{
    size_t words, found;
    int error = cupro_tally_size(tally, &words, NULL);
    if (error || words <= counters)
        return error;
    cupro_tally_entry *entries = reallocarray(NULL, counters + 1, sizeof *entries);
    if (!entries)
        return CUPRO_ENOMEM;
    error = cupro_tally_top(tally, counters + 1, entries, &found);
    const uint64_t taken = error ? 0 : entries[counters].count;
    if (!error)
        error = replace(tally, entries, counters, taken);
    *bound += taken;
    free(entries);
    return error;
}

int summary_add(struct summary *summary, cupro_tally *tally)
{
    size_t words;
    int error = cupro_tally_size(tally, &words, NULL);
    if (!error)
        error = cupro_tally_each(tally, add_entries, summary->tally);
    summary->words += words;
    if (error || summary->words / GROWTH < summary->counters)
        return error;
    /* That was the most that they can be; now how many are there? */
    error = cupro_tally_size(summary->tally, &summary->words, NULL);
    return !error && summary->words / GROWTH >= summary->counters ? summary_finish(summary) : error;
}

int summary_finish(struct summary *summary)
{
    const int error = summary_reduce(summary->tally, summary->counters, &summary->bound);
    return error ? error : cupro_tally_size(summary->tally, &summary->words, NULL);
}
