/* SPDX-License-Identifier: MIT */
/*
 * Summaries (see summary.h). To reduce costs a pass over all words, so a summary grows to three
 * times its size before that is done: then it is a few steps for each word that is added.
 *
 * Adding is absorbing: no word moves before it is asked how many there are.
 */
#include "count/approx/summary.h"
#include "count/entries.h"

#include <cupro/error.h>
#include <cupro/select.h>

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

/* The count of the (k + 1)-st commonest entry of more. */
static int count_behind(const cupro_tally_entry *entries, size_t count, size_t k, uint64_t *found)
{
    uint64_t *counts = reallocarray(NULL, count, sizeof *counts);
    if (!counts)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < count; i++)
        counts[i] = entries[i].count;
    const int error = cupro_nth(counts, count, count - 1 - k);
    *found = counts[count - 1 - k];
    free(counts);
    return error;
}

/* The keys belong to the tally, so what is left is put together in another one. */
static int take_away(cupro_tally *tally, const cupro_tally_entry *entries, size_t count,
                     uint64_t taken)
{
    cupro_tally *rest;
    int error = cupro_tally_open(&rest);
    if (error)
        return error;
    error = entries_add_rest(rest, entries, count, taken);
    if (!error)
        error = cupro_tally_clear(tally);
    if (!error)
        error = cupro_tally_absorb(tally, rest);
    cupro_tally_close(rest);
    return error;
}

int summary_reduce(cupro_tally *tally, size_t counters, uint64_t *bound)
{
    cupro_tally_entry *entries;
    size_t words;
    uint64_t taken = 0;
    int error = cupro_tally_size(tally, &words, NULL);
    if (error || words <= counters)
        return error;
    error = entries_copy(tally, &entries, &words);
    if (!error)
        error = count_behind(entries, words, counters, &taken);
    if (!error)
        error = take_away(tally, entries, words, taken);
    free(entries);
    *bound += taken;
    return error;
}

int summary_add(struct summary *summary, cupro_tally *tally)
{
    size_t words;
    int error = cupro_tally_size(tally, &words, NULL);
    if (!error)
        error = cupro_tally_absorb(summary->tally, tally);
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
