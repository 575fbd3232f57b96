/* SPDX-License-Identifier: MIT */
/*
 * Counting in bounded memory (see bounded.h).
 *
 * Each thread has a tally, which becomes a sorted run in a temporary file when it has taken its
 * share of the memory (spilling.c). The runs are merged (spool_merge.c), and what comes out of that
 * is put into the order of the result (ordering.c), which may take temporary files again.
 *
 * How large may a tally be? Its table may be about to grow to twice its size, with three quarters
 * of its slots used; then a list of its keys takes as much again while it is sorted: 3.5 times its
 * size is what it may come to.
 */
#include "count/bounded/bounded.h"
#include "count/bounded/ordering.h"
#include "count/bounded/spilling.h"
#include "count/count_all.h"
#include "count/results/listing.h"
#include "count/results/print_listing.h"

#include "common/temporary_file.h"

#include <cupro/error.h>

#include <malloc.h>

#define PROGRAM_BYTES ((size_t)12 << 20) /* code, libraries, stacks, buffers of the output */
#define THREAD_BYTES  ((size_t)4 << 20)  /* fewer are not worth a thread */
#define LEAST_BLOCK   ((size_t)64 << 10)

/* How the memory is divided. */
struct shares {
    size_t threads;
    size_t block; /* bytes that are read at a time */
    size_t tally; /* bytes of a thread's */
    size_t merge; /* bytes for what happens afterwards */
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static struct shares divide(uint64_t bytes, size_t block)
{
    const size_t all = bytes < SIZE_MAX / 2 ? (size_t)bytes : SIZE_MAX / 2;
    struct shares shares = {.merge = all - PROGRAM_BYTES};
    shares.threads = least((size_t)cupro_threads(NULL), shares.merge / THREAD_BYTES);
    shares.threads = shares.threads > 0 ? shares.threads : 1;
    const size_t share = shares.merge / shares.threads;
    shares.block = least(block, share / 12 > LEAST_BLOCK ? share / 12 : LEAST_BLOCK);
    shares.tally = (share - 3 * shares.block) * 2 / 7;
    return shares;
}

/* -- The result -------------------------------------------------------------------------------- */

static bool commoner(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    return a->count != b->count ? a->count > b->count : entry_is_before(a, b);
}

static bool rarer(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    return commoner(b, a);
}

static bool key_is_behind(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    return entry_is_before(b, a);
}

static entry_order *order_of(const struct result_wish *wish)
{
    if (wish->order == ORDER_WORD)
        return wish->reverse ? key_is_behind : key_is_before;
    return wish->reverse ? rarer : commoner;
}

struct result {
    const struct result_wish *wish;
    struct totals totals;
    struct printer printer;
    struct draft draft;
    bool selects; /* the commonest are chosen first */
    bool sorts;   /* they are put in another order than that of the choice, or of the runs */
    struct ordering choice, order;
};

static int result_open(struct result *result, const struct result_wish *wish, size_t memory,
                       const char *directory)
{
    entry_order *const order = order_of(wish);
    const bool limited = wish->top < UINT64_MAX;
    *result = (struct result){
        .wish = wish,
        .selects = limited && order != commoner,
        .sorts = order != key_is_before || limited,
        .totals = {.has_tokens = true, .has_types = true, .has_hapax = true},
    };
    int error = result->selects
                    ? ordering_open(&result->choice, commoner, wish->top, memory, directory)
                    : 0;
    if (result->sorts && !error)
        error = ordering_open(&result->order, order, result->selects ? UINT64_MAX : wish->top,
                              memory, directory);
    printer_open(&result->printer, wish);
    return error;
}

static void result_close(struct result *result)
{
    if (result->selects)
        ordering_close(&result->choice);
    if (result->sorts)
        ordering_close(&result->order);
    draft_free(&result->draft);
}

static int print_entry(void *arg, const cupro_tally_entry *entry)
{
    struct result *const result = arg;
    struct draft *const draft = &result->draft;
    const struct row row = {.word = entry->key, .count = entry->count};
    row_put(draft, &result->printer.shape, &row);
    if (draft->used >= LEAST_BLOCK && !draft->failed) {
        printer_put(&result->printer, draft);
        draft->used = 0;
    }
    return draft->failed ? CUPRO_ENOMEM : 0;
}

static int put_in_order(void *arg, const cupro_tally_entry *entry)
{
    struct result *const result = arg;
    return result->sorts ? ordering_put(&result->order, entry) : print_entry(result, entry);
}

static int take_entry(void *arg, const cupro_tally_entry *entry)
{
    struct result *const result = arg;
    struct totals *const totals = &result->totals;
    const uint64_t tokens = totals->tokens + entry->count;
    totals->tokens = tokens >= entry->count ? tokens : UINT64_MAX;
    totals->types++;
    totals->hapax += entry->count == 1;
    if (entry->count < result->wish->least || entry->count > result->wish->most)
        return 0;
    return result->selects ? ordering_put(&result->choice, entry) : put_in_order(result, entry);
}

static int print_runs(struct spool *spool, const struct result_wish *wish, size_t memory)
{
    struct result result;
    int error = result_open(&result, wish, memory / 3 * 2, spool->directory);
    if (!error)
        error = spool_merge(spool, key_is_before, true, memory / 4, take_entry, &result);
    if (!error && result.selects)
        error = ordering_hand_out(&result.choice, put_in_order, &result);
    if (!error && result.sorts)
        error = ordering_hand_out(&result.order, print_entry, &result);
    if (!error) {
        printer_put(&result.printer, &result.draft);
        printer_close(&result.printer, &result.totals);
    }
    result_close(&result);
    return error;
}

/* -- All of it --------------------------------------------------------------------------------- */

static int print_all(struct spool *spool, cupro_tally *tally, const struct result_wish *wish,
                     const struct shares *shares)
{
    struct totals totals = {0};
    if (spool->count > 0)
        return print_runs(spool, wish, shares->merge);
    const int error = totals_of(&totals, tally, wish);
    return error ? error : print_tally(tally, wish, &totals);
}

static int count(const struct document_reading *reading, struct spool *spool, cupro_tally *tally,
                 const struct shares *shares)
{
    struct feed feed;
    struct spilling spilling;
    spilling_open(&spilling, spool, shares->tally);
    struct count_job job = {&feed,        reading->progress, reading->plan,
                            spilling_add, spilling_enter,    &spilling};
    feed_open(&feed, reading->names, &reading->plan->records, shares->block, shares->threads);
    feed.as_is = reading->as_is;
    int error = count_all(&job);
    feed_close(&feed);
    if (!error)
        error = spilling_finish(&spilling, tally);
    spilling_close(&spilling);
    return error;
}

int print_bounded(const struct document_reading *reading, const struct result_wish *wish,
                  const struct memory_wish *memory)
{
    const struct shares shares = divide(memory->bytes, reading->block);
    struct spool spool;
    cupro_tally *tally;
    /* What is released goes back to the system, also when it is not much. */
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
    mallopt(M_TRIM_THRESHOLD, 256 << 10);
    int error = cupro_tally_open(&tally);
    if (error)
        return error;
    spool_open(&spool, memory->directory ? memory->directory : temporary_directory());
    error = count(reading, &spool, tally, &shares);
    progress_end(reading->progress);
    names_complain(reading->names);
    if (!error && !names_are_damaged(reading->names))
        error = print_all(&spool, tally, wish, &shares);
    if (error > 0)
        spool_fail(&spool, error);
    spool_close(&spool);
    cupro_tally_close(tally);
    return error;
}
