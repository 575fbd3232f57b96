/* SPDX-License-Identifier: MIT */
/*
 * cupro_split, cupro_lines, cupro_tokens: the pieces of a text, some at a time.
 *
 * Separators are marked in batches that fit the L1 cache (byte_marks.h), and the set bits walked;
 * the slices that they make are handed to `visit` while the batch is there. memchr would begin anew
 * for each piece.
 */
#include "primitives/pieces/cuts.h"
#include "primitives/pieces/text_pieces.h"
#include "runtime/engine/engine.h"

enum { MOST_SLICES = 512 };

static int mark_text(void *what, size_t at, size_t n, uint64_t *bits)
{
    cupro__text_mark(what, at, n, bits);
    return 0;
}

static int hand_over(const struct cupro__text *text, const cupro_slice *slices, size_t count)
{
    return count > 0 ? text->visit(slices, count, text->ctx) : 0;
}

/* `returns` is NULL, but for lines. */
static int take_pieces(const struct cupro__text *text, size_t at, size_t n, const uint64_t *bits,
                       const uint64_t *returns, size_t *begin)
{
    cupro_slice slices[MOST_SLICES];
    size_t count = 0;
    int error = 0;
    for (size_t word = 0; word * 64 < n && error == 0; word++) {
        count += cupro__word_slices(text, at + word * 64, bits[word],
                                    returns != NULL ? returns[word] : 0, begin, slices + count);
        if (count > MOST_SLICES - 64) {
            error = hand_over(text, slices, count);
            count = 0;
        }
    }
    return error != 0 ? error : hand_over(text, slices, count);
}

static int take_cuts(void *what, size_t at, size_t n, const uint64_t *bits, size_t *begin)
{
    return take_pieces(what, at, n, bits, NULL, begin);
}

static int take_line_ends(void *what, size_t at, size_t n, const uint64_t *bits, size_t *begin)
{
    uint64_t returns[CUPRO__MOST_CUTS / 64];
    cupro__text_mark_returns(what, at, n, bits, returns);
    return take_pieces(what, at, n, bits, returns, begin);
}

static int take_piece(void *what, size_t begin, size_t end)
{
    const struct cupro__text *text = what;
    cupro_slice slice = {text->text + begin, end - begin};
    bool is_last = end == text->length;
    if (begin == end &&
        (text->pieces == CUPRO__TOKENS || (text->pieces == CUPRO__LINES && is_last)))
        return 0;
    if (text->pieces == CUPRO__LINES && !is_last && begin < end && text->text[end - 1] == '\r')
        slice.length--;
    return hand_over(text, &slice, 1);
}

/* `error` is what was wrong with the text. */
static int visit_text(struct cupro__text *text, int error, cupro_visit_slices *visit_slices,
                      const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (error != 0 || visit_slices == NULL)
        return CUPRO_EINVAL;
    text->visit = visit_slices;
    text->ctx = call->ctx;
    struct cupro__cuts cuts = {.n = text->length,
                               .gap = 1,
                               .batch = CUPRO__MOST_CUTS,
                               .has_empty = text->pieces == CUPRO__ALL_PIECES,
                               .what = text,
                               .mark = mark_text,
                               .take = text->pieces == CUPRO__LINES ? take_line_ends : take_cuts,
                               .take_one = take_piece};
    return cupro__cuts_visit(&cuts, 1, call);
}

int cupro_split_with(const void *text, size_t length, int separator, cupro_visit_slices *visit,
                     const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_byte(&job, text, length, CUPRO__ALL_PIECES, separator);
    return visit_text(&job, error, visit, call);
}

int cupro_split_any_with(const void *text, size_t length, const cupro_bytes *separators,
                         cupro_visit_slices *visit, const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_any(&job, text, length, CUPRO__ALL_PIECES, separators);
    return visit_text(&job, error, visit, call);
}

int cupro_lines_with(const void *text, size_t length, cupro_visit_slices *visit,
                     const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_byte(&job, text, length, CUPRO__LINES, '\n');
    return visit_text(&job, error, visit, call);
}

int cupro_tokens_with(const void *text, size_t length, cupro_visit_slices *visit,
                      const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_space(&job, text, length);
    return visit_text(&job, error, visit, call);
}

int cupro_tokens_any_with(const void *text, size_t length, const cupro_bytes *delimiters,
                          cupro_visit_slices *visit, const cupro_call *call)
{
    struct cupro__text job;
    int error = cupro__text_at_any(&job, text, length, CUPRO__TOKENS, delimiters);
    return visit_text(&job, error, visit, call);
}
