/* SPDX-License-Identifier: MIT */
/*
 * cupro_split_new, cupro_lines_new, cupro_tokens_new: all pieces of a text in an array.
 *
 * Two loops, as kept_cuts.c has them; the text is read in the first one only, which is why the line
 * ends with a "\r" before them have bits of their own. Texts without any never touch these.
 */
#include "primitives/arrays/array.h"
#include "primitives/pieces/cuts.h"
#include "primitives/pieces/kept_cuts.h"
#include "primitives/pieces/text_pieces.h"

static const size_t block_bytes = 32 << 10;

static size_t count_bits(const uint64_t *bits, size_t n)
{
    size_t count = 0;
    for (size_t word = 0; word * 64 < n; word++)
        count += (size_t)__builtin_popcountll(bits[word]);
    return count;
}

/* How many tokens end at these cuts, when it is known whether a cut is before them. */
static size_t count_tokens(const uint64_t *bits, size_t n, bool cut_before)
{
    uint64_t before = cut_before;
    size_t count = 0;
    for (size_t word = 0; word * 64 < n; word++) {
        count += (size_t)__builtin_popcountll(bits[word] & ~(bits[word] << 1 | before));
        before = bits[word] >> 63;
    }
    return count;
}

/* The position behind the last cut. */
static size_t behind_last(size_t at, size_t n, const uint64_t *bits)
{
    for (size_t word = (n + 63) / 64; word-- > 0;)
        if (bits[word] != 0)
            return at + word * 64 + 64 - (size_t)__builtin_clzll(bits[word]);
    return CUPRO_NOWHERE;
}

static bool is_cut(const struct cupro__text *text, size_t at)
{
    uint64_t bit;
    cupro__text_mark(text, at, 1, &bit);
    return bit != 0;
}

/* Keep what is not 0; the rest is. */
static void keep_returns(const struct cupro__text *text, size_t at, size_t n, const uint64_t *bits,
                         uint64_t *second, struct cupro__kept_block *block)
{
    uint64_t returns[CUPRO__MOST_CUTS / 64];
    for (size_t done = 0; done < n; done += CUPRO__MOST_CUTS) {
        size_t some = n - done < CUPRO__MOST_CUTS ? n - done : CUPRO__MOST_CUTS;
        cupro__text_mark_returns(text, at + done, some, bits + done / 64, returns);
        for (size_t word = 0; word * 64 < some; word++)
            if (returns[word] != 0) {
                second[done / 64 + word] = returns[word];
                block->has_second = true;
            }
    }
}

/* Whether there is a piece behind the last cut, where `begin` is. */
static bool has_last(const struct cupro__text *text, size_t begin)
{
    return text->pieces == CUPRO__ALL_PIECES || begin < text->length;
}

static int mark_block(void *what, size_t at, size_t n, uint64_t *bits, uint64_t *second,
                      struct cupro__kept_block *block)
{
    const struct cupro__text *text = what;
    cupro__text_mark(text, at, n, bits);
    if (text->pieces == CUPRO__LINES)
        keep_returns(text, at, n, bits, second, block);
    block->open = behind_last(at, n, bits);
    block->results = text->pieces == CUPRO__TOKENS
                         ? count_tokens(bits, n, at == 0 || is_cut(text, at - 1))
                         : count_bits(bits, n);
    if (at + n == text->length)
        block->results += has_last(text, block->open != CUPRO_NOWHERE ? block->open : at);
    return 0;
}

static void write_block(void *what, size_t at, size_t n, const uint64_t *bits,
                        const uint64_t *second, const struct cupro__kept_block *block, void *out)
{
    const struct cupro__text *text = what;
    cupro_slice *slices = out;
    size_t begin = block->open;
    for (size_t word = 0; word * 64 < n; word++)
        slices += cupro__word_slices(text, at + word * 64, bits[word],
                                     block->has_second ? second[word] : 0, &begin, slices);
    if (at + n == text->length && has_last(text, begin))
        *slices = (cupro_slice){text->text + begin, text->length - begin};
}

/* `error` is what was wrong with the text. */
static int new_pieces(struct cupro__text *text, int error, cupro_slice **pieces, size_t *count,
                      const cupro_call *call)
{
    if (pieces != NULL)
        *pieces = NULL;
    if (error != 0 || pieces == NULL || count == NULL)
        return CUPRO_EINVAL;
    struct cupro__kept_cuts kept = {.n = text->length,
                                    .block = block_bytes,
                                    .size = sizeof **pieces,
                                    .block_ns = (double)block_bytes / cupro__bytes_a_ns,
                                    .has_second = text->pieces == CUPRO__LINES,
                                    .has_empty = text->pieces == CUPRO__ALL_PIECES,
                                    .what = text,
                                    .mark = mark_block,
                                    .write = write_block};
    void *out;
    error = cupro__kept_cuts_new(&kept, &out, count, call != NULL ? call : &cupro__usual_call);
    if (error == 0)
        *pieces = out;
    return error;
}

int cupro_split_new_with(const void *text, size_t length, int separator, cupro_slice **pieces,
                         size_t *count, const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_byte(&job, text, length, CUPRO__ALL_PIECES, separator);
    return new_pieces(&job, error, pieces, count, call);
}

int cupro_split_any_new_with(const void *text, size_t length, const cupro_bytes *separators,
                             cupro_slice **pieces, size_t *count, const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_any(&job, text, length, CUPRO__ALL_PIECES, separators);
    return new_pieces(&job, error, pieces, count, call);
}

int cupro_lines_new_with(const void *text, size_t length, cupro_slice **pieces, size_t *count,
                         const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_byte(&job, text, length, CUPRO__LINES, '\n');
    return new_pieces(&job, error, pieces, count, call);
}

int cupro_tokens_new_with(const void *text, size_t length, cupro_slice **pieces, size_t *count,
                          const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_space(&job, text, length);
    return new_pieces(&job, error, pieces, count, call);
}

int cupro_tokens_any_new_with(const void *text, size_t length, const cupro_bytes *delimiters,
                              cupro_slice **pieces, size_t *count, const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_any(&job, text, length, CUPRO__TOKENS, delimiters);
    return new_pieces(&job, error, pieces, count, call);
}
