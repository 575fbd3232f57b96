/* SPDX-License-Identifier: MIT */
/* Files (see file.h). */
#include "search/pieces/file.h"
#include "search/output/json.h"
#include "search/output/line_head.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct findings findings_none = {.nul = NOWHERE};

void findings_add(struct findings *all, const struct findings *part)
{
    all->selected += part->selected;
    all->binary |= part->binary;
    all->binary_selected |= part->binary_selected;
    all->bad_coding |= part->bad_coding;
    all->matches += part->matches;
    all->searched += part->searched;
    all->printed += part->printed;
    all->nul = part->nul < all->nul ? part->nul : all->nul;
    if (part->all_found && !all->all_found) {
        all->all_found = true;
        all->behind = part->behind;
    }
}

void totals_add(struct totals *totals, const struct findings *findings, uint64_t selected)
{
    totals->files++;
    totals->files_selected += selected > 0;
    totals->selected += selected;
    totals->matches += findings->matches;
    totals->searched += findings->searched;
    totals->printed += findings->printed;
}

const char *standard_name(const struct job *job)
{
    return job->options->label ? job->options->label : "(standard input)";
}

struct file *file_new(struct job *job, const struct file *opened)
{
    struct file *file = malloc(sizeof *file);
    char *path = strdup(opened->path);
    if (!file || !path) {
        free(file);
        free(path);
        return NULL;
    }
    *file = *opened;
    /* The name is the path, or the end of it, or standard input's. */
    const size_t skipped = (size_t)(opened->name - opened->path);
    const bool inside = opened->name >= opened->path && skipped <= strlen(path);
    file->own_path = path;
    file->path = path;
    file->name = inside ? path + skipped : opened->name;
    file->next_lo = file->input.begin;
    atomic_init(&file->users, 1);
    atomic_init(&file->last, NO_PIECE);
    file->findings = findings_none;
    survey_open(&file->survey);
    baton_open(&file->baton, job->options->most);
    return file;
}

void file_hold(struct file *file)
{
    atomic_fetch_add(&file->users, 1);
}

void file_release(struct file *file)
{
    if (!file || atomic_fetch_sub(&file->users, 1) > 1)
        return;
    input_close(&file->input);
    line_stream_free(&file->stream);
    baton_close(&file->baton);
    survey_close(&file->survey);
    free(file->own_path);
    free(file);
}

void file_end_at(struct file *file, uint64_t piece)
{
    unsigned long long last = atomic_load(&file->last);
    while (piece < last && !atomic_compare_exchange_weak(&file->last, &last, piece))
        ;
}

/* grep counts nothing in a binary file that it takes for one without matches, unless it had all it
 * wanted before it came upon what makes it one. */
static uint64_t selected_lines(const struct job *job, const struct findings *findings)
{
    const bool without =
        findings->binary && job->options->binary == BINARY_WITHOUT_MATCH && !job->plan.first_only;
    if (without)
        return 0;
    return findings->selected < job->options->most ? findings->selected : job->options->most;
}

/* Where standard input is left, for who reads on: behind the last line that was wanted. */
static void leave_standard_input(const struct file *file, const struct findings *findings)
{
    if (file->input.fd == STDIN_FILENO && findings->all_found && findings->behind != NOWHERE)
        lseek(STDIN_FILENO, (off_t)findings->behind, SEEK_SET);
}

bool file_finish(struct job *job, struct totals *totals, const struct file *file,
                 const struct findings *findings, struct page *page)
{
    const struct search_options *options = job->options;
    const uint64_t selected = selected_lines(job, findings);
    if (job->plan.prints && options->binary == BINARY_NOTED &&
        (findings->bad_coding || findings->binary_selected))
        page_note(page, "%s: binary file matches", file->name);
    leave_standard_input(file, findings);
    totals_add(totals, findings, selected);
    if (options->json && selected > 0)
        json_end(file, findings, &page->draft);
    if (options->quiet || job->plan.drops_output)
        return selected > 0;
    if (options->list != LIST_NOTHING) {
        if ((selected > 0) == (options->list == LIST_MATCHING)) {
            line_head_name(job, file, &page->draft);
            draft_byte(&page->draft, options->zero_names ? '\0' : '\n');
        }
    } else if (options->count) {
        if (file->shows_name)
            line_head_name_and_separator(job, file, &page->draft, ':');
        draft_number(&page->draft, selected, 0);
        draft_byte(&page->draft, '\n');
    }
    return selected > 0;
}
