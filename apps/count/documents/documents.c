/* SPDX-License-Identifier: MIT */
/*
 * Reading documents (see documents.h): a pipeline whose items are the batches of a sequence.
 *
 * The first stage counts what an item brings into its document's tally, to which all threads add
 * without locks. A stage that takes the items in order does nothing but that: what has passed it
 * has been counted, and so has all that came before; so behind it a document's last item finds the
 * tally complete. Documents of one item, and those are nearly all where there are many, are
 * finished where they were counted, with their words still in the cache.
 *
 * Tallies are cleared and used again.
 */
#include "count/documents/documents.h"
#include "count/words/word_source.h"

#include "common/input/sequence.h"

#include <cupro/error.h>
#include <cupro/pipeline.h>

#include <stdlib.h>
#include <string.h>

#define MOST_TOGETHER 1024 /* small files that are a part */

struct document {
    struct document *next_free, *next;
    cupro_tally *tally;
};

struct page {
    struct batch batch;
    bool begins, ends; /* what is counted by itself */
    struct document *document;
    struct draft draft;
    struct word_source source;
};

struct reading {
    const struct document_reading *wish;
    struct sequence sequence;
    struct document *current; /* the source's */
    pthread_mutex_t lock;     /* guards: */
    struct document *free, *all;
};

/* -- Documents --------------------------------------------------------------------------------- */

static struct document *document_make(void)
{
    struct document *document = calloc(1, sizeof *document);
    if (document && cupro_tally_open(&document->tally)) {
        free(document);
        return NULL;
    }
    return document;
}

/* A free one, or a new one; NULL: there is no memory. */
static struct document *document_take(struct reading *reading)
{
    pthread_mutex_lock(&reading->lock);
    struct document *document = reading->free;
    if (document) {
        reading->free = document->next_free;
    } else if ((document = document_make())) {
        document->next = reading->all;
        reading->all = document;
    }
    pthread_mutex_unlock(&reading->lock);
    return document;
}

static int document_release(struct reading *reading, struct document *document)
{
    const int error = cupro_tally_clear(document->tally);
    pthread_mutex_lock(&reading->lock);
    document->next_free = reading->free;
    reading->free = document;
    pthread_mutex_unlock(&reading->lock);
    return error;
}

static void documents_free(struct document *document)
{
    while (document) {
        struct document *next = document->next;
        cupro_tally_close(document->tally);
        free(document);
        document = next;
    }
}

/* -- Stages ------------------------------------------------------------------------------------ */

/* What comes behind a failure is not read any more, so others must not wait for it. */
static int report(struct reading *reading, int error)
{
    if (error)
        sequence_fail(&reading->sequence, error);
    return error;
}

static int next_page(void *item, bool *end, void *ctx)
{
    struct page *page = item;
    struct reading *reading = ctx;
    int error = sequence_next(&reading->sequence, &page->batch, end);
    if (error || *end)
        return report(reading, error);
    page->begins = reading->wish->parts || page->batch.begins;
    page->ends = reading->wish->parts || page->batch.ends;
    if (page->begins)
        reading->current = document_take(reading);
    page->document = reading->current;
    page->draft.used = 0;
    return report(reading, page->document ? 0 : CUPRO_ENOMEM);
}

static int count_keys(void *arg, size_t name, const cupro_slice *keys, size_t count)
{
    (void)name;
    return cupro_tally_add_slices(arg, keys, count);
}

struct page_reading {
    struct page *page;
    struct reading *reading;
};

static int count_text(const struct text *text, void *arg)
{
    struct page_reading *it = arg;
    const int error = word_source_add(&it->page->source, text);
    progress_add(it->reading->wish->progress, text->length);
    return error;
}

static bool is_lost(const struct document_reading *wish, size_t name)
{
    return !wish->parts && wish->names->item[name].error;
}

static int finish(struct page *page, struct reading *reading)
{
    const struct document_reading *wish = reading->wish;
    const size_t name = page->batch.name;
    if (is_lost(wish, name))
        return 0;
    /* What lies across parts belongs to none of them. */
    int error = 0;
    if (!wish->parts)
        error = word_plan_finish(wish->plan, name, count_keys, page->document->tally);
    if (!error)
        error = wish->finish(wish->arg, name, page->document->tally, &page->draft);
    return !error && page->draft.failed ? CUPRO_ENOMEM : error;
}

static bool is_whole(const struct page *page)
{
    return page->begins && page->ends;
}

static int count_page(void *item, void *ctx)
{
    struct page_reading it = {item, ctx};
    struct page *page = item;
    word_source_open(&page->source, it.reading->wish->plan, count_keys, page->document->tally);
    int error = batch_read(&it.reading->sequence, &page->batch, count_text, &it);
    word_source_close(&page->source);
    if (!error && is_whole(page))
        error = finish(page, it.reading);
    return report(it.reading, error);
}

static int wait_for_turn(void *item, void *ctx)
{
    (void)item;
    (void)ctx;
    return 0;
}

static int finish_document(void *item, void *ctx)
{
    struct page *page = item;
    return report(ctx, page->ends && !is_whole(page) ? finish(page, ctx) : 0);
}

static int pass_on(void *item, void *ctx)
{
    struct page *page = item;
    struct reading *reading = ctx;
    const struct document_reading *wish = reading->wish;
    if (!page->ends)
        return 0;
    struct document *document = page->document;
    int error = 0;
    if (wish->pass && !is_lost(wish, page->batch.name))
        error = wish->pass(wish->arg, page->batch.name, document->tally, &page->draft);
    return report(reading, error ? error : document_release(reading, document));
}

static void drop_page(void *item, void *ctx)
{
    struct page *page = item;
    struct reading *reading = ctx;
    batch_free(&reading->sequence, &page->batch);
    draft_free(&page->draft);
}

uint64_t documents_count(const struct names *names)
{
    uint64_t count = 0;
    bool standard = false;
    for (size_t i = 0; i < names->count; i++) {
        const bool is_standard = strcmp(names->item[i].path, "-") == 0;
        count += names->item[i].error == 0 && !(is_standard && standard);
        standard |= is_standard;
    }
    return count;
}

int documents_read(const struct document_reading *wish)
{
    static const cupro_pipeline_parts parts = {.abi = CUPRO_ABI,
                                               .item_size = sizeof(struct page),
                                               .source = next_page,
                                               .stage = {{count_page, CUPRO_PARALLEL},
                                                         {wait_for_turn, CUPRO_SERIAL},
                                                         {finish_document, CUPRO_PARALLEL}},
                                               .sink = pass_on,
                                               .drop = drop_page};
    struct reading reading = {.wish = wish};
    sequence_open(&reading.sequence, wish->names, &wish->plan->records, wish->block,
                  wish->parts ? MOST_TOGETHER : 1);
    reading.sequence.as_is = wish->as_is;
    pthread_mutex_init(&reading.lock, NULL);
    const int error = cupro_pipeline_run(&parts, &reading);
    documents_free(reading.all);
    pthread_mutex_destroy(&reading.lock);
    sequence_close(&reading.sequence);
    return error;
}
