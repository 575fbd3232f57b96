/* SPDX-License-Identifier: MIT */
/* Items (see item.h). */
#include "search/pieces/item.h"
#include "search/pieces/folder.h"

#include "common/input/stream.h"

#include <cupro/error.h>

#include <stdlib.h>

void job_note_error(struct job *job, int error)
{
    int none = 0;
    atomic_compare_exchange_strong(&job->error, &none, error);
}

void job_stop(struct job *job, int error)
{
    job_note_error(job, error);
    ordered_stop(&job->ordered);
}

struct item *item_new(struct job *job, enum item_kind kind)
{
    struct item *item = calloc(1, sizeof *item);
    if (!item)
        job_note_error(job, CUPRO_ENOMEM);
    else
        *item = (struct item){.kind = kind, .findings = findings_none};
    return item;
}

void item_free(struct item *item)
{
    if (!item)
        return;
    page_free(&item->page);
    buffer_free(&item->buffer);
    folder_release_open(item->folder);
    file_release(item->file);
    free(item);
}

void item_complain(struct job *job, struct item *item, const char *name, int error)
{
    item->troubled = true;
    if (!job->options->no_messages)
        page_note(&item->page, "%s: %s", name, stream_error_text(error));
}
