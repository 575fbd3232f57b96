/* SPDX-License-Identifier: MIT */
/* Ranks and codes for all lines (see coding.h). */
#include "sort/blocks/coding.h"

#include <cupro.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define DIFFERS     1 /* codes do not all begin as the sample's do */
#define RANK_BYTES  sizeof(uint64_t)
#define COMMON_MOST 64
#define SAMPLE      256
#define ARENA_LINES ((size_t)1 << 14) /* lines whose codes share an arena */

struct coding {
    struct block *block;
    const struct cut_text *cut;
    char common[COMMON_MOST]; /* what codes begin with: block->common bytes */
    atomic_bool longer;       /* there are codes that do not fit their ranks */
};

static size_t slot_of(const struct block *block, size_t line)
{
    return block->order->backward ? block->count - 1 - line : line;
}

/* -- Ranks --------------------------------------------------------------------------------------
 */

/* The first bytes as a number; what is missing is 0. */
static uint64_t rank_of(const char *code, size_t length)
{
    uint64_t rank = 0;
    memcpy(&rank, code, length < RANK_BYTES ? length : RANK_BYTES);
    return __builtin_bswap64(rank);
}

static bool begins_alike(const struct coding *coding, cupro_slice code)
{
    const size_t common = coding->block->common;
    return code.length >= common && memcmp(code.begin, coding->common, common) == 0;
}

static int rank_range(size_t lo, size_t hi, void *ctx)
{
    struct coding *coding = ctx;
    struct block *block = coding->block;
    const size_t common = block->common;
    struct encoder encoder = {.order = block->order, .limit = common + RANK_BYTES + 1};
    bool longer = false;
    int error = 0;
    for (size_t i = lo; i < hi && !error; i++) {
        const cupro_slice line = coding->cut->lines[i];
        cupro_slice code;
        error = order_code(&encoder, line, &code);
        if (!error && !begins_alike(coding, code))
            error = DIFFERS;
        if (error)
            break;
        const size_t slot = slot_of(block, i);
        block->ranks[slot] = rank_of(code.begin + common, code.length - common);
        block->places[slot] = place_of(block->text, line);
        longer |= code.length - common > RANK_BYTES;
    }
    encoder_free(&encoder);
    if (longer)
        atomic_store_explicit(&coding->longer, true, memory_order_relaxed);
    return error;
}

/* Look at some lines all over the text: what do their codes begin with, and do the others fit? */
static int look_at_sample(struct coding *coding)
{
    struct block *block = coding->block;
    const struct cut_text *cut = coding->cut;
    struct encoder encoder = {.order = block->order};
    const size_t step = cut->count / SAMPLE + 1;
    size_t longest = 0;
    int error = 0;
    for (size_t i = 0; i < cut->count && !error; i += step) {
        cupro_slice code = {NULL, 0};
        error = order_code(&encoder, cut->lines[i], &code);
        size_t alike = 0, most = i == 0 ? COMMON_MOST : block->common;
        if (i == 0 && code.length > 0)
            memcpy(coding->common, code.begin, code.length < most ? code.length : most);
        while (alike < most && alike < code.length && code.begin[alike] == coding->common[alike])
            alike++;
        block->common = alike;
        longest = code.length > longest ? code.length : longest;
    }
    encoder_free(&encoder);
    coding->longer = longest > block->common + RANK_BYTES;
    return error;
}

static int rank_lines(struct coding *coding)
{
    struct block *block = coding->block;
    const size_t count = coding->cut->count;
    block->kind = BLOCK_RANKS;
    block->ranks = reallocarray(NULL, count, sizeof *block->ranks);
    block->places = reallocarray(NULL, count, sizeof *block->places);
    if (!block->ranks || !block->places)
        return CUPRO_ENOMEM;
    int error = cupro_for(count, rank_range, coding, .grain = 4096);
    if (error == DIFFERS) {
        block->common = 0;
        error = cupro_for(count, rank_range, coding, .grain = 4096);
    }
    /* Codes end themselves, so that missing bytes are not taken for zeros; parts of lines do not.
     */
    block->exact = !coding->longer && !block->order->direct;
    return error;
}

static void drop_ranks(struct block *block)
{
    free(block->ranks);
    free(block->places);
    block->ranks = block->places = NULL;
}

/* -- Codes --------------------------------------------------------------------------------------
 */

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

static int code_lines(struct coding *coding)
{
    struct block *block = coding->block;
    const size_t count = coding->cut->count;
    block->kind = BLOCK_CODES;
    block->arena_count = (count + ARENA_LINES - 1) / ARENA_LINES;
    block->arenas = calloc(block->arena_count, sizeof *block->arenas);
    block->coded = reallocarray(NULL, count, sizeof *block->coded);
    if (!block->arenas || !block->coded)
        return CUPRO_ENOMEM;
    return cupro_chunks(count, ARENA_LINES, code_range, coding, .grain = 1);
}

int code_block(struct block *block, const struct cut_text *cut)
{
    struct coding coding = {.block = block, .cut = cut};
    int error = look_at_sample(&coding);
    if (error)
        return error;
    if (!block->order->collates || !coding.longer) {
        error = rank_lines(&coding);
        if (error || block->exact || !block->order->collates)
            return error;
        drop_ranks(block);
    }
    return code_lines(&coding);
}
