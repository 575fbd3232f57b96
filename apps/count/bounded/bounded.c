/* SPDX-License-Identifier: MIT */
/*
 * Counting in bounded memory (see bounded.h).
 *
 * Each thread has a tally, which becomes a sorted run in a temporary file when it has taken its
 * share of the memory (spilling.c). The runs are merged (spool_merge.c), and what comes out of that
 * is put into the order of the result (ranking.c), which may take temporary files again. Where
 * documents matter the keys say which one a word is of, and so what comes out of the runs is one
 * document after the other (bounded_documents.c).
 */
#include "count/bounded/bounded.h"
#include "count/bounded/bounded_documents.h"
#include "count/bounded/bounded_weights.h"
#include "count/bounded/bounded_words.h"
#include "count/count_all.h"

#include "common/files/temporary_file.h"

#include <cupro/error.h>

#include <malloc.h>
#include <string.h>

#define PROGRAM_BYTES ((size_t)12 << 20) /* code, libraries, stacks, buffers of the output */
#define THREAD_BYTES  ((size_t)4 << 20)  /* fewer are not worth a thread */
#define LEAST_BLOCK   ((size_t)64 << 10)
#define MALLOC_BYTES  16 /* that an allocation takes besides its own, about */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* What the list of names takes, which is as long as it is. */
static size_t names_bytes(const struct names *names)
{
    size_t bytes = names->room * sizeof *names->item;
    for (size_t i = 0; i < names->count; i++)
        bytes += strlen(names->item[i].path) + MALLOC_BYTES;
    return bytes;
}

static struct shares divide(uint64_t bytes, const struct document_reading *reading)
{
    const size_t all = bytes < SIZE_MAX / 2 ? (size_t)bytes : SIZE_MAX / 2;
    const size_t taken = PROGRAM_BYTES + names_bytes(reading->names);
    struct shares shares = {.merge = all > taken + THREAD_BYTES ? all - taken : THREAD_BYTES};
    shares.threads = least((size_t)cupro_threads(NULL), shares.merge / THREAD_BYTES);
    const size_t share = shares.merge / shares.threads;
    shares.block = least(reading->block, share / 12 > LEAST_BLOCK ? share / 12 : LEAST_BLOCK);
    shares.tally = tally_in(share - 3 * shares.block);
    return shares;
}

static int count(const struct document_reading *reading, const struct shares *shares,
                 struct spilling *spilling, word_sink *sink)
{
    struct feed feed;
    struct count_job job = {&feed, reading->progress, reading->plan,
                            sink,  spilling_enter,    spilling};
    feed_open(&feed, reading->names, &reading->plan->records, shares->block, shares->threads);
    feed.as_is = reading->as_is;
    const int error = count_all(&job);
    feed_close(&feed);
    return error;
}

/* -- The result -------------------------------------------------------------------------------- */

struct bounded {
    const struct document_reading *reading;
    const struct result_wish *wish;
    struct shares shares;
    const struct names *merge;
    struct saving *saving; /* or NULL: the result is printed */
    struct saved_head *head;
};

static int load_entries(cupro_tally_read *read, void *from, void *tally)
{
    return cupro_tally_load_each(read, from, spilling_add_entries, tally);
}

static int add_saved(const struct bounded *it, struct spilling *spilling)
{
    void *const to = spilling_enter_again(spilling);
    int error = to ? 0 : CUPRO_ENOMEM;
    for (size_t i = 0; i < it->merge->count && !error; i++)
        error = saved_add(it->merge->item[i].path, it->head, load_entries, to);
    return error;
}

/* What could not be read is told before the result. */
static bool is_damaged(const struct bounded *it)
{
    progress_end(it->reading->progress);
    names_complain(it->reading->names);
    return names_are_damaged(it->reading->names);
}

/* `spilling` has the words of all inputs. */
static int finish_words(struct bounded *it, struct spilling *spilling)
{
    const int error = add_saved(it, spilling);
    /* Half of a file's words would look like all of them. */
    if (is_damaged(it) || error)
        return error;
    struct saving *const saving = it->saving;
    it->saving = NULL;
    return saving ? save_words(spilling, &it->shares, saving, it->head)
                  : print_words(spilling, &it->shares, it->wish, it->head->files);
}

/* `spilling` has the words of each document. */
static int finish_documents(struct bounded *it, struct spilling *spilling)
{
    const struct bounded_documents documents = {spilling, it->reading->names, it->head->files,
                                                it->wish, &it->shares};
    struct spilling words;
    if (it->wish->kind != RESULT_FILES) {
        const bool damaged = is_damaged(it);
        if (it->wish->kind != RESULT_TF_IDF)
            return print_counts_by_document(&documents);
        return damaged ? 0 : print_weights(&documents); /* each depends on all documents */
    }
    spilling_open(&words, it->shares.directory, tally_in(it->shares.merge / 5));
    int error = count_documents(&documents, &words);
    if (!error)
        error = finish_words(it, &words);
    spilling_close(&words);
    return error;
}

int run_bounded(const struct document_reading *reading, const struct result_wish *wish,
                const struct memory_wish *memory, const struct saved_wish *saved,
                struct saved_head *head)
{
    const bool whole = wish->kind == RESULT_COUNTS;
    struct bounded it = {reading, wish, divide(memory->bytes, reading), &saved->merge, NULL, head};
    struct spilling spilling;
    /* What is released goes back to the system, also when it is not much. */
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
    mallopt(M_TRIM_THRESHOLD, 256 << 10);
    it.saving = saved->save ? saving_begin(saved->save) : NULL;
    it.shares.directory = memory->directory ? memory->directory : temporary_directory();
    spilling_open(&spilling, it.shares.directory, it.shares.tally);
    int error = count(reading, &it.shares, &spilling, whole ? spilling_add : spilling_add_named);
    head->files = documents_count(reading->names);
    if (!error)
        error = whole ? finish_words(&it, &spilling) : finish_documents(&it, &spilling);
    if (it.saving)
        saving_abandon(it.saving);
    progress_end(reading->progress);
    if (error > 0)
        spool_fail(&spilling.spool, error);
    spilling_close(&spilling);
    return error;
}
