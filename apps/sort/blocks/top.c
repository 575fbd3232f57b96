/* SPDX-License-Identifier: MIT */
/*
 * The first N lines of the result (see top.h): those of what has been read so far are kept, and the
 * last of them is a bar that later lines have to get over. Where lines come in no order nearly all
 * fail, at the price of one comparison, which all threads make; there are about N log(lines / N)
 * that do not. These gather until there are as many bytes of them as are kept, so that however the
 * lines come each is sorted about twice at most; then all are sorted, and N of them stay.
 *
 * A later line that is equal to the bar stands behind it, so it fails, too.
 * Memory: a block of the input, and what N lines take, a few times.
 */
#include "sort/blocks/top.h"
#include "sort/blocks/block.h"

#include <cupro.h>

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES  ((size_t)8 << 20)   /* of the input, at a time */
#define PART_BYTES   ((size_t)256 << 10) /* of a block, for one thread */
#define LINE_BYTES   512                 /* of memory that a kept line may take */
#define LEAST_BUDGET ((uint64_t)1 << 20)
#define FULL         1 /* N lines are kept */

struct top {
    const struct sort_job *job;
    struct area text; /* what is kept, and behind it what has come since */
    size_t kept;
    struct area spare;
    uint64_t wanted; /* lines that are still to be kept */
    bool has_bar;
    struct buffer bar;
    cupro_slice bar_line;
    struct comparer comparer; /* of which b holds the bar's code */
    cupro_slice bar_code;
};

/* Lines of a part that are over the bar. */
struct sieve {
    struct buffer lines;
    size_t used;
};

struct sifting {
    const struct top *top;
    cupro_slice text;
    struct sieve *sieves; /* one a part */
};

bool top_is_possible(const struct sort_job *job)
{
    const struct sort_options *options = job->options;
    return !options->count && job->budget >= LEAST_BUDGET &&
           options->top <= job->budget / LINE_BYTES;
}

uint64_t top_block_bytes(const struct sort_job *job)
{
    return job->budget / 4 < BLOCK_BYTES ? job->budget / 4 : BLOCK_BYTES;
}

static int append(struct area *to, const char *text, size_t length)
{
    if (to->used + length >= to->room && area_reserve(to, to->used + length + 1 + to->used / 2))
        return CUPRO_ENOMEM;
    memcpy(to->bytes + to->used, text, length);
    to->used += length;
    return 0;
}

/* -- The bar ----------------------------------------------------------------------------------- */

static bool is_over(const struct top *top, struct comparer *comparer, cupro_slice line, int *error)
{
    cupro_slice code;
    *error = order_code(&comparer->a, line, &code);
    const int order = *error ? 0 : slice_compare(code, top->bar_code);
    if (order != 0)
        return (order < 0) != top->job->order->backward;
    return !*error && order_compare(comparer, line, top->bar_line, error) < 0;
}

/* Copy the lines that begin in [lo, hi) of the text and are over the bar. */
static int sift_part(size_t lo, size_t hi, void *ctx)
{
    struct sifting *sifting = ctx;
    const struct top *top = sifting->top;
    const char line_end = top->job->options->line_end, *text = sifting->text.begin;
    struct sieve *sieve = &sifting->sieves[lo / PART_BYTES];
    struct comparer comparer = comparer_of(top->job->order);
    const char *at = lo == 0 ? text : (const char *)rawmemchr(text + lo - 1, line_end) + 1;
    int error = 0;
    while (at < text + hi && !error) {
        const char *next = (const char *)rawmemchr(at, line_end) + 1;
        const size_t length = (size_t)(next - at);
        if (is_over(top, &comparer, (cupro_slice){at, length - 1}, &error)) {
            error = buffer_reserve(&sieve->lines, sieve->used + length);
            if (error)
                break;
            memcpy(sieve->lines.bytes + sieve->used, at, length);
            sieve->used += length;
        }
        at = next;
    }
    comparer_free(&comparer);
    return error;
}

/* Add the lines that are over the bar, if there is one. */
static int sift(struct top *top, cupro_slice text)
{
    if (!top->has_bar)
        return append(&top->text, text.begin, text.length);
    const size_t parts = text.length / PART_BYTES + 1;
    struct sifting sifting = {top, text, calloc(parts, sizeof *sifting.sieves)};
    if (!sifting.sieves)
        return CUPRO_ENOMEM;
    int error = cupro_chunks(text.length, PART_BYTES, sift_part, &sifting, .grain = 1);
    for (size_t i = 0; i < parts; i++) {
        struct sieve *sieve = &sifting.sieves[i];
        if (!error && sieve->used > 0)
            error = append(&top->text, (const char *)sieve->lines.bytes, sieve->used);
        buffer_free(&sieve->lines);
    }
    free(sifting.sieves);
    return error;
}

/* -- What is kept ------------------------------------------------------------------------------ */

static int keep_lines(void *to, const char *text, size_t length, size_t lines)
{
    struct top *top = to;
    if (lines > top->wanted) {
        const char *end = text;
        for (; top->wanted > 0; top->wanted--)
            end = (const char *)rawmemchr(end, top->job->options->line_end) + 1;
        length = (size_t)(end - text);
        lines = 0;
    }
    top->wanted -= lines;
    const int error = append(&top->spare, text, length);
    return error || top->wanted > 0 ? error : FULL;
}

static int raise_bar(struct top *top)
{
    const struct area *text = &top->text;
    const char *before = memrchr(text->bytes, top->job->options->line_end, text->used - 1);
    const char *begin = before ? before + 1 : text->bytes;
    const size_t length = (size_t)(text->bytes + text->used - 1 - begin);
    if (buffer_reserve(&top->bar, length + 1))
        return CUPRO_ENOMEM;
    memcpy(top->bar.bytes, begin, length);
    top->bar_line = (cupro_slice){(const char *)top->bar.bytes, length};
    top->has_bar = true;
    return order_code(&top->comparer.b, top->bar_line, &top->bar_code);
}

/* Sort what there is, and keep N lines of it. */
static int shrink(struct top *top)
{
    const struct sort_job *job = top->job;
    const struct emission emission = {
        .unique = job->emission->unique, .put = keep_lines, .to = top};
    struct block block;
    top->wanted = job->options->top;
    top->spare.used = 0;
    int error =
        block_sort(&block, job->order, top->text.bytes, top->text.used, job->options->line_end);
    if (!error)
        error = emit_block(&block, &emission);
    block_free(&block);
    if (error && error != FULL)
        return error;
    const struct area old = top->text;
    top->text = top->spare;
    top->spare = old;
    top->kept = top->text.used;
    return error == FULL ? raise_bar(top) : 0;
}

static bool has_much(const struct top *top)
{
    const size_t fresh = top->text.used - top->kept;
    return fresh > top->kept && fresh > top_block_bytes(top->job) / 2;
}

int top_keep(const struct sort_job *job, struct intake *intake, size_t header, struct area *kept)
{
    struct top top = {.job = job, .comparer = comparer_of(job->order)};
    int error;
    for (;;) {
        error = sift(&top, (cupro_slice){intake->area.bytes + header, intake->whole - header});
        if (!error && has_much(&top))
            error = shrink(&top);
        if (error || top.kept > job->budget / 8 || !intake_fill(intake, top_block_bytes(job), 0))
            break;
        header = 0;
    }
    area_free(&top.spare);
    comparer_free(&top.comparer);
    buffer_free(&top.bar);
    *kept = top.text;
    return error;
}
