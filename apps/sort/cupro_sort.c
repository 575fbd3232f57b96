/* SPDX-License-Identifier: MIT */
/*
 * cupro-sort: the lines of files, in order; a drop-in for GNU sort.
 *
 *     sort_options.c   what is wanted
 *     order.c          the order: a list of keys
 *     encode*.c        a line becomes a code whose bytes compare as its keys do
 *     intake.c         reading, as much as fits the memory
 *     common/input/stream.c  and decompressing
 *     block.c          coding and sorting what is in memory
 *     ties.c           lines of equal codes
 *     emit.c           lines in their order become text
 *     top.c            --top: what cannot be among the first lines goes early
 *     spill.c          what does not fit the memory goes to temporary files
 *     merge.c          which are merged: round by round,
 *     merge_parts.c      each cut into parts
 *     merge_part.c       that are merged at the same time
 *     result.c         and all that is written
 *     check.c          -c
 */
#include "sort/check.h"
#include "sort/blocks/intake.h"
#include "sort/keys/key_marks.h"
#include "sort/options/memory_budget.h"
#include "sort/runs/merge_files.h"
#include "sort/keys/order.h"
#include "sort/keys/random_salt.h"
#include "sort/result.h"
#include "sort/options/sort_options.h"
#include "sort/runs/spill.h"

#include "common/diagnostics.h"

#include <cupro.h>

#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>

const char program_name[] = "cupro-sort";

enum { STATUS_DISORDER = 1 };

static void or_fail(int error)
{
    if (error == CUPRO_ENOMEM)
        fail("memory exhausted");
    if (error < 0)
        fail_code(error);
}

static void open_order(struct order *order, struct sort_options *options)
{
    struct order_wish wish = {
        .keys = options->keys,
        .separator = options->separator,
        .reverse = options->all.reverse,
        .stable = options->stable,
        .unique = options->unique,
    };
    bool random = false;
    for (size_t i = 0; i < options->keys.count; i++)
        random |= options->keys.key[i].by.random;
    if (random)
        random_salt(&wish.salted, options->random_source);
    or_fail(order_open(order, &wish));
}

static int check(const struct sort_options *options, const struct order *order, uint64_t budget,
                 struct stats *stats, struct progress *progress)
{
    struct intake intake;
    const struct check_wish wish = {order, options->unique, options->check == CHECK_QUIET, budget};
    progress_say(progress, " read");
    intake_open(&intake, options, stats, progress);
    const bool sorted = check_input(&intake, &wish);
    intake_close(&intake);
    progress_end(progress);
    stats_end(stats, NULL);
    return sorted ? STATUS_OK : STATUS_DISORDER;
}

static int put_result(void *result, const char *text, size_t length, size_t lines)
{
    return result_lines(result, text, length, lines);
}

static void sort_or_merge(const struct sort_options *options, const struct order *order,
                          uint64_t budget, struct stats *stats, struct progress *progress)
{
    struct result *result = malloc(sizeof *result);
    or_fail(result ? 0 : CUPRO_ENOMEM);
    intake_check_names(&options->inputs);
    result_open(result, options->output, &options->inputs, options->line_end, options->top,
                progress);
    struct emission emission = {
        .unique = options->unique, .count = options->count, .put = put_result, .to = result};
    struct key_marks marks = {options, order, result, {0}, 0};
    if (options->debug) {
        emission.put = key_marks_put;
        emission.to = &marks;
    }
    const struct sort_job job = {options, order, budget, &emission, stats, progress};
    if (options->top > 0)
        or_fail(options->merge ? merge_files(&job, result) : sort_inputs(&job));
    result_close(result);
    progress_end(progress);
    stats_end(stats, result);
    buffer_free(&marks.line);
    free(result);
}

/* What is given back goes back to the system: else malloc keeps blocks of up to 32 MB for the next
 * run's, and -S is exceeded. */
static void give_memory_back(void)
{
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
    mallopt(M_TRIM_THRESHOLD, 256 << 10);
}

int main(int argc, char **argv)
{
    struct sort_options options;
    struct order order;
    give_memory_back();
    hold_standard_descriptors();
    const bool locale_found = setlocale(LC_ALL, "") != NULL;
    signal(SIGCHLD, SIG_DFL);
    sort_options_parse(&options, argc, argv);
    if (options.debug && !locale_found)
        complain("failed to set locale");
    if (options.debug)
        key_warnings(&options);
    open_order(&order, &options);
    cupro_pool *pool = pool_choice_open(&options.pool);
    const uint64_t budget = options.buffer_size ? options.buffer_size : memory_budget();
    struct stats stats;
    struct progress progress;
    int status = STATUS_OK;
    stats_begin(&stats, options.stats);
    progress_begin(&progress, options.progress);
    if (options.check != CHECK_NOTHING)
        status = check(&options, &order, budget, &stats, &progress);
    else
        sort_or_merge(&options, &order, budget, &stats, &progress);
    cupro_use(NULL);
    cupro_pool_close(pool);
    order_close(&order);
    sort_options_free(&options);
    return status;
}
