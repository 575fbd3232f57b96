/* SPDX-License-Identifier: MIT */
/*
 * Writing lines (see emit.h): parts of them are put together in parallel, in buffers, and leave one
 * after the other. The lines lie all over the text, so each is fetched ahead.
 */
#include "sort/blocks/emit.h"

#include <cupro.h>

#include <stdio.h>
#include <string.h>

#define PART_LINES 4096
#define AHEAD      24
#define SHORT      32

struct part {
    size_t lo, hi;
    struct buffer buffer;
    size_t used, lines;
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

static int put_line(struct part *part, cupro_slice line, char line_end)
{
    if (part->buffer.room - part->used < line.length + 1 &&
        buffer_reserve(&part->buffer, part->used + line.length + 1))
        return CUPRO_ENOMEM;
    unsigned char *to = part->buffer.bytes + part->used;
    /* A few bytes more than the line's are faster to copy than exactly these; both sides have
     * room for them. */
    if (line.length <= SHORT)
        memcpy(to, line.begin, SHORT);
    else
        memcpy(to, line.begin, line.length);
    to[line.length] = (unsigned char)line_end;
    part->used += line.length + 1;
    part->lines++;
    return 0;
}

static int put_count(struct part *part, uint64_t count)
{
    if (buffer_reserve(&part->buffer, part->used + 24))
        return CUPRO_ENOMEM;
    part->used += (size_t)sprintf((char *)part->buffer.bytes + part->used, "%7llu ",
                                  (unsigned long long)count);
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
    part->used = part->lines = 0;
    for (size_t at = part->lo; at < part->hi && !error; at++) {
        if (at + AHEAD < block->count)
            block_fetch(block, block_index(block, at + AHEAD));
        if (emission->unique && at > 0 && block_same(block, at - 1, at, &comparer))
            continue;
        if (emission->count)
            error = put_count(part, count_same(block, at, &comparer));
        if (!error)
            error = put_line(part, block_line(block, at), block->line_end);
    }
    comparer_free(&comparer);
    return error;
}

static int write_part(void *item, void *ctx)
{
    const struct part *part = item;
    const struct emission *emission = ((const struct emitting *)ctx)->emission;
    return emission->put(emission->to, (const char *)part->buffer.bytes, part->used, part->lines);
}

static void drop_part(void *item, void *ctx)
{
    (void)ctx;
    buffer_free(&((struct part *)item)->buffer);
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
