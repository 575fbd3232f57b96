/* SPDX-License-Identifier: MIT */
/* Pieces of files (see cut.h). */
#include "search/pieces/cut.h"
#include "search/pieces/search_lines.h"

#include "common/input/stream.h"

#include <cupro/error.h>

#include <errno.h>
#include <string.h>

static struct item *new_piece(struct job *job, struct file *file)
{
    struct item *piece = item_new(job, ITEM_PIECE);
    if (!piece)
        return NULL;
    file_hold(file);
    piece->file = file;
    piece->index = file->pieces++;
    return piece;
}

struct item *file_split(struct job *job, struct item *item)
{
    struct file *file = item->file;
    const uint64_t size = file->input.size;
    if (file->next_lo >= size || file->pieces > atomic_load(&file->last))
        return NULL;
    struct item *piece = new_piece(job, file);
    if (!piece)
        return NULL;
    const uint64_t left = size - file->next_lo;
    piece->lo = file->next_lo;
    piece->hi = file->next_lo += left < job->options->piece ? left : job->options->piece;
    return piece;
}

static bool looks_binary(const struct job *job, const struct line_stream *stream)
{
    return job->plan.notes_nuls &&
           memchr(stream->buffer.bytes + stream->begin, '\0', stream->filled - stream->begin);
}

/* The next piece of a stream, or NULL: its end, or an error, which the item then knows. */
static struct item *read_piece(struct job *job, struct item *item)
{
    struct file *file = item->file;
    const struct line_wish wish = {job->options->end, job->plan.before};
    struct item *piece = NULL;
    int error = 0;
    if (file->pieces > atomic_load(&file->last))
        return NULL;
    if (file->pieces == 0) {
        error = line_stream_look(&file->stream, &file->input);
        file->binary_head = !error && looks_binary(job, &file->stream);
    }
    piece = error ? NULL : new_piece(job, file);
    if (piece)
        error = line_stream_next(&file->stream, &file->input, job->options->piece, &wish,
                                 &piece->buffer, &piece->lines);
    if (error == CUPRO_ENOMEM || atomic_load(&job->error))
        job_stop(job, CUPRO_ENOMEM);
    if (error)
        item_complain(job, item, file->name, error);
    if (piece && piece->lines.length == 0) {
        item_free(piece);
        piece = NULL;
    }
    if (piece)
        piece->was_read = true;
    return piece;
}

/* As long as searching a piece takes no longer than writing the next one, nobody else is woken to
 * read that: two threads that take turns cost a fifth more, and are no faster. */
static void stream_run(struct worker *worker, struct item *item)
{
    struct job *job = worker->job;
    bool alone;
    do {
        alone = !stream_is_full(item->file->input.stream);
        struct item *piece = read_piece(job, item);
        if (!piece) {
            ordered_done(&job->ordered, &item->head);
            return;
        }
        ordered_put_before(&job->ordered, &item->head, &piece->head, true);
        if (!alone)
            ordered_again(&job->ordered, &item->head);
        piece_run(worker, piece);
    } while (alone && ordered_may_go_on(&job->ordered, &item->head));
    if (alone)
        ordered_again(&job->ordered, &item->head);
}

void file_run(struct worker *worker, struct item *item)
{
    if (item->file->input.stream)
        stream_run(worker, item);
    else
        ordered_done(&worker->job->ordered, &item->head);
}

void piece_run(struct worker *worker, struct item *item)
{
    struct job *job = worker->job;
    struct file *file = item->file;
    const struct line_wish wish = {job->options->end, job->plan.before};
    const bool wanted = item->index <= atomic_load(&file->last);
    if (wanted && !item->was_read)
        item->error = input_read_lines(&file->input, item->lo, item->hi, &wish, &worker->buffer,
                                       &item->lines);
    if (item->error == CUPRO_ENOMEM)
        job_stop(job, item->error);
    progress_add(&job->progress, item->lines.length);
    if (!wanted || item->error || item->lines.length == 0)
        search_lines_not(worker, item);
    else
        search_lines(worker, file, item, &item->lines, false, &item->findings);
    buffer_free(&item->buffer);
    ordered_done(&job->ordered, &item->head);
}
