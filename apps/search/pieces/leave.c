/* SPDX-License-Identifier: MIT */
/* Items leave in their order (see leave.h): here, on one thread at a time, everything is put
 * together that depends on what came before. */
#include "search/pieces/leave.h"
#include "search/output/json.h"
#include "search/output/line_head.h"
#include "search/pieces/item.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

static void write_draft(struct job *job, struct draft *draft)
{
    output_bytes(&job->out, draft->buffer.bytes, draft->used);
    draft_free(draft);
}

/* A group of lines begins, and there may have been one before it in another file. */
static void write_separator(struct job *job)
{
    struct draft draft = {0};
    line_head_group(job, &draft);
    write_draft(job, &draft);
}

static void write_beginning(struct job *job, struct file *file)
{
    struct draft draft = {0};
    json_begin(file, &draft);
    file->findings.printed += draft.used;
    file->begun = true;
    write_draft(job, &draft);
}

/* The part of a page up to a place. */
static void write_part(struct job *job, const struct draft *draft, size_t from, size_t to)
{
    if (to > from)
        output_bytes(&job->out, draft->buffer.bytes + from, to - from);
}

/* Text and messages, each in its place. */
static void write_page(struct job *job, struct page *page)
{
    size_t at = 0;
    for (size_t i = 0; i < page->notes; i++) {
        write_part(job, &page->draft, at, page->note[i].at);
        at = page->note[i].at;
        output_flush(&job->out);
        complain("%s", page->note[i].text);
    }
    write_part(job, &page->draft, at, page->draft.used);
    if (page->draft.failed)
        job_note_error(job, CUPRO_ENOMEM);
    page_clear(page);
}

/* A piece's part of what its file amounts to. */
static void settle_piece(struct job *job, struct item *item)
{
    struct file *file = item->file;
    if (item->error && !file->failed)
        item_complain(job, item, file->name, item->error);
    file->failed |= item->error != 0;
    findings_add(&file->findings, &item->findings);
    /* Then nothing behind it is looked at, not even the file's end. */
    item->matched = job->options->quiet && item->findings.selected > 0;
}

static void settle_file(struct job *job, struct item *item)
{
    struct file *file = item->file;
    file->findings.binary |= file->binary_head;
    item->matched |= file_finish(job, &item->totals, file, &file->findings, &item->page);
}

static void totals_join(struct totals *all, struct totals *part)
{
    all->files += part->files;
    all->files_selected += part->files_selected;
    all->selected += part->selected;
    all->matches += part->matches;
    all->searched += part->searched;
    all->printed += part->printed;
    *part = (struct totals){0};
}

bool item_leaves(struct ordered_item *head, void *ctx)
{
    struct job *job = ctx;
    struct item *item = (struct item *)head;
    const bool done = head->state == ORDERED_DONE;
    const bool dropped = item->kind == ITEM_PIECE && item->file->failed;
    if (dropped)
        page_clear(&item->page);
    else if (done && item->kind == ITEM_PIECE)
        settle_piece(job, item);
    else if (done && item->kind == ITEM_FILE)
        settle_file(job, item);
    if (item->opens_group && !item->left && job->used)
        write_separator(job);
    if (item->begins_file && !item->left && !item->file->begun)
        write_beginning(job, item->file);
    item->left = true;
    job->used |= item->used;
    job->matched |= item->matched;
    totals_join(&job->totals, &item->totals);
    job->troubled |= item->troubled | item->fatal;
    job->fatal |= item->fatal;
    const bool wrote = item->page.draft.used > 0;
    write_page(job, &item->page);
    if (wrote && job->flushes)
        output_flush(&job->out);
    return !job->fatal && !job->out.error && !atomic_load(&job->error) &&
           !(job->options->quiet && job->matched);
}
