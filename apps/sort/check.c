/* SPDX-License-Identifier: MIT */
/* Checking an order (see check.h): neighbours are compared in parallel, a part of the input after
 * the other, so that the first line out of order is found without the rest being read. */
#include "sort/check.h"
#include "sort/quote.h"

#include "common/diagnostics.h"

#include <cupro.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES ((uint64_t)8 << 20) /* of a part: it stays in the caches */
#define DISORDER   1

struct checking {
    const struct check_wish *wish;
    const cupro_slice *lines;
    atomic_size_t first; /* the first line that is less than the one before it */
};

/* A line and its code. */
struct coded_line {
    struct encoder encoder;
    cupro_slice line;
};

static int read_line(struct coded_line *coded, cupro_slice line)
{
    coded->line = line;
    return coded->encoder.order->plain ? 0 : encode_line(&coded->encoder, line);
}

static cupro_slice code_of(const struct coded_line *coded)
{
    if (coded->encoder.order->plain)
        return coded->line;
    return (cupro_slice){(const char *)coded->encoder.code.bytes, coded->encoder.length};
}

static int compare(struct coded_line *a, struct coded_line *b, int *error)
{
    const struct order *order = a->encoder.order;
    int result = slice_compare(code_of(a), code_of(b));
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

/* Compare the lines lo + 1 … hi with those before them. */
static int check_range(size_t lo, size_t hi, void *ctx)
{
    struct checking *checking = ctx;
    const struct check_wish *wish = checking->wish;
    struct coded_line lines[2] = {{.encoder.order = wish->order}, {.encoder.order = wish->order}};
    const int most = wish->unique ? -1 : 0;
    int error = read_line(&lines[0], checking->lines[lo]);
    for (size_t at = lo; at < hi && !error; at++) {
        struct coded_line *before = &lines[(at - lo) % 2], *here = &lines[(at - lo + 1) % 2];
        error = read_line(here, checking->lines[at + 1]);
        if (!error && compare(before, here, &error) > most && !error) {
            note_disorder(checking, at + 1);
            error = DISORDER;
        }
    }
    encoder_free(&lines[0].encoder);
    encoder_free(&lines[1].encoder);
    return error;
}

static void or_fail(int error)
{
    if (error < 0)
        fail(error == CUPRO_ENOMEM ? "memory exhausted" : "%s", cupro_strerror(error));
}

/* The last line of the part before stands before the lines of this one. */
static char *keep_line(char *kept, cupro_slice line)
{
    kept = realloc(kept, line.length + 1);
    or_fail(kept ? 0 : CUPRO_ENOMEM);
    memcpy(kept, line.begin, line.length);
    return kept;
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

bool check_input(struct intake *intake, const struct check_wish *wish)
{
    const uint64_t budget = wish->budget < MOST_BYTES ? wish->budget : MOST_BYTES;
    struct buffer room = {0};
    char *kept = NULL;
    uint64_t before = 0; /* lines of the parts before */
    size_t kept_length = 0;
    bool sorted = true;
    while (sorted && intake_fill(intake, budget, sizeof(cupro_slice))) {
        cupro_slice *pieces;
        size_t count;
        or_fail(cupro_split_new(intake->area.bytes, intake->whole, (unsigned char)intake->line_end,
                                &pieces, &count));
        /* The last piece is empty: its place is for the line before the others. */
        or_fail(buffer_reserve(&room, count * sizeof *pieces));
        cupro_slice *lines = (cupro_slice *)(void *)room.bytes;
        const size_t first = kept != NULL;
        if (first)
            lines[0] = (cupro_slice){kept, kept_length};
        memcpy(lines + first, pieces, (count - 1) * sizeof *pieces);
        const size_t total = count - 1 + first;
        free(pieces);
        struct checking checking = {.wish = wish, .lines = lines};
        atomic_init(&checking.first, SIZE_MAX);
        or_fail(cupro_for(total - 1, check_range, &checking));
        const size_t at = atomic_load(&checking.first);
        sorted = at == SIZE_MAX;
        if (!sorted && !wish->quiet)
            say_where(intake, before + at + 1 - first, lines[at]);
        if (sorted) {
            const cupro_slice last = lines[total - 1];
            if (last.begin != kept)
                kept = keep_line(kept, last);
            kept_length = last.length;
        }
        before += total - first;
    }
    buffer_free(&room);
    free(kept);
    return sorted;
}
