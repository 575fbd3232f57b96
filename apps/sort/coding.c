/* SPDX-License-Identifier: MIT */
/* Codes for all lines (see coding.h). */
#include "sort/coding.h"

#include <cupro.h>

#include <stdlib.h>
#include <string.h>

#define TOO_LONG    1
#define RANK_BYTES  sizeof(uint64_t)
#define SAMPLE      256
#define ARENA_LINES ((size_t)1 << 14) /* lines whose codes share an arena */

struct coding {
    struct block *block;
    const struct cut_text *cut;
};

static size_t slot_of(const struct block *block, size_t line)
{
    return block->order->backward ? block->count - 1 - line : line;
}

/* The eight bytes of a short code as a number; what is missing is 0, as codes end themselves. */
static uint64_t rank_of(const unsigned char *code, size_t length)
{
    uint64_t rank = 0;
    memcpy(&rank, code, length);
    return __builtin_bswap64(rank);
}

static int rank_range(size_t lo, size_t hi, void *ctx)
{
    const struct coding *coding = ctx;
    struct block *block = coding->block;
    struct encoder encoder = {.order = block->order};
    int error = 0;
    for (size_t i = lo; i < hi && !error; i++) {
        const cupro_slice line = coding->cut->lines[i];
        error = encode_line(&encoder, line);
        if (!error && encoder.length > RANK_BYTES)
            error = TOO_LONG;
        if (error)
            break;
        const size_t slot = slot_of(block, i);
        block->ranks[slot] = rank_of(encoder.code.bytes, encoder.length);
        block->places[slot] = place_of(block->text, line);
    }
    encoder_free(&encoder);
    return error;
}

/* Look at some lines all over the text. */
static int sample_fits(const struct block *block, const struct cut_text *cut, bool *fits)
{
    struct encoder encoder = {.order = block->order};
    const size_t step = cut->count / SAMPLE + 1;
    int error = 0;
    *fits = true;
    for (size_t i = 0; i < cut->count && *fits && !error; i += step) {
        error = encode_line(&encoder, cut->lines[i]);
        *fits = encoder.length <= RANK_BYTES;
    }
    encoder_free(&encoder);
    return error;
}

int code_ranks(struct block *block, const struct cut_text *cut, bool *fits)
{
    int error = sample_fits(block, cut, fits);
    if (error || !*fits)
        return error;
    block->ranks = reallocarray(NULL, cut->count, sizeof *block->ranks);
    block->places = reallocarray(NULL, cut->count, sizeof *block->places);
    if (!block->ranks || !block->places)
        return CUPRO_ENOMEM;
    struct coding coding = {block, cut};
    block->kind = BLOCK_RANKS;
    error = cupro_for(cut->count, rank_range, &coding, .grain = 4096);
    *fits = error == 0;
    if (error) {
        free(block->ranks);
        free(block->places);
        block->ranks = block->places = NULL;
    }
    return error == TOO_LONG ? 0 : error;
}

/* One arena's lines. */
static int code_range(size_t lo, size_t hi, void *ctx)
{
    const struct coding *coding = ctx;
    struct block *block = coding->block;
    struct encoder encoder = {.order = block->order};
    struct buffer *arena = &block->arenas[lo / ARENA_LINES];
    size_t used = 0;
    int error = 0;
    for (size_t i = lo; i < hi && !error; i++) {
        const cupro_slice line = coding->cut->lines[i];
        error = encode_line(&encoder, line);
        if (!error)
            error = buffer_reserve(arena, used + encoder.length);
        if (error)
            break;
        memcpy(arena->bytes + used, encoder.code.bytes, encoder.length);
        used += encoder.length;
        block->coded[slot_of(block, i)] =
            (struct coded){{NULL, encoder.length}, place_of(block->text, line)};
    }
    encoder_free(&encoder);
    /* The arena has its place now. */
    const char *at = (const char *)arena->bytes;
    for (size_t i = lo; i < hi && !error; i++) {
        struct coded *coded = &block->coded[slot_of(block, i)];
        coded->code.begin = at;
        at += coded->code.length;
    }
    return error;
}

static int reserve_coded(struct block *block, const struct cut_text *cut)
{
    block->kind = BLOCK_CODES;
    block->coded = reallocarray(NULL, cut->count, sizeof *block->coded);
    return block->coded ? 0 : CUPRO_ENOMEM;
}

int code_lines(struct block *block, const struct cut_text *cut)
{
    struct coding coding = {block, cut};
    block->arena_count = (cut->count + ARENA_LINES - 1) / ARENA_LINES;
    block->arenas = calloc(block->arena_count, sizeof *block->arenas);
    if (!block->arenas || reserve_coded(block, cut))
        return CUPRO_ENOMEM;
    return cupro_chunks(cut->count, ARENA_LINES, code_range, &coding, .grain = 1);
}

static int place_range(size_t lo, size_t hi, void *ctx)
{
    const struct coding *coding = ctx;
    struct block *block = coding->block;
    for (size_t i = lo; i < hi; i++) {
        const cupro_slice line = coding->cut->lines[i];
        block->coded[slot_of(block, i)] =
            (struct coded){order_slice(block->order, line), place_of(block->text, line)};
    }
    return 0;
}

int code_in_place(struct block *block, const struct cut_text *cut)
{
    struct coding coding = {block, cut};
    if (reserve_coded(block, cut))
        return CUPRO_ENOMEM;
    return cupro_for(cut->count, place_range, &coding, .grain = 4096);
}
