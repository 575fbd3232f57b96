/* SPDX-License-Identifier: MIT */
/* Items leave in their order (see leave.h): here, on one thread at a time, everything is put
 * together that depends on what came before. */
#include "search/pieces/leave.h"
#include "search/output/line_head.h"
#include "search/pieces/item.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

/* A group of lines begins, and there may have been one before it in another file. */
static void write_separator(struct job *job)
{
    const char *color = job->options->colors.on ? job->options->colors.separator : "";
    struct draft draft = {0};
    color_begin(job, &draft, color);
    draft_text(&draft, job->options->separator);
    color_end(job, &draft, color);
    draft_byte(&draft, '\n');
    output_bytes(&job->out, draft.buffer.bytes, draft.used);
    draft_free(&draft);
}

/* Text and messages, each in its place. */
static void write_page(struct job *job, struct page *page)
{
    size_t at = 0;
    for (size_t i = 0; i < page->notes; i++) {
        const struct note *note = &page->note[i];
        output_bytes(&job->out, page->draft.buffer.bytes + at, note->at - at);
        at = note->at;
        output_flush(&job->out);
        complain("%s", note->text);
    }
    output_bytes(&job->out, page->draft.buffer.bytes + at, page->draft.used - at);
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
}

static void settle_file(struct job *job, struct item *item)
{
    struct file *file = item->file;
    file->findings.binary |= file->binary_head;
    item->matched |= file_finish(job, file, &file->findings, &item->page);
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
    item->left = true;
    job->used |= item->used;
    job->matched |= item->matched;
    job->troubled |= item->troubled | item->fatal;
    job->fatal |= item->fatal;
    const bool wrote = item->page.draft.used > 0;
    write_page(job, &item->page);
    if (wrote && job->flushes)
        output_flush(&job->out);
    return !job->fatal && !job->out.error && !atomic_load(&job->error) &&
           !(job->options->quiet && job->matched);
}
