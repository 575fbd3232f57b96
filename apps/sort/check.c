/* SPDX-License-Identifier: MIT */
/*
 * Checking an order (see check.h). Neighbours are compared in parallel, a block of the input after
 * the other, so that the first line out of order is found without the rest being read. A thread
 * takes the lines that begin in its part of the block's bytes, and the one before these; nothing is
 * written but where the first disorder is, and lines are counted as they are read. Each byte is
 * looked at three times: for its line end twice, and in a comparison.
 */
#include "sort/check.h"
#include "sort/quote.h"

#include "common/diagnostics.h"

#include <cupro.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((uint64_t)8 << 20) /* of the input: it stays in the caches */
#define PART_BYTES  ((size_t)128 << 10) /* of a block, for one thread */
#define DISORDER    1

struct checking {
    const struct check_wish *wish;
    const char *text;
    size_t length;
    char line_end;
    const cupro_slice *before; /* the line before the text; NULL: there is none */
    atomic_size_t first;       /* where the first line begins that is less than the one before it */
};

/* A line and its code. */
struct coded_line {
    struct encoder encoder;
    cupro_slice line, code;
};

static int read_code(struct coded_line *coded, cupro_slice line)
{
    coded->line = line;
    return order_code(&coded->encoder, line, &coded->code);
}

static int compare(struct coded_line *a, struct coded_line *b, int *error)
{
    const struct order *order = a->encoder.order;
    int result = slice_compare(a->code, b->code);
    if (result == 0 && order->collates) {
        struct comparer comparer = comparer_of(order);
        result = order_compare_collated(&comparer, a->line, b->line, error);
        comparer_free(&comparer);
    }
    if (result == 0)
        result = order_resort(order, a->line, b->line);
    return order->backward ? -result : result;
}

static void note_disorder(struct checking *checking, size_t at)
{
    size_t first = atomic_load(&checking->first);
    while (at < first && !atomic_compare_exchange_weak(&checking->first, &first, at))
        ;
}

/* The line that begins here. */
static cupro_slice line_at(const struct checking *checking, size_t at)
{
    const char *begin = checking->text + at;
    return (cupro_slice){begin,
                         (size_t)((const char *)rawmemchr(begin, checking->line_end) - begin)};
}

/* Where the first line begins that begins at `at` or behind it. */
static size_t next_line(const struct checking *checking, size_t at)
{
    return at == 0 ? 0 : at - 1 + line_at(checking, at - 1).length + 1;
}

/* The line before the one that begins here. False: there is none. */
static bool line_before(const struct checking *checking, size_t at, cupro_slice *line)
{
    if (at == 0 && checking->before)
        *line = *checking->before;
    if (at == 0)
        return checking->before != NULL;
    const char *begin = memrchr(checking->text, checking->line_end, at - 1);
    begin = begin ? begin + 1 : checking->text;
    *line = (cupro_slice){begin, (size_t)(checking->text + at - 1 - begin)};
    return true;
}

/* Compare the lines that begin in [at, hi), the first of them at `at`, with those before them. */
static int check_lines(struct checking *checking, size_t at, size_t hi, struct coded_line *before,
                       struct coded_line *here)
{
    const int most = checking->wish->unique ? -1 : 0;
    cupro_slice line;
    if (!line_before(checking, at, &line)) {
        line = line_at(checking, at);
        at += line.length + 1;
    }
    int error = read_code(before, line);
    while (at < hi && !error) {
        line = line_at(checking, at);
        error = read_code(here, line);
        if (!error && compare(before, here, &error) > most && !error) {
            note_disorder(checking, at);
            error = DISORDER;
        }
        struct coded_line *const last = before;
        before = here;
        here = last;
        at += line.length + 1;
    }
    return error;
}

static int check_part(size_t lo, size_t hi, void *ctx)
{
    struct checking *checking = ctx;
    const struct order *order = checking->wish->order;
    struct coded_line lines[2] = {{.encoder.order = order}, {.encoder.order = order}};
    const size_t at = next_line(checking, lo);
    const int error = at < hi ? check_lines(checking, at, hi, &lines[0], &lines[1]) : 0;
    encoder_free(&lines[0].encoder);
    encoder_free(&lines[1].encoder);
    return error;
}

static void or_fail(int error)
{
    if (error < 0)
        fail(error == CUPRO_ENOMEM ? "memory exhausted" : "%s", cupro_strerror(error));
}

/* Lines before the one that begins at `at`. */
static uint64_t lines_before(const struct checking *checking, size_t at)
{
    uint64_t lines = 0;
    for (size_t from = 0; from < at; lines++)
        from += line_at(checking, from).length + 1;
    return lines;
}

static void say_where(const struct intake *intake, uint64_t number, cupro_slice line)
{
    fflush(stdout);
    progress_hide();
    fprintf(stderr, "%s: %s:%llu: disorder: ", program_name,
            quote_name(intake->names->item[0].path), (unsigned long long)number);
    fwrite(line.begin, 1, line.length, stderr);
    fputc(intake->line_end, stderr);
}

/* The last line of a block stands before the lines of the next one. */
static void keep_last(const struct checking *checking, struct buffer *room, cupro_slice *last)
{
    cupro_slice line;
    line_before(checking, checking->length, &line);
    or_fail(buffer_reserve(room, line.length + 1));
    memcpy(room->bytes, line.begin, line.length);
    *last = (cupro_slice){(const char *)room->bytes, line.length};
}

bool check_input(struct intake *intake, const struct check_wish *wish)
{
    const uint64_t budget = wish->budget < BLOCK_BYTES ? wish->budget : BLOCK_BYTES;
    struct buffer room = {0};
    cupro_slice last = {0};
    uint64_t lines = 0; /* of the blocks before */
    bool sorted = true;
    while (sorted && intake_fill(intake, budget, 0)) {
        struct checking checking = {.wish = wish,
                                    .text = intake->area.bytes,
                                    .length = intake->whole,
                                    .line_end = intake->line_end,
                                    .before = lines > 0 ? &last : NULL};
        atomic_init(&checking.first, SIZE_MAX);
        or_fail(cupro_chunks(checking.length, PART_BYTES, check_part, &checking, .grain = 1));
        const size_t at = atomic_load(&checking.first);
        sorted = at == SIZE_MAX;
        if (!sorted && !wish->quiet)
            say_where(intake, lines + lines_before(&checking, at) + 1, line_at(&checking, at));
        keep_last(&checking, &room, &last);
        lines += intake->lines;
    }
    buffer_free(&room);
    return sorted;
}
