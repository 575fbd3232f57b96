/* SPDX-License-Identifier: MIT */
/*
 * Searching lines (see search_lines.h).
 *
 * A piece first says what those behind it want to know of it (piece_survey.h). It is told the same
 * of those before it when its first selected line is to be printed, by when they have long said so.
 */
#include "search/pieces/search_lines.h"
#include "search/output/line_count.h"
#include "search/output/line_printer.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

/* One search. */
struct hunt {
    struct worker *worker;
    struct file *file;
    struct item *item;
    struct lines *lines;
    bool whole;
    const unsigned char *text_end; /* behind it the file is binary */
    struct findings *findings;
    struct printer printer;
    bool looked_back; /* what stands before the piece is known */
};

/* What to do with lines that are selected. False: no more are wanted. */
typedef bool line_visit(struct hunt *hunt, const unsigned char *begin, const unsigned char *end);

/* -- Which lines ------------------------------------------------------------------------------- */

static void give_up(struct hunt *hunt)
{
    page_note(&hunt->item->page, "%s: %s", hunt->file->name,
              searcher_trouble(hunt->worker->searcher));
    hunt->item->fatal = true;
}

/* Visit the selected lines of [from, end). False: the visits ended before it. */
static bool each_selected(struct hunt *hunt, const unsigned char *from, const unsigned char *end,
                          line_visit *visit)
{
    const bool invert = hunt->worker->job->options->invert;
    struct line line;
    int found = 1;
    while (from < end && found == 1) {
        found = searcher_line(hunt->worker->searcher, from, end, &line);
        if (found < 0) {
            give_up(hunt);
            return false;
        }
        const unsigned char *begin = found == 1 ? line.begin : end;
        if (invert && from < begin && !visit(hunt, from, begin))
            return false;
        if (!invert && found == 1 && !visit(hunt, line.begin, line.next))
            return false;
        from = found == 1 ? line.next : end;
    }
    return true;
}

/* -- What stands around the piece -------------------------------------------------------------- */

static void look_back(struct hunt *hunt)
{
    if (!hunt->looked_back && !hunt->whole)
        survey_wait(&hunt->file->survey, &hunt->item->survey);
    hunt->looked_back = true;
    if (!hunt->whole && hunt->item->survey.binary_before)
        hunt->text_end = hunt->lines->bytes;
}

static void zap(unsigned char *bytes, size_t length, unsigned char end)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = bytes[i] == '\0' ? end : bytes[i];
}

/* See what there is, make it searchable, and tell the pieces behind. */
static void survey_lines(struct hunt *hunt)
{
    const struct job *job = hunt->worker->job;
    const unsigned char end = job->options->end;
    struct lines *lines = hunt->lines;
    unsigned char *bytes = lines->bytes;
    /* A zero byte at the end will be one. */
    const unsigned char last = lines->length > 0 ? bytes[lines->length - 1] : end;
    if (last != end && !(last == '\0' && job->plan.notes_nuls))
        bytes[lines->length++] = end;
    hunt->text_end = bytes + lines->length;
    unsigned char *nul =
        job->plan.notes_nuls && lines->length > 0 ? memchr(bytes, '\0', lines->length) : NULL;
    if (nul) {
        hunt->findings->nul = lines->offset + (uint64_t)(nul - bytes);
        const unsigned char *before = memrchr(bytes, end, (size_t)(nul - bytes));
        hunt->text_end = before ? before + 1 : bytes;
        zap(nul, lines->length - (size_t)(nul - bytes), end);
    }
    if (hunt->file->binary_head)
        hunt->text_end = bytes;
    hunt->findings->binary = nul || hunt->file->binary_head;
    hunt->findings->searched = lines->length;
    if (hunt->whole)
        return;
    struct survey_part *part = &hunt->item->survey;
    part->index = hunt->item->index;
    part->binary = nul != NULL;
    if (job->plan.counts_lines)
        part->lines = line_count(bytes, lines->length, end);
    survey_pass(&hunt->file->survey, part);
}

/* -- Counting ---------------------------------------------------------------------------------- */

static void count_lines(struct hunt *hunt, const unsigned char *end)
{
    const struct search_options *options = hunt->worker->job->options;
    const unsigned char *begin = hunt->lines->bytes;
    uint64_t count;
    if (searcher_count(hunt->worker->searcher, begin, end, &count) < 0) {
        give_up(hunt);
        return;
    }
    if (options->invert)
        count = line_count(begin, (size_t)(end - begin), options->end) - count;
    hunt->findings->selected = count;
}

static bool note_first(struct hunt *hunt, const unsigned char *begin, const unsigned char *end)
{
    (void)begin;
    (void)end;
    hunt->findings->selected = 1;
    return false;
}

static void find_first(struct hunt *hunt, const unsigned char *end)
{
    const struct job *job = hunt->worker->job;
    each_selected(hunt, hunt->lines->bytes, end, note_first);
    if (hunt->findings->selected == 0)
        return;
    if (job->options->binary == BINARY_WITHOUT_MATCH && job->plan.notes_nuls) {
        look_back(hunt);
        hunt->findings->selected = hunt->text_end > hunt->lines->bytes;
    }
    if (hunt->findings->selected == 0)
        return;
    if (!hunt->whole)
        file_end_at(hunt->file, hunt->item->index);
    if (job->options->quiet)
        ordered_end_here(&hunt->worker->job->ordered, &hunt->item->head);
}

/* -- Printing ---------------------------------------------------------------------------------- */

/* What the printer says, unless the searcher failed there. */
static bool select_lines(struct hunt *hunt, const unsigned char *begin, const unsigned char *end)
{
    const bool go_on = printer_select(&hunt->printer, begin, end);
    if (hunt->printer.trouble)
        give_up(hunt);
    return go_on;
}

static bool print_selected(struct hunt *hunt, const unsigned char *begin, const unsigned char *end)
{
    if (!hunt->looked_back) {
        look_back(hunt);
        hunt->printer.number += hunt->whole ? 0 : hunt->item->survey.lines_before;
        if (begin >= hunt->text_end) /* it is binary after all */
            return false;
    }
    const struct search_options *options = hunt->worker->job->options;
    const bool counts = options->stats || options->json;
    hunt->findings->selected +=
        counts && options->invert ? line_count(begin, (size_t)(end - begin), options->end) : 1;
    return select_lines(hunt, begin, end);
}

static bool note_binary(struct hunt *hunt, const unsigned char *begin, const unsigned char *end)
{
    hunt->findings->selected++;
    hunt->findings->binary_selected = true;
    hunt->printer.quiet = true;
    printer_select(&hunt->printer, begin, end);
    return false;
}

static void find_binary(struct hunt *hunt, const unsigned char *from)
{
    const unsigned char *end = hunt->lines->bytes + hunt->lines->length;
    if (from < end && hunt->worker->job->options->binary != BINARY_WITHOUT_MATCH)
        each_selected(hunt, from, end, note_binary);
}

static void print_at_once(struct hunt *hunt)
{
    each_selected(hunt, hunt->lines->bytes, hunt->text_end, print_selected);
    if (!hunt->item->fatal)
        find_binary(hunt, hunt->text_end);
}

/* -- In turn ----------------------------------------------------------------------------------- */

/* Put lines aside; several at once become one after the other. */
static bool pick(struct hunt *hunt, const unsigned char *begin, const unsigned char *end)
{
    struct worker *worker = hunt->worker;
    const unsigned char line_end = worker->job->options->end;
    while (begin < end) {
        if (worker->picked_count == worker->picked_room) {
            const size_t room = worker->picked_room ? 2 * worker->picked_room : 256;
            struct picked *picked = reallocarray(worker->picked, room, sizeof *picked);
            if (!picked) {
                job_stop(worker->job, CUPRO_ENOMEM);
                return false;
            }
            worker->picked = picked;
            worker->picked_room = room;
        }
        const unsigned char *next = (const unsigned char *)rawmemchr(begin, line_end) + 1;
        worker->picked[worker->picked_count++] = (struct picked){begin, next};
        if (worker->picked_count >= worker->job->options->most)
            return false;
        begin = next;
    }
    return true;
}

static void print_picked(struct hunt *hunt)
{
    const struct worker *worker = hunt->worker;
    const bool prints = worker->job->plan.prints;
    const bool binary_too = worker->job->options->binary != BINARY_WITHOUT_MATCH;
    struct print_state *state = hunt->printer.state;
    bool go_on = true;
    look_back(hunt);
    hunt->printer.number += hunt->whole ? 0 : hunt->item->survey.lines_before;
    for (size_t i = 0; i < worker->picked_count && go_on && state->left > 0; i++) {
        const struct picked *picked = &worker->picked[i];
        const bool binary = picked->begin >= hunt->text_end;
        if (binary && !binary_too)
            break;
        hunt->findings->selected++;
        if (!prints) {
            state->left--;
            state->behind = hunt->lines->offset + (uint64_t)(picked->end - hunt->lines->bytes);
        } else if (binary) {
            printer_finish(&hunt->printer, hunt->text_end);
            hunt->findings->binary_selected = hunt->printer.quiet = true;
            go_on = select_lines(hunt, picked->begin, picked->end);
        } else {
            go_on = select_lines(hunt, picked->begin, picked->end);
        }
    }
    if (prints)
        printer_finish(&hunt->printer, hunt->text_end);
    hunt->findings->all_found = state->left == 0;
    hunt->findings->behind = state->behind;
}

static void print_in_turn(struct hunt *hunt)
{
    hunt->worker->picked_count = 0;
    each_selected(hunt, hunt->lines->bytes, hunt->lines->bytes + hunt->lines->length, pick);
    if (!hunt->whole)
        baton_take(&hunt->file->baton, hunt->item->index);
    print_picked(hunt);
    if (hunt->whole)
        return;
    const struct print_state *state = hunt->printer.state;
    if ((state->left == 0 && state->pending == 0) || hunt->findings->binary_selected)
        file_end_at(hunt->file, hunt->item->index);
    baton_pass(&hunt->file->baton);
}

void search_lines(struct worker *worker, struct file *file, struct item *item, struct lines *lines,
                  bool whole, struct findings *findings)
{
    const struct plan *plan = &worker->job->plan;
    struct hunt hunt = {worker, file, item, lines, whole, NULL, findings, {0}, false};
    struct print_state own = {
        .left = worker->job->options->most, .last = NOWHERE, .behind = NOWHERE};
    struct print_state *state = whole || !plan->in_turn ? &own : &file->baton.state;
    survey_lines(&hunt);
    const unsigned char *end = worker->job->options->binary == BINARY_WITHOUT_MATCH
                                   ? hunt.text_end
                                   : lines->bytes + lines->length;
    printer_open(&hunt.printer, worker, file, item, lines, state, findings, 0);
    if (plan->in_turn)
        print_in_turn(&hunt);
    else if (plan->first_only)
        find_first(&hunt, end);
    else if (plan->prints)
        print_at_once(&hunt);
    else
        count_lines(&hunt, end);
    printer_close(&hunt.printer);
}

void search_lines_not(struct worker *worker, struct item *item)
{
    item->survey.index = item->index;
    survey_pass(&item->file->survey, &item->survey);
    if (worker->job->plan.in_turn) {
        baton_take(&item->file->baton, item->index);
        baton_pass(&item->file->baton);
    }
}
