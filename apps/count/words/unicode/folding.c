/* SPDX-License-Identifier: MIT */
/* Case folding (see folding.h). */
#include "count/words/unicode/folding.h"
#include "count/words/unicode/utf8.h"

#include <cupro/error.h>

#include <unicase.h>
#include <unistr.h>

#include <stdlib.h>

static void describe(const void *arg, uint32_t code, void *entry)
{
    struct folded *folded = entry;
    ucs4_t codes[FOLDED_MOST];
    size_t count = FOLDED_MOST;
    (void)arg;
    if (!u32_casefold(&code, 1, NULL, NULL, codes, &count) || (count == 1 && codes[0] == code))
        return;
    for (size_t i = 0; i < count; i++) {
        const int bytes = u8_uctomb(folded->bytes + folded->length, codes[i],
                                    (ptrdiff_t)(FOLDED_MOST - folded->length));
        folded->length = (unsigned char)(folded->length + (bytes > 0 ? bytes : 0));
    }
}

struct code_pages *folding_new(void)
{
    return code_pages_new(sizeof(struct folded), describe, NULL);
}

size_t folding_begins(struct code_pages *folding, const unsigned char *text, size_t length)
{
    for (size_t i = 0, read; i<length; i += read> 0 ? read : 1) {
        uint32_t code;
        read = utf8_read(text + i, length - i, &code);
        if (read == 0)
            continue;
        const struct folded *folded = code_pages_entry(folding, sizeof *folded, code);
        if (folded && folded->length > 0)
            return i;
    }
    return length;
}

int folding_append(struct code_pages *folding, const unsigned char *text, size_t length,
                   struct buffer *to, size_t *used)
{
    const unsigned char *const end = text + length;
    while (text < end) {
        const size_t left = (size_t)(end - text);
        const int error = buffer_reserve(to, *used + FOLDED_MOST + left);
        if (error)
            return error;
        uint32_t code;
        const size_t read = utf8_read(text, left, &code);
        const struct folded *folded = NULL;
        if (read > 0)
            folded = code_pages_entry(folding, sizeof *folded, code);
        if (folded && folded->length > 0) {
            memcpy(to->bytes + *used, folded->bytes, FOLDED_MOST);
            *used += folded->length;
        } else {
            memcpy(to->bytes + *used, text, read > 0 ? read : 1);
            *used += read > 0 ? read : 1;
        }
        text += read > 0 ? read : 1;
    }
    return 0;
}

void folding_in_place(unsigned char *text, size_t length)
{
    static const unsigned char keep[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const uint64_t ones = UINT64_C(0x0101010101010101), high = 0x80 * ones;
    for (size_t i = 0; i < length; i += sizeof ones) {
        const size_t left = length - i < sizeof ones ? length - i : sizeof ones;
        uint64_t x, mask;
        memcpy(&x, text + i, sizeof x);
        memcpy(&mask, keep + sizeof mask - left, sizeof mask);
        /* The high bit of each byte that is 'A' or more, and of each that is above 'Z'. */
        const uint64_t low = x & ~high;
        const uint64_t capital =
            (low + (0x80 - 'A') * ones) & ~(low + (0x7f - 'Z') * ones) & ~x & high & mask;
        x |= capital >> 2;
        memcpy(text + i, &x, sizeof x);
    }
}
