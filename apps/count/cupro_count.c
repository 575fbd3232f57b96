/* SPDX-License-Identifier: MIT */
/*
 * cupro-count: how often each word occurs.
 *
 *     common/files/names.c   what is to be read
 *     common/input/feed.c    who reads what, and when; or, in their order,
 *     common/input/sequence.c
 *     common/input/input.c   how it is read
 *     common/input/stream.c  and decompressed
 *     words/           what words are, and what is made of them
 *     count_all.c      all threads count: the library's tally
 *     documents/       each file by itself
 *     approx/          the commonest words, in fixed memory
 *     saved/           tallies in files
 *     bounded/         the same in little memory, and temporary files
 *     results/         what is printed, and how
 */
#include "count/approx/approx.h"
#include "count/bounded/bounded.h"
#include "count/count_all.h"
#include "count/count_options.h"
#include "count/documents/matrix.h"
#include "count/results/print_listing.h"
#include "count/saved/saved.h"
#include "count/words/wish_text.h"
#include "count/words/words_options.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <stdlib.h>

const char program_name[] = "cupro-count";

static void or_fail(int error)
{
    if (error)
        fail_code(error);
}

static void gather_names(struct names *names, const struct count_options *options, int argc,
                         char **argv, int first)
{
    if (options->list)
        or_fail(names_add_list(names, options->list, &options->tree));
    else if (first == argc && options->saved.merge.count == 0)
        or_fail(names_add(names, "-", 0));
    for (int i = first; i < argc; i++)
        or_fail(names_add_tree(names, argv[i], &options->tree));
}

/* -- Counting ---------------------------------------------------------------------------------- */

static int count_keys(void *arg, size_t name, const cupro_slice *keys, size_t count)
{
    (void)name;
    return cupro_tally_add_slices(arg, keys, count);
}

static void *same_tally(void *arg)
{
    return arg;
}

static int count_together(const struct document_reading *reading, cupro_tally *tally)
{
    struct feed feed;
    struct count_job job = {&feed, reading->progress, reading->plan, count_keys, same_tally, tally};
    feed_open(&feed, reading->names, &reading->plan->records, reading->block,
              (size_t)cupro_threads(NULL));
    feed.as_is = reading->as_is;
    const int error = count_all(&job);
    feed_close(&feed);
    return error;
}

static int load_tally(cupro_tally_read *read, void *from, void *tally)
{
    return cupro_tally_load(tally, read, from);
}

static int save_tally(cupro_tally_write *write, void *to, void *tally)
{
    const int error = cupro_tally_shrink(tally);
    return error ? error : cupro_tally_save(tally, write, to);
}

/* Count what is to be read, and add what was counted before. */
static int count(const struct document_reading *reading, const struct count_options *options,
                 cupro_tally *tally, struct saved_head *head)
{
    int error;
    if (options->result.kind == RESULT_FILES) {
        error = count_frequencies(reading, tally, &head->files);
    } else {
        error = count_together(reading, tally);
        head->files = documents_count(reading->names);
    }
    for (size_t i = 0; i < options->saved.merge.count && !error; i++)
        error = saved_add(options->saved.merge.item[i].path, head, load_tally, tally);
    return error;
}

/* -- One tally --------------------------------------------------------------------------------- */

static int print(cupro_tally *tally, const struct result_wish *wish, uint64_t files)
{
    struct totals totals = {0};
    int error = totals_of(&totals, tally, wish);
    if (wish->kind == RESULT_FILES) {
        totals.files = files;
        totals.has_files = true;
        totals.has_tokens = totals.has_hapax = false;
    }
    return error ? error : print_tally(tally, wish, &totals);
}

/* Everything goes into one tally, which is then printed or saved. */
static int run_tally(const struct document_reading *reading, const struct count_options *options,
                     struct saved_head *head)
{
    struct saving *saving = options->saved.save ? saving_begin(options->saved.save) : NULL;
    cupro_tally *tally = NULL;
    int error = cupro_tally_open(&tally);
    if (!error)
        error = count(reading, options, tally, head);
    progress_end(reading->progress);
    names_complain(reading->names);
    /* Half of a file's words would look like all of them. */
    const bool printable = !error && !names_are_damaged(reading->names);
    if (saving && printable)
        saving_end(saving, head, save_tally, tally);
    else if (saving)
        saving_abandon(saving);
    else if (printable)
        error = print(tally, &options->result, head->files);
    cupro_tally_close(tally);
    return error;
}

static int run(const struct document_reading *reading, const struct count_options *options)
{
    const struct result_wish *result = &options->result;
    const bool matrix = result->kind == RESULT_PER_FILE || result->kind == RESULT_TF_IDF;
    if (result->counters)
        return print_approximate(reading, result);
    if (matrix && options->memory.bytes == 0)
        return print_matrix(reading, result);
    char *rules = word_wish_text(&options->words);
    struct saved_head head = {.counts = result->kind == RESULT_FILES ? "files" : "words",
                              .rules = rules};
    int error = CUPRO_ENOMEM;
    if (rules && options->memory.bytes > 0)
        error = run_bounded(reading, result, &options->memory, &options->saved, &head);
    else if (rules)
        error = run_tally(reading, options, &head);
    free(rules);
    return error;
}

int main(int argc, char **argv)
{
    struct count_options options;
    struct names names = {0};
    struct word_plan plan;
    struct progress progress;

    hold_standard_descriptors();
    const int first = count_options_parse(&options, argc, argv);
    cupro_pool *pool = pool_choice_open(&options.pool);
    gather_names(&names, &options, argc, argv, first);

    or_fail(word_plan_open(&plan, &options.words));
    progress_begin(&progress, options.progress);
    const struct document_reading reading = {.names = &names,
                                             .plan = &plan,
                                             .block = options.block,
                                             .as_is = options.as_is,
                                             .progress = &progress};
    const int error = run(&reading, &options);
    progress_end(&progress);
    or_fail(error);
    word_plan_close(&plan);
    cupro_use(NULL);
    cupro_pool_close(pool);

    const bool unreadable = names_complain(&names);
    const bool damaged = names_are_damaged(&names);
    names_free(&names);
    names_free(&options.saved.merge);
    tree_choice_free(&options.tree);
    words_options_free(&options.words);
    return damaged ? STATUS_TROUBLE : (unreadable ? STATUS_UNREADABLE : STATUS_OK);
}
