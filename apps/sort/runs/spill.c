/* SPDX-License-Identifier: MIT */
/*
 * Sorting inputs (see spill.h): as much as fits the memory is read, sorted and put aside as a run,
 * and the runs are merged (Knuth, The Art of Computer Programming 3, 5.4). Each of the steps takes
 * all threads.
 */
#include "sort/runs/spill.h"
#include "sort/blocks/intake.h"
#include "sort/runs/run_list.h"
#include "sort/blocks/top.h"

#include <string.h>

#define OTHER_BYTES ((uint64_t)20 << 20)

/* The first lines of the input, which stay first. Returns their length. */
static size_t emit_header(const struct sort_job *job, const struct intake *intake)
{
    const char *text = intake->area.bytes, *at = text, *const end = text + intake->whole;
    uint64_t lines = 0;
    for (; lines < job->options->header && at < end; lines++)
        at = (const char *)memchr(at, job->options->line_end, (size_t)(end - at)) + 1;
    if (lines > 0)
        job->emission->put(job->emission->to, text, (size_t)(at - text), (size_t)lines);
    return (size_t)(at - text);
}

/* Sort what is in memory, and put it aside. */
static int put_aside(struct run_list *runs, const struct sort_job *job, const cupro_slice *text,
                     struct temporary_store *store)
{
    struct block block;
    struct temporary_run run;
    int error = block_sort(&block, job->order, text->begin, text->length, job->options->line_end);
    if (!error) {
        temporary_begin(&run, store);
        const struct emission emission = run_emission(job, &run);
        error = emit_block(&block, &emission);
    }
    block_free(&block);
    if (error)
        return error;
    const struct run_source source = temporary_end(&run);
    return run_list_add(runs, &source);
}

/* All that there is fits the memory. */
static int sort_at_once(const struct sort_job *job, const cupro_slice *text)
{
    struct block block;
    int error = block_sort(&block, job->order, text->begin, text->length, job->options->line_end);
    progress_restart(job->progress, " written");
    if (!error)
        error = emit_block(&block, job->emission);
    block_free(&block);
    return error;
}

/* What is left for lines: sorting marks the line ends, an eighth of the text, and the program and
 * its threads want some megabytes. */
static uint64_t budget_for_lines(uint64_t budget)
{
    const uint64_t other = budget / 4 < OTHER_BYTES ? budget / 4 : OTHER_BYTES;
    return (budget - other) / 8 * 7;
}

/* Sort the inputs part by part. Where few lines are wanted the first part is what is left of many
 * when these have been found. */
static int sort_parts(const struct sort_job *job, struct intake *intake,
                      struct temporary_store *store)
{
    const size_t cost = block_cost(job->order);
    const uint64_t budget = budget_for_lines(job->budget);
    const bool top = top_is_possible(job);
    struct run_list runs = {0};
    struct area kept = {0};
    int error = 0;
    bool more =
        top ? intake_fill(intake, top_block_bytes(job), 0) : intake_fill(intake, budget, cost);
    for (bool first = true; more && !error; first = false) {
        const size_t header = first ? emit_header(job, intake) : 0;
        cupro_slice text = {intake->area.bytes + header, intake->whole - header};
        if (first && top) {
            error = top_keep(job, intake, header, &kept);
            text = (cupro_slice){kept.bytes, kept.used};
        }
        progress_say(job->progress, " read, sorting");
        if (!error && first && intake_is_empty(intake)) {
            error = sort_at_once(job, &text);
            break;
        }
        if (!error)
            error = put_aside(&runs, job, &text, store);
        area_free(&kept);
        progress_say(job->progress, " read");
        more = !error && intake_fill(intake, budget, cost);
    }
    area_free(&kept);
    area_free(&intake->area);
    job->stats->runs = runs.count;
    if (!error && runs.count > 0)
        error = run_list_finish(&runs, job, store);
    return error;
}

int sort_inputs(const struct sort_job *job)
{
    const struct sort_options *options = job->options;
    struct temporary_store store;
    struct intake intake;
    int error =
        temporary_open(&store, options->temporary, options->temporaries, options->compress_program);
    if (error)
        return error;
    progress_say(job->progress, " read");
    intake_open(&intake, options, job->stats, job->progress);
    error = sort_parts(job, &intake, &store);
    intake_close(&intake);
    temporary_close(&store);
    return error;
}
