/* SPDX-License-Identifier: MIT */
/* The work of all threads (see job.h). */
#include "search/job.h"
#include "search/output/substitution.h"
#include "search/pieces/cut.h"
#include "search/pieces/folder_items.h"
#include "search/pieces/leave.h"
#include "search/pieces/openings.h"

#include <cupro/error.h>
#include <cupro/loop.h>
#include <cupro/pool.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Bytes of results that wait for their turn, at most, but for one item a thread. */
#define MOST_HELD ((size_t)32 << 20)

static struct ordered_item *split(struct ordered_item *head, void *ctx)
{
    struct item *item = (struct item *)head;
    struct item *part = NULL;
    if (item->kind == ITEM_OPERANDS)
        part = operands_split(ctx, item);
    else if (item->kind == ITEM_FOLDER)
        part = folder_split(ctx, item);
    else if (item->kind == ITEM_FILE)
        part = file_split(ctx, item);
    return part ? &part->head : NULL;
}

static void drop(struct ordered_item *head, void *ctx)
{
    (void)ctx;
    item_free((struct item *)head);
}

static const struct ordered_calls calls = {split, item_leaves, drop};

static void run_item(struct worker *worker, struct item *item)
{
    switch (item->kind) {
    case ITEM_OPERANDS:
        ordered_done(&worker->job->ordered, &item->head);
        break;
    case ITEM_NAMES:
        names_run(worker, item);
        break;
    case ITEM_FOLDER:
        folder_run(worker, item);
        break;
    case ITEM_FILE:
        file_run(worker, item);
        break;
    case ITEM_PIECE:
        piece_run(worker, item);
        break;
    }
}

static bool open_worker(struct worker *worker)
{
    const struct job *job = worker->job;
    worker->searcher = searcher_new(job->matcher);
    if (job->substitution)
        worker->replacer = replacer_new(job->substitution);
    return worker->searcher && (worker->replacer || !job->substitution);
}

static void work(struct job *job)
{
    struct worker worker = {.job = job};
    struct ordered_item *head = ordered_take(&job->ordered);
    const bool ready = head && open_worker(&worker);
    if (head && !ready)
        job_stop(job, CUPRO_ENOMEM);
    while (head && ready) {
        if (atomic_load(&job->error))
            ordered_stop(&job->ordered);
        run_item(&worker, (struct item *)head);
        head = ordered_take(&job->ordered);
    }
    searcher_free(worker.searcher);
    replacer_free(worker.replacer);
    buffer_free(&worker.buffer);
    free(worker.picked);
}

static int work_body(size_t lo, size_t hi, void *ctx)
{
    for (; lo < hi; lo++)
        work(ctx);
    return 0;
}

/* A small file is searched before a second thread has begun. */
static size_t threads_of_use(const struct job *job)
{
    const struct search_options *options = job->options;
    struct stat status;
    const char *path = options->input_count == 1 ? options->inputs[0] : "-";
    const bool standard = strcmp(path, "-") == 0;
    const int threads = cupro_threads(NULL);
    if (options->input_count > 1 || (standard ? fstat(0, &status) : stat(path, &status)) < 0 ||
        !S_ISREG(status.st_mode) || (uint64_t)status.st_size > options->piece)
        return threads > 0 ? (size_t)threads : 1;
    return 1;
}

void job_run(struct job *job)
{
    const struct search_options *options = job->options;
    ordered_open(&job->ordered, &calls, MOST_HELD, job);
    const size_t threads = descriptors_open(&job->descriptors, threads_of_use(job));
    struct item *operands = item_new(job, ITEM_OPERANDS);
    if (operands) {
        operands->last = options->input_count > 0 ? options->input_count : 1;
        operands->head.splits = true;
        ordered_add(&job->ordered, &operands->head);
        const int error =
            threads > 1 ? cupro_for(threads, work_body, job, .grain = 1) : work_body(0, 1, job);
        if (error)
            job_note_error(job, error);
    }
    ordered_close(&job->ordered);
    descriptors_close(&job->descriptors);
}
