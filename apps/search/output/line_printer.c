/* SPDX-License-Identifier: MIT */
/*
 * Printing lines (see line_printer.h). A line that is not UTF-8 is passed over, and grep says in
 * the end that the file is binary; here it counts as printed for the lines around it, where grep
 * loses its place.
 */
#include "search/output/line_printer.h"
#include "search/output/json.h"
#include "search/output/line_count.h"
#include "search/output/line_head.h"
#include "search/output/match_walk.h"
#include "search/output/substitution.h"

#include "common/output/utf8_check.h"

#include <string.h>

enum { SELECTED = ':', CONTEXT = '-' };

/* So much is written as soon as it may be. */
#define PAGE_BYTES ((size_t)1 << 20)

void printer_open(struct printer *printer, struct worker *worker, const struct file *file,
                  struct item *item, const struct lines *lines, struct print_state *state,
                  struct findings *findings, uint64_t lines_before)
{
    *printer = (struct printer){.worker = worker,
                                .file = file,
                                .item = item,
                                .lines = lines,
                                .state = state,
                                .findings = findings,
                                .from = item->page.draft.used,
                                .counted = lines->bytes,
                                .number = lines_before + 1};
}

static const struct search_options *options_of(const struct printer *printer)
{
    return printer->worker->job->options;
}

static uint64_t offset_of(const struct printer *printer, const unsigned char *at)
{
    /* Lines of context stand before the text. */
    return at < printer->lines->bytes
               ? printer->lines->offset - (uint64_t)(printer->lines->bytes - at)
               : printer->lines->offset + (uint64_t)(at - printer->lines->bytes);
}

static uint64_t number_of(struct printer *printer, const unsigned char *at)
{
    const unsigned char end = options_of(printer)->end;
    if (at >= printer->counted)
        printer->number += line_count(printer->counted, (size_t)(at - printer->counted), end);
    else
        printer->number -= line_count(at, (size_t)(printer->counted - at), end);
    printer->counted = at;
    return printer->number;
}

/* -- One line ---------------------------------------------------------------------------------- */

/* What stands before a part of a line. False: it is not to be printed. */
static bool print_head(struct printer *printer, const unsigned char *begin, size_t length,
                       char separator)
{
    const struct job *job = printer->worker->job;
    const struct search_options *options = job->options;
    struct draft *draft = &printer->item->page.draft;
    if (job->plan.notes_coding && !utf8_check(begin, length)) {
        printer->findings->bad_coding = true;
        return false;
    }
    if (printer->file->shows_name)
        line_head_name_and_separator(job, printer->file, draft, separator);
    if (options->line_numbers)
        line_head_number(job, printer->file, draft, number_of(printer, begin),
                         options->colors.number, separator);
    if (options->offsets)
        line_head_number(job, printer->file, draft, offset_of(printer, begin),
                         options->colors.offset, separator);
    if (options->tabs && length > 0 &&
        (printer->file->shows_name || options->line_numbers || options->offsets))
        draft_byte(draft, '\t');
    return true;
}

/* The colours of a line, or of one of context. */
struct line_colors {
    const char *match, *rest;
};

/* Print a match, and with colours what stands before it from `from` on. */
static bool print_match(struct printer *printer, const unsigned char *from,
                        const struct match_walk *walk, const struct line_colors *colors)
{
    const unsigned char *begin = walk->line.begin + walk->span.begin;
    const unsigned char *end = walk->line.begin + walk->span.end;
    const struct job *job = printer->worker->job;
    const struct search_options *options = job->options;
    struct draft *draft = &printer->item->page.draft;
    if (options->only_matching) {
        if (!print_head(printer, begin, (size_t)(end - begin),
                        options->invert ? CONTEXT : SELECTED))
            return false;
    } else {
        color_begin(job, draft, colors->rest);
        draft_bytes(draft, from, (size_t)(begin - from));
    }
    color_begin(job, draft, colors->match);
    if (printer->worker->replacer)
        replacer_put(printer->worker->replacer, &walk->line, &walk->span, draft);
    else
        draft_bytes(draft, begin, (size_t)(end - begin));
    color_end(job, draft, colors->match);
    if (options->only_matching)
        draft_byte(draft, (char)options->end);
    return true;
}

/* Print the matches of a line; returns where what is behind the last one begins, or NULL: a part of
 * it cannot be printed. */
static const unsigned char *print_matches(struct printer *printer, const unsigned char *begin,
                                          const unsigned char *end,
                                          const struct line_colors *colors)
{
    const unsigned char *printed = begin;
    struct match_walk walk;
    match_walk_open(&walk, printer->worker, begin, end);
    while (match_walk_next(&walk)) {
        if (!print_match(printer, printed, &walk, colors))
            return NULL;
        printed = begin + walk.span.end;
        printer->findings->matches++;
    }
    printer->trouble |= walk.failed;
    return printed;
}

/* The rest of a line in its colour, but not what ends it. */
static const unsigned char *print_rest(struct printer *printer, const unsigned char *begin,
                                       const unsigned char *end, const char *color)
{
    const struct job *job = printer->worker->job;
    const unsigned char *tail = end - (end > begin && end[-1] == job->options->end);
    tail -= tail > begin && tail[-1] == '\r';
    if (tail == begin || *color == '\0')
        return begin;
    color_begin(job, &printer->item->page.draft, color);
    draft_bytes(&printer->item->page.draft, begin, (size_t)(tail - begin));
    color_end(job, &printer->item->page.draft, color);
    return tail;
}

static struct line_colors colors_of(const struct search_options *options, bool selected)
{
    const struct grep_colors *colors = &options->colors;
    const bool as_selected = selected != (options->invert && colors->swapped);
    if (!colors->on)
        return (struct line_colors){"", ""};
    return (struct line_colors){selected ? colors->selected_match : colors->context_match,
                                as_selected ? colors->selected_line : colors->context_line};
}

static void print_json(struct printer *printer, const unsigned char *begin,
                       const unsigned char *end, bool selected)
{
    struct draft *draft = &printer->item->page.draft;
    const struct json_line line = {begin,
                                   end,
                                   selected,
                                   selected != options_of(printer)->invert,
                                   number_of(printer, begin),
                                   offset_of(printer, begin)};
    /* Of a file in pieces this is not known before they leave. */
    if (printer->item->kind == ITEM_PIECE)
        printer->item->begins_file = true;
    else if (!printer->began)
        json_begin(printer->file, draft);
    printer->began = true;
    const int64_t matches = json_line(printer->worker, printer->file, &line, draft);
    if (matches < 0)
        printer->trouble = true;
    else if (selected)
        printer->findings->matches += (uint64_t)matches;
}

static void print_line(struct printer *printer, const unsigned char *begin,
                       const unsigned char *end, char separator)
{
    const struct job *job = printer->worker->job;
    const struct search_options *options = job->options;
    const bool only = options->only_matching;
    const bool matching = (separator == SELECTED) != options->invert;
    if (options->json) {
        print_json(printer, begin, end, separator == SELECTED);
        return;
    }
    if (!only && !print_head(printer, begin, (size_t)(end - begin) - 1, separator))
        return;
    if (job->plan.colors_lines) {
        const struct line_colors colors = colors_of(options, separator == SELECTED);
        if (matching && (only || options->replace || *colors.match))
            begin = print_matches(printer, begin, end, &colors);
        if (!begin)
            return;
        if (!only)
            begin = print_rest(printer, begin, end, colors.rest);
    }
    if (!only)
        draft_bytes(&printer->item->page.draft, begin, (size_t)(end - begin));
}

/* -- Lines ------------------------------------------------------------------------------------- */

static const unsigned char *line_end(const struct printer *printer, const unsigned char *begin)
{
    /* The end of each line is in its place. */
    return (const unsigned char *)rawmemchr(begin, options_of(printer)->end) + 1;
}

static void print_lines(struct printer *printer, const unsigned char *begin,
                        const unsigned char *end, char separator)
{
    while (begin < end) {
        const unsigned char *next = line_end(printer, begin);
        print_line(printer, begin, next, separator);
        begin = next;
    }
}

/* Context that the last selected line is still owed. */
static void print_pending(struct printer *printer, const unsigned char *end)
{
    struct print_state *state = printer->state;
    if (state->pending == 0 || state->last == NOWHERE)
        return;
    const uint64_t offset = printer->lines->offset;
    const unsigned char *at =
        printer->lines->bytes + (state->last > offset ? state->last - offset : 0);
    for (; state->pending > 0 && at < end; state->pending--) {
        const unsigned char *next = line_end(printer, at);
        print_line(printer, at, next, CONTEXT);
        at = next;
        state->last = offset_of(printer, at);
    }
}

/* The lines before a selected one, and what separates them from what was printed before. */
static void print_context(struct printer *printer, const unsigned char *begin)
{
    const struct search_options *options = options_of(printer);
    const struct print_state *state = printer->state;
    const struct lines *lines = printer->lines;
    const unsigned char *base = lines->bytes - lines->before;
    size_t from = 0;
    if (state->last != NOWHERE && state->last > offset_of(printer, base))
        from = (size_t)(state->last - offset_of(printer, base));
    const size_t first = lines_back(base, from, (size_t)(begin - base),
                                    printer->worker->job->plan.before, options->end);
    if (options->separator && !options->json && offset_of(printer, base + first) != state->last) {
        if (state->used || printer->item->used)
            line_head_group(printer->worker->job, &printer->item->page.draft);
        else
            printer->item->opens_group = true;
    }
    print_lines(printer, base + first, begin, CONTEXT);
}

static void select_line(struct printer *printer, const unsigned char *begin,
                        const unsigned char *end)
{
    const struct search_options *options = options_of(printer);
    struct print_state *state = printer->state;
    if (!printer->quiet) {
        print_pending(printer, begin);
        if (options->context)
            print_context(printer, begin);
        print_line(printer, begin, end, SELECTED);
        state->last = offset_of(printer, end);
    }
    state->pending = printer->quiet || !options->context ? 0 : options->after;
    state->behind = offset_of(printer, end);
    state->used = printer->item->used = true;
    state->left--;
}

/* Whether lines are printed as they stand, so that several may be at once. */
static bool prints_plainly(const struct printer *printer)
{
    const struct job *job = printer->worker->job;
    const struct search_options *options = job->options;
    return !printer->file->shows_name && !options->line_numbers && !options->offsets &&
           !job->plan.colors_lines && !job->plan.in_turn && !options->json;
}

static void flush(struct printer *printer)
{
    struct item *item = printer->item;
    const size_t used = item->page.draft.used;
    if (used >= PAGE_BYTES && ordered_holds(&printer->worker->job->ordered, &item->head, used)) {
        printer->findings->printed += used - printer->from;
        printer->from = 0;
    }
}

bool printer_select(struct printer *printer, const unsigned char *begin, const unsigned char *end)
{
    const struct plan *plan = &printer->worker->job->plan;
    if (printer->quiet) {
        if (printer->state->left > 0)
            select_line(printer, begin, end);
        return false;
    }
    if (prints_plainly(printer) &&
        (!plan->notes_coding || utf8_check(begin, (size_t)(end - begin)))) {
        draft_bytes(&printer->item->page.draft, begin, (size_t)(end - begin));
        printer->item->used = true;
        flush(printer);
        return true;
    }
    while (begin < end && printer->state->left > 0 && !printer->trouble) {
        const unsigned char *next = line_end(printer, begin);
        select_line(printer, begin, next);
        flush(printer);
        begin = next;
    }
    return printer->state->left > 0 && !printer->trouble;
}

void printer_finish(struct printer *printer, const unsigned char *end)
{
    if (!printer->quiet)
        print_pending(printer, end);
}

void printer_close(struct printer *printer)
{
    printer->findings->printed += printer->item->page.draft.used - printer->from;
}
