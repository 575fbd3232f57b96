/* SPDX-License-Identifier: MIT */
/* Printing and saving words (see bounded_words.h). */
#include "count/bounded/bounded_words.h"
#include "count/bounded/bounded_print.h"
#include "count/bounded/spool_copy.h"
#include "count/results/print_listing.h"

#include <cupro/error.h>

/* -- Printing ---------------------------------------------------------------------------------- */

struct words_printing {
    struct bounded_print print;
    struct totals totals;
};

/* Of what is counted in files, nothing is known but how many words and how many files there are. */
static void note_files(struct totals *totals, const struct result_wish *wish, uint64_t files)
{
    if (wish->kind != RESULT_FILES)
        return;
    totals->files = files;
    totals->has_files = true;
    totals->has_tokens = totals->has_hapax = false;
}

static int print_word(void *arg, const cupro_tally_entry *entry)
{
    struct words_printing *const printing = arg;
    const struct result_wish *wish = printing->print.wish;
    totals_add(&printing->totals, entry->count);
    if (entry->count < wish->least || entry->count > wish->most)
        return 0;
    return bounded_print_put(&printing->print, entry);
}

static int print_runs(struct spilling *spilling, const struct shares *shares,
                      const struct result_wish *wish, uint64_t files)
{
    struct words_printing printing = {
        .totals = {.has_tokens = true, .has_types = true, .has_hapax = true}};
    int error = bounded_print_open(&printing.print, wish, shares->merge / 3 * 2, shares->directory);
    if (!error)
        error = spilling_hand_out(spilling, shares->merge / 4, print_word, &printing);
    if (!error)
        error = bounded_print_end_list(&printing.print);
    note_files(&printing.totals, wish, files);
    if (!error)
        bounded_print_close(&printing.print, &printing.totals);
    bounded_print_free(&printing.print);
    return error;
}

int print_words(struct spilling *spilling, const struct shares *shares,
                const struct result_wish *wish, uint64_t files)
{
    struct totals totals = {0};
    cupro_tally *tally;
    if (spilling->spool.count > 0)
        return print_runs(spilling, shares, wish, files);
    int error = spilling_gather(spilling, &tally);
    if (!error)
        error = totals_of(&totals, tally, wish);
    note_files(&totals, wish, files);
    return error ? error : print_tally(tally, wish, &totals);
}

/* -- Saving ------------------------------------------------------------------------------------ */

/* The file begins with sums, so all runs become one first. */
struct words_saving {
    struct spool_copy copy;
    cupro_tally *tally; /* of those that are in memory */
};

static int next_word(cupro_tally_entry *entry, void *from)
{
    struct words_saving *const saving = from;
    const int error = spool_copy_next(&saving->copy, entry);
    if (error)
        spool_fail(&saving->copy.spool, error);
    return 0;
}

static int write_words(cupro_tally_write *write, void *to, void *arg)
{
    struct words_saving *const saving = arg;
    if (saving->tally)
        return cupro_tally_save(saving->tally, write, to);
    return cupro_tally_save_sorted(saving->copy.entries, saving->copy.total, next_word, saving,
                                   write, to);
}

int save_words(struct spilling *spilling, const struct shares *shares, struct saving *saving,
               const struct saved_head *head)
{
    struct words_saving words = {.tally = NULL};
    int error = 0;
    spool_copy_open(&words.copy, shares->directory);
    if (spilling->spool.count == 0) {
        error = spilling_gather(spilling, &words.tally);
    } else {
        error = spool_copy_begin(&words.copy);
        if (!error)
            error = spilling_hand_out(spilling, shares->merge / 2, spool_copy_put, &words.copy);
        error = spool_copy_end(&words.copy, error);
    }
    if (!error)
        saving_end(saving, head, write_words, &words);
    else
        saving_abandon(saving);
    spool_copy_close(&words.copy);
    return error;
}
