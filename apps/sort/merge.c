/* SPDX-License-Identifier: MIT */
/*
 * Merging (see merge.h): a tree of losers (Knuth, The Art of Computer Programming 3, 5.4.1), so
 * that each line takes log2(runs) comparisons, nearly all of them of two numbers. While one thread
 * merges, another one writes.
 */
#include "sort/merge.h"

#include <cupro.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHORT       64 /* as BUFFER_SLACK allows */
#define BATCH_BYTES ((size_t)256 << 10)

struct merging {
    const struct order *order;
    const struct emission *emission;
    char line_end;
    struct run *runs;
    size_t count;
    size_t *losers; /* losers[0]: the winner; losers[i]: who lost at the inner node i */
    bool *ended;
    bool over;
    struct comparer comparer;
    /* Of unique lines, the one whose equals are being passed over; it is written when they are
     * through, as only then their number is known. */
    struct buffer held;
    size_t held_length;
    struct buffer held_code;
    size_t held_code_length;
    uint64_t held_count;
};

static int compare_codes(struct merging *merging, const struct run *a, const struct run *b)
{
    const int order = slice_compare(a->code, b->code);
    if (order != 0 || !merging->order->collates)
        return order;
    int error = 0;
    return order_compare_collated(&merging->comparer, a->line, b->line, &error);
}

/* Does run a's line come before run b's? */
static bool comes_before(struct merging *merging, size_t a, size_t b)
{
    if (merging->ended[a] || merging->ended[b])
        return merging->ended[b] && (!merging->ended[a] || a < b);
    const uint64_t prefix_a = merging->runs[a].prefix, prefix_b = merging->runs[b].prefix;
    if (prefix_a != prefix_b)
        return (prefix_a < prefix_b) != merging->order->backward;
    int order = compare_codes(merging, &merging->runs[a], &merging->runs[b]);
    if (order == 0)
        order = order_resort(merging->order, merging->runs[a].line, merging->runs[b].line);
    if (order == 0)
        return a < b;
    return merging->order->backward ? order > 0 : order < 0;
}

/* The winner below a node; nodes from `count` on are runs. */
static size_t play(struct merging *merging, size_t node)
{
    if (node >= merging->count)
        return node - merging->count;
    const size_t left = play(merging, 2 * node), right = play(merging, 2 * node + 1);
    const bool left_wins = comes_before(merging, left, right);
    merging->losers[node] = left_wins ? right : left;
    return left_wins ? left : right;
}

/* The winner has got its next line: play its games again. */
static void replay(struct merging *merging)
{
    size_t winner = merging->losers[0];
    for (size_t node = (winner + merging->count) / 2; node > 0; node /= 2) {
        const size_t loser = merging->losers[node];
        if (comes_before(merging, loser, winner)) {
            merging->losers[node] = winner;
            winner = loser;
        }
    }
    merging->losers[0] = winner;
}

struct batch {
    struct buffer buffer;
    size_t used, lines;
};

static int put_text(struct batch *batch, cupro_slice line, char line_end)
{
    if (batch->buffer.room - batch->used <= line.length &&
        buffer_reserve(&batch->buffer, batch->used + line.length + 1))
        return CUPRO_ENOMEM;
    unsigned char *to = batch->buffer.bytes + batch->used;
    /* Both sides have room for some bytes more. */
    if (line.length <= SHORT)
        memcpy(to, line.begin, SHORT);
    else
        memcpy(to, line.begin, line.length);
    to[line.length] = (unsigned char)line_end;
    batch->used += line.length + 1;
    batch->lines++;
    return 0;
}

static int put_held(struct merging *merging, struct batch *batch)
{
    if (merging->held_count == 0)
        return 0;
    if (merging->emission->count) {
        if (buffer_reserve(&batch->buffer, batch->used + 24))
            return CUPRO_ENOMEM;
        batch->used += (size_t)sprintf((char *)batch->buffer.bytes + batch->used, "%7llu ",
                                       (unsigned long long)merging->held_count);
    }
    merging->held_count = 0;
    return put_text(batch, (cupro_slice){(const char *)merging->held.bytes, merging->held_length},
                    merging->line_end);
}

static bool is_held(struct merging *merging, const struct run *run)
{
    if (merging->held_count == 0 || merging->held_code_length != run->code.length ||
        memcmp(merging->held_code.bytes, run->code.begin, run->code.length) != 0)
        return false;
    if (!merging->order->collates)
        return true;
    int error = 0;
    const cupro_slice held = {(const char *)merging->held.bytes, merging->held_length};
    return order_compare_collated(&merging->comparer, held, run->line, &error) == 0;
}

static int copy_slice(struct buffer *to, size_t *length, cupro_slice from)
{
    if (buffer_reserve(to, from.length + 1))
        return CUPRO_ENOMEM;
    memcpy(to->bytes, from.begin, from.length);
    *length = from.length;
    return 0;
}

static int take_unique(struct merging *merging, struct batch *batch, const struct run *run)
{
    if (is_held(merging, run)) {
        merging->held_count++;
        return 0;
    }
    int error = put_held(merging, batch);
    if (!error)
        error = copy_slice(&merging->held, &merging->held_length, run->line);
    if (!error)
        error = copy_slice(&merging->held_code, &merging->held_code_length, run->code);
    merging->held_count = 1;
    return error;
}

static int fill_batch(void *item, bool *end, void *ctx)
{
    struct batch *batch = item;
    struct merging *merging = ctx;
    int error = 0;
    batch->used = batch->lines = 0;
    *end = merging->over;
    while (batch->used < BATCH_BYTES && !merging->over && !error) {
        const size_t winner = merging->losers[0];
        if (merging->ended[winner]) {
            merging->over = true;
            error = put_held(merging, batch);
            break;
        }
        struct run *run = &merging->runs[winner];
        error = merging->emission->unique ? take_unique(merging, batch, run)
                                          : put_text(batch, run->line, merging->line_end);
        if (!error) {
            merging->ended[winner] = !run_next(run, &error);
            replay(merging);
        }
    }
    return error;
}

static int write_batch(void *item, void *ctx)
{
    const struct batch *batch = item;
    const struct emission *emission = ((struct merging *)ctx)->emission;
    if (batch->used == 0)
        return 0;
    return emission->put(emission->to, (const char *)batch->buffer.bytes, batch->used,
                         batch->lines);
}

static void drop_batch(void *item, void *ctx)
{
    (void)ctx;
    buffer_free(&((struct batch *)item)->buffer);
}

static int run_merge(struct merging *merging)
{
    static const cupro_pipeline_parts parts = {
        .item_size = sizeof(struct batch),
        .source = fill_batch,
        .sink = write_batch,
        .drop = drop_batch,
    };
    int error = 0;
    for (size_t i = 0; i < merging->count && !error; i++)
        merging->ended[i] = !run_next(&merging->runs[i], &error);
    if (error)
        return error;
    merging->losers[0] = play(merging, 1);
    return cupro_pipeline_run(&parts, merging);
}

int merge_runs(const struct order *order, char line_end, const struct run_source *sources,
               size_t count, size_t room, const struct emission *emission)
{
    struct merging merging = {
        .order = order,
        .comparer = comparer_of(order),
        .emission = emission,
        .line_end = line_end,
        .count = count,
        .runs = calloc(count, sizeof *merging.runs),
        .losers = calloc(count + 1, sizeof *merging.losers),
        .ended = calloc(count, sizeof *merging.ended),
    };
    int error = CUPRO_ENOMEM;
    if (merging.runs && merging.losers && merging.ended) {
        for (size_t i = 0; i < count; i++)
            run_open(&merging.runs[i], &sources[i], order, line_end, room);
        error = run_merge(&merging);
        for (size_t i = 0; i < count; i++)
            run_close(&merging.runs[i]);
    }
    free(merging.runs);
    free(merging.losers);
    free(merging.ended);
    comparer_free(&merging.comparer);
    buffer_free(&merging.held);
    buffer_free(&merging.held_code);
    return error;
}
