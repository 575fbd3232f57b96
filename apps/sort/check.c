/* SPDX-License-Identifier: MIT */
/*
 * Checking an order (see check.h), a block of the input after the other in a pipeline: one thread
 * reads, others compare neighbours in the blocks that they have, and the lines on the two sides of
 * a border are compared in the end, where blocks come in order again. So the first line out of
 * order is found, and little is read behind it. All of the threads meeting after each block took
 * half as much time again. Each byte is looked at three times: for its line end twice, and in a
 * comparison.
 */
#include "sort/check.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"

#include <cupro.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((uint64_t)1 << 20)
#define DISORDER    1
#define NOWHERE     SIZE_MAX

struct checking {
    struct intake *intake;
    const struct check_wish *wish;
    uint64_t budget;    /* of a block */
    uint64_t lines;     /* of the blocks before */
    cupro_slice last;   /* the line before the block, if there are some */
    struct buffer room; /* where it lies */
    bool sorted;
};

struct block_of_lines {
    struct area area;
    size_t whole, lines;
    size_t
        disorder; /* where the first line begins that is less than the one before it, or NOWHERE */
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

/* Whether the second line may not stand behind the first. */
static bool is_disorder(const struct check_wish *wish, struct coded_line *a, struct coded_line *b,
                        int *error)
{
    return compare(a, b, error) > (wish->unique ? -1 : 0) && !*error;
}

/* The line that begins here. */
static cupro_slice line_at(const char *begin, char line_end)
{
    return (cupro_slice){begin, (size_t)((const char *)rawmemchr(begin, line_end) - begin)};
}

/* -- Blocks ------------------------------------------------------------------------------------ */

static void or_fail(int error)
{
    if (error < 0)
        fail(error == CUPRO_ENOMEM ? "memory exhausted" : "%s", cupro_strerror(error));
}

/* The intake's area becomes the block's, and the line that has begun moves to the other one. */
static int next_block(void *item, bool *end, void *ctx)
{
    struct block_of_lines *block = item;
    const struct checking *checking = ctx;
    struct intake *intake = checking->intake;
    *end = !intake_fill(intake, checking->budget, 0);
    const size_t begun = intake->area.used - intake->whole;
    if (area_reserve(&block->area, begun + 1))
        return CUPRO_ENOMEM;
    memcpy(block->area.bytes, intake->area.bytes + intake->whole, begun);
    block->area.used = begun;
    block->whole = intake->whole;
    block->lines = intake->lines;
    const struct area area = block->area;
    block->area = intake->area;
    intake->area = area;
    intake->whole = 0;
    return 0;
}

static int check_block(void *item, void *ctx)
{
    struct block_of_lines *block = item;
    const struct checking *checking = ctx;
    const struct order *order = checking->wish->order;
    const char line_end = checking->intake->line_end, *at = block->area.bytes;
    struct coded_line lines[2] = {{.encoder.order = order}, {.encoder.order = order}};
    struct coded_line *before = &lines[0], *here = &lines[1];
    int error = read_code(before, line_at(at, line_end));
    block->disorder = NOWHERE;
    for (;;) {
        at = before->line.begin + before->line.length + 1;
        if (error || at == block->area.bytes + block->whole)
            break;
        error = read_code(here, line_at(at, line_end));
        if (!error && is_disorder(checking->wish, before, here, &error)) {
            block->disorder = (size_t)(at - block->area.bytes);
            break;
        }
        struct coded_line *const last = before;
        before = here;
        here = last;
    }
    encoder_free(&lines[0].encoder);
    encoder_free(&lines[1].encoder);
    return error;
}

/* -- The end ----------------------------------------------------------------------------------- */

/* Is the block's first line out of order, after those of the blocks before? */
static bool breaks_border(struct checking *checking, const struct block_of_lines *block, int *error)
{
    const struct order *order = checking->wish->order;
    struct coded_line a = {.encoder.order = order}, b = {.encoder.order = order};
    *error = read_code(&a, checking->last);
    if (!*error)
        *error = read_code(&b, line_at(block->area.bytes, checking->intake->line_end));
    const bool breaks = !*error && is_disorder(checking->wish, &a, &b, error);
    encoder_free(&a.encoder);
    encoder_free(&b.encoder);
    return breaks;
}

static void say_where(const struct intake *intake, uint64_t number, cupro_slice line)
{
    fflush(stdout);
    progress_pause(); /* nothing comes behind it */
    fprintf(stderr, "%s: %s:%llu: disorder: ", program_name,
            quote_name(intake->names->item[0].path), (unsigned long long)number);
    fwrite(line.begin, 1, line.length, stderr);
    fputc(intake->line_end, stderr);
}

/* The last line of a block stands before the lines of the next one. */
static int keep_last(struct checking *checking, const struct block_of_lines *block)
{
    const char *text = block->area.bytes, *end = text + block->whole - 1;
    const char *begin = memrchr(text, checking->intake->line_end, block->whole - 1);
    begin = begin ? begin + 1 : text;
    const size_t length = (size_t)(end - begin);
    if (buffer_reserve(&checking->room, length + 1))
        return CUPRO_ENOMEM;
    memcpy(checking->room.bytes, begin, length);
    checking->last = (cupro_slice){(const char *)checking->room.bytes, length};
    return 0;
}

static void say_disorder(const struct checking *checking, const struct block_of_lines *block)
{
    const char line_end = checking->intake->line_end, *text = block->area.bytes;
    uint64_t number = checking->lines + 1;
    for (const char *at = text; at < text + block->disorder; number++)
        at += line_at(at, line_end).length + 1;
    say_where(checking->intake, number, line_at(text + block->disorder, line_end));
}

static int end_block(void *item, void *ctx)
{
    struct block_of_lines *block = item;
    struct checking *checking = ctx;
    int error = 0;
    if (checking->lines > 0 && breaks_border(checking, block, &error))
        block->disorder = 0;
    if (!error && block->disorder != NOWHERE) {
        checking->sorted = false;
        if (!checking->wish->quiet)
            say_disorder(checking, block);
        return DISORDER;
    }
    checking->lines += block->lines;
    return error ? error : keep_last(checking, block);
}

static void drop_block(void *item, void *ctx)
{
    (void)ctx;
    area_free(&((struct block_of_lines *)item)->area);
}

bool check_input(struct intake *intake, const struct check_wish *wish)
{
    static const cupro_pipeline_parts parts = {
        .item_size = sizeof(struct block_of_lines),
        .source = next_block,
        .stage = {{check_block, CUPRO_PARALLEL}},
        .sink = end_block,
        .drop = drop_block,
    };
    struct checking checking = {
        .intake = intake,
        .wish = wish,
        .budget = wish->budget < BLOCK_BYTES ? wish->budget : BLOCK_BYTES,
        .sorted = true,
    };
    or_fail(cupro_pipeline_run(&parts, &checking));
    buffer_free(&checking.room);
    return checking.sorted;
}
