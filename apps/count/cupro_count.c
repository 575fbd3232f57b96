/* SPDX-License-Identifier: MIT */
/*
 * cupro-count: how often each word occurs.
 *
 *     common/names.c   what is to be read
 *     common/feed.c    who reads what, and when
 *     common/input.c   how it is read
 *     common/stream.c  and decompressed
 *     words/           what words are, and what is made of them
 *     counter.c        a thread counts words in a table of its own
 *     tally.c          all threads do
 *     word_merge.c     their tables become one list
 *     word_sort.c      which is put in order
 *     report.c         and printed
 */
#include "count/count_options.h"
#include "count/report.h"
#include "count/word_order.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

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
    else if (first == argc)
        or_fail(names_add(names, "-", 0));
    for (int i = first; i < argc; i++)
        or_fail(names_add_tree(names, argv[i], &options->tree));
}

/* Count everything that the names stand for. */
static void count_words(struct tally *tally, struct names *names,
                        const struct count_options *options)
{
    struct word_plan plan;
    struct feed feed;
    struct progress progress;
    or_fail(word_plan_open(&plan, &options->words));
    struct tally_job job = {
        .feed = &feed,
        .progress = &progress,
        .plan = &plan,
        .key = hash_key_draw(),
    };
    feed_open(&feed, names, &plan.records, options->block, (size_t)cupro_threads(NULL));
    feed.as_is = options->as_is;
    progress_begin(&progress, options->progress);
    const int error = tally_count(tally, &job);
    progress_end(&progress);
    feed_close(&feed);
    word_plan_close(&plan);
    or_fail(error);
}

int main(int argc, char **argv)
{
    struct count_options options;
    struct names names = {0};
    struct tally tally;
    struct word_list list;

    hold_standard_descriptors();
    const int first = count_options_parse(&options, argc, argv);
    cupro_pool *pool = pool_choice_open(&options.pool);
    gather_names(&names, &options, argc, argv, first);

    count_words(&tally, &names, &options);
    or_fail(merge_tally(&list, &tally, &options.wish));
    or_fail(words_sort(list.words, list.count));
    cupro_use(NULL);
    cupro_pool_close(pool);

    const bool unreadable = names_complain(&names);
    /* Half of a file's words would look like all of them. */
    const bool damaged = names_are_damaged(&names);
    if (!damaged)
        report(&list, &options);
    word_list_free(&list);
    tally_free(&tally);
    names_free(&names);
    return damaged ? STATUS_TROUBLE : (unreadable ? STATUS_UNREADABLE : STATUS_OK);
}
