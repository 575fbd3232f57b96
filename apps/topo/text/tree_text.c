/* SPDX-License-Identifier: MIT */
/* The machine as a tree of lines, in the most detail that fits a page (see tree_text.h). */
#include "topo/text/tree_text.h"
#include "topo/text/outline.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <langinfo.h>
#include <stdlib.h>

/* More lines than these, and cores share lines; or everything does. */
#define LINES_OF_CORES 24
#define LINES_OF_RUNS  64

/* Columns of a line. Where a row's text takes more than the other columns leave, these go to a line
 * of their own. */
#define PAGE_WIDTH 100

/* Lines that lead from one depth to the next, in characters of three bytes or of one. */
struct rails {
    const char *past, *down, *fork, *end;
};

static const struct rails drawn = {"   ", "│  ", "├─ ", "└─ "};
static const struct rails typed = {"   ", "|  ", "|- ", "`- "};

static enum outline_detail choose_detail(struct outline *outline, bool full)
{
    if (full)
        return OUTLINE_PUS;
    for (outline->detail = OUTLINE_CORES; outline->detail < OUTLINE_ALIKE; outline->detail++) {
        outline_draw(outline);
        const size_t rows = outline->rows;
        outline_clear(outline);
        if (rows <= (outline->detail == OUTLINE_CORES ? LINES_OF_CORES : LINES_OF_RUNS))
            break;
    }
    return outline->detail;
}

/* How wide each column is; bytes are columns, for texts and numbers are ASCII. */
struct widths {
    size_t text, pus, threads;
};

static size_t width_of(const struct row *row)
{
    return 3 * (size_t)row->depth + row->text.used;
}

static struct widths measure(const struct outline *outline)
{
    struct widths widths = {0, strlen("PUs"), 0};
    for (size_t i = 0; i < outline->rows; i++) {
        const struct row *row = &outline->row[i];
        if (row->pus.used > widths.pus)
            widths.pus = row->pus.used;
        if (row->threads.used > widths.threads)
            widths.threads = row->threads.used;
    }
    const size_t numbers = widths.pus + widths.threads + 4;
    const size_t widest = numbers + 20 < PAGE_WIDTH ? PAGE_WIDTH - numbers : 20;
    for (size_t i = 0; i < outline->rows; i++) {
        const size_t text = width_of(&outline->row[i]);
        if (text <= widest && text > widths.text)
            widths.text = text;
    }
    return widths;
}

static void pad(struct draft *page, size_t from, size_t to)
{
    for (; from < to; from++)
        draft_byte(page, ' ');
}

/* What leads to the row; `ends[d]`: the row of depth d around it is the last one. `again`: the line
 * is the row's second. */
static void lead(struct draft *page, const struct rails *rails, const struct row *row,
                 const bool *ends, bool again)
{
    for (int depth = 1; depth < row->depth; depth++)
        draft_text(page, ends[depth] ? rails->past : rails->down);
    if (row->depth > 0 && again)
        draft_text(page, row->last ? rails->past : rails->down);
    else if (row->depth > 0)
        draft_text(page, row->last ? rails->end : rails->fork);
}

static void print_numbers(struct draft *page, const struct widths *widths, const struct row *row)
{
    draft_bytes(page, row->pus.buffer.bytes, row->pus.used);
    if (row->threads.used > 0) {
        pad(page, row->pus.used, widths->pus + 2);
        draft_bytes(page, row->threads.buffer.bytes, row->threads.used);
    }
}

static void print_row(struct draft *page, const struct rails *rails, const struct widths *widths,
                      const struct row *row, const bool *ends)
{
    size_t used = width_of(row);
    lead(page, rails, row, ends, false);
    draft_bytes(page, row->text.buffer.bytes, row->text.used);
    if (row->pus.used > 0 || row->threads.used > 0) {
        if (used > widths->text) {
            draft_byte(page, '\n');
            lead(page, rails, row, ends, true);
            used = 3 * (size_t)row->depth;
        }
        pad(page, used, widths->text + 2);
        print_numbers(page, widths, row);
    }
    draft_byte(page, '\n');
}

void draft_tree(struct draft *page, struct outline *outline, bool full)
{
    const struct rails *rails = strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? &drawn : &typed;
    outline->detail = choose_detail(outline, full);
    outline->shorten = !full;
    outline_draw(outline);
    const struct widths widths = measure(outline);
    int deepest = 0;
    for (size_t i = 0; i < outline->rows; i++)
        deepest = outline->row[i].depth > deepest ? outline->row[i].depth : deepest;
    bool *ends = calloc((size_t)deepest + 1, sizeof *ends);
    if (!ends)
        fail_code(CUPRO_ENOMEM);
    pad(page, 0, widths.text + 2);
    draft_text(page, "PUs");
    if (widths.threads > 0) {
        pad(page, strlen("PUs"), widths.pus + 2);
        draft_text(page, "threads");
    }
    draft_byte(page, '\n');
    for (size_t i = 0; i < outline->rows; i++) {
        ends[outline->row[i].depth] = outline->row[i].last;
        print_row(page, rails, &widths, &outline->row[i], ends);
    }
    free(ends);
    outline_clear(outline);
}
