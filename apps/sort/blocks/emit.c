/* SPDX-License-Identifier: MIT */
/*
 * Writing lines (see emit.h): parts of them are put together in parallel, in buffers, and leave one
 * after the other. The lines lie all over the text, so each is fetched ahead.
 */
#include "sort/blocks/emit.h"
#include "sort/blocks/line_buffer.h"

#include <cupro.h>

#define PART_LINES 4096
#define AHEAD      24

struct part {
    size_t lo, hi;
    struct line_buffer out;
};

struct emitting {
    const struct block *block;
    const struct emission *emission;
    size_t next;
};

static int next_part(void *item, bool *end, void *ctx)
{
    struct part *part = item;
    struct emitting *emitting = ctx;
    const size_t left = emitting->block->count - emitting->next;
    *end = left == 0;
    part->lo = emitting->next;
    part->hi = emitting->next += left < PART_LINES ? left : PART_LINES;
    return 0;
}

/* How many lines have the keys of the one at `at`. */
static uint64_t count_same(const struct block *block, size_t at, struct comparer *comparer)
{
    uint64_t count = 1;
    while (at + count < block->count && block_same(block, at + count - 1, at + count, comparer))
        count++;
    return count;
}

static int fill_part(void *item, void *ctx)
{
    struct part *part = item;
    const struct emitting *emitting = ctx;
    const struct block *block = emitting->block;
    const struct emission *emission = emitting->emission;
    struct comparer comparer = comparer_of(block->order);
    int error = 0;
    line_buffer_clear(&part->out);
    for (size_t at = part->lo; at < part->hi && !error; at++) {
        if (at + AHEAD < block->count)
            block_fetch(block, block_index(block, at + AHEAD));
        if (emission->unique && at > 0 && block_same(block, at - 1, at, &comparer))
            continue;
        if (emission->count)
            error = line_buffer_add_count(&part->out, count_same(block, at, &comparer));
        if (!error)
            error = line_buffer_add(&part->out, block_line(block, at), block->line_end);
    }
    comparer_free(&comparer);
    return error;
}

static int write_part(void *item, void *ctx)
{
    const struct line_buffer *out = &((const struct part *)item)->out;
    const struct emission *emission = ((const struct emitting *)ctx)->emission;
    return emission->put(emission->to, (const char *)out->buffer.bytes, out->used, out->lines);
}

static void drop_part(void *item, void *ctx)
{
    (void)ctx;
    buffer_free(&((struct part *)item)->out.buffer);
}

int emit_block(const struct block *block, const struct emission *emission)
{
    static const cupro_pipeline_parts parts = {
        .item_size = sizeof(struct part),
        .source = next_part,
        .stage = {{fill_part, CUPRO_PARALLEL}},
        .sink = write_part,
        .drop = drop_part,
    };
    struct emitting emitting = {block, emission, 0};
    if (block->count > PART_LINES)
        return cupro_pipeline_run(&parts, &emitting);
    /* One part needs no pipeline. */
    struct part part = {0};
    bool end;
    next_part(&part, &end, &emitting);
    int error = fill_part(&part, &emitting);
    if (!error && !end)
        error = write_part(&part, &emitting);
    drop_part(&part, NULL);
    return error;
}
