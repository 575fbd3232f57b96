/* SPDX-License-Identifier: MIT */
/* Where a text is cut (see text_pieces.h). */
#include "primitives/pieces/text_pieces.h"

#include "primitives/pieces/cuts.h"

#include <stdbool.h>

/* Row c % 16 has bit c / 16: '\t', '\n', '\f' and '\r' are in column 0, ' ' in column 2. */
static const cupro_bytes ascii_space = {{{[0] = 4, [9] = 1, [10] = 1, [12] = 1, [13] = 1}}};

cupro_bytes cupro_bytes_of(const void *bytes, size_t n)
{
    cupro_bytes set = {{{0}}};
    for (size_t i = 0; i < n; i++) {
        unsigned c = ((const unsigned char *)bytes)[i];
        set.row[c / 128][c % 16] |= (uint8_t)(1u << c / 16 % 8);
    }
    return set;
}

static bool is_wrong(const void *base, size_t length)
{
    return (base == NULL && length > 0) || length > PTRDIFF_MAX;
}

/* Nothing has a place too, so that slices can point there. */
static void make(struct cupro__text *text, const void *base, size_t length,
                 enum cupro__pieces pieces)
{
    *text = (struct cupro__text){.text = base != NULL ? base : "",
                                 .length = length,
                                 .pieces = pieces,
                                 .marks = cupro__byte_marks()};
}

int cupro__text_at_byte(struct cupro__text *text, const void *base, size_t length,
                        enum cupro__pieces pieces, int byte)
{
    if (is_wrong(base, length) || byte < 0 || byte > 255)
        return CUPRO_EINVAL;
    make(text, base, length, pieces);
    text->byte = (unsigned char)byte;
    return 0;
}

int cupro__text_at_any(struct cupro__text *text, const void *base, size_t length,
                       enum cupro__pieces pieces, const cupro_bytes *set)
{
    if (is_wrong(base, length) || set == NULL)
        return CUPRO_EINVAL;
    make(text, base, length, pieces);
    text->set = set;
    return 0;
}

int cupro__text_at_space(struct cupro__text *text, const void *base, size_t length)
{
    return cupro__text_at_any(text, base, length, CUPRO__TOKENS, &ascii_space);
}

void cupro__text_mark(const struct cupro__text *text, size_t at, size_t n, uint64_t *bits)
{
    const unsigned char *from = (const unsigned char *)text->text + at;
    if (text->set != NULL)
        text->marks->among(from, n, text->set, bits);
    else
        text->marks->equal(from, n, text->byte, bits);
}

void cupro__text_mark_returns(const struct cupro__text *text, size_t at, size_t n,
                              const uint64_t *line_ends, uint64_t *returns)
{
    uint64_t before = at > 0 && text->text[at - 1] == '\r';
    text->marks->equal((const unsigned char *)text->text + at, n, '\r', returns);
    for (size_t word = 0; word * 64 < n; word++) {
        uint64_t own = returns[word];
        returns[word] = line_ends[word] & (own << 1 | before);
        before = own >> 63;
    }
}
