/* SPDX-License-Identifier: MIT */
/*
 * UAX #29 on ASCII (see ascii_words.h). Letters, numbers and joiners next to each other are never
 * parted (WB5, 8 to 10, 13a, 13b); a byte that joins letters or numbers is part of the word if
 * there is one on both sides (WB6, 7, 11, 12). That is a handful of shifts on masks.
 */
#include "count/words/split/ascii_words.h"
#include "count/words/split/byte_set.h"
#include "count/words/split/positions.h"

void ascii_words_open(struct ascii_words *words, struct code_pages *classes)
{
    *words = (struct ascii_words){.class = {0}};
    for (unsigned byte = 0; byte < 128; byte++) {
        const unsigned char class = code_pages_byte(classes, byte) & 15;
        words->class[byte] = class;
        if (class == CLASS_LETTER)
            byte_set_add(&words->letters, (unsigned char)byte);
        if (class == CLASS_NUMERIC)
            byte_set_add(&words->numbers, (unsigned char)byte);
        if (class == CLASS_JOINER)
            byte_set_add(&words->joiners, (unsigned char)byte);
        if (class == CLASS_MID_LETTER || class == CLASS_MID_BOTH || class == CLASS_SINGLE_QUOTE)
            byte_set_add(&words->mid_letters, (unsigned char)byte);
        if (class == CLASS_MID_NUMBER || class == CLASS_MID_BOTH || class == CLASS_SINGLE_QUOTE)
            byte_set_add(&words->mid_numbers, (unsigned char)byte);
    }
}

static inline __attribute__((always_inline)) uint64_t mask_of(const unsigned char *block,
                                                              const cupro_bytes *set, bool bits)
{
    return bits ? byte_set_mask_ascii(block, set) : byte_set_mask(block, set);
}

static inline __attribute__((always_inline)) size_t
find_words(const unsigned char *text, size_t *blocks, const struct ascii_words *words,
           struct ascii_carry *carry, uint16_t *edges, bool bits)
{
    const size_t most = *blocks * CLASS_BLOCK;
    uint16_t *to = edges;
    size_t base = 0;
    uint64_t all_joiners = 0;
    for (; base < most && class_is_ascii(text + base); base += CLASS_BLOCK) {
        const unsigned char *block = text + base;
        const unsigned char next = block[CLASS_BLOCK];
        const unsigned next_class = next < 128 ? words->class[next] : CLASSES;
        const uint64_t next_letter = next_class == CLASS_LETTER || next_class == CLASSES;
        const uint64_t next_number = next_class == CLASS_NUMERIC || next_class == CLASSES;
        const uint64_t letters = mask_of(block, &words->letters, bits);
        const uint64_t numbers = mask_of(block, &words->numbers, bits);
        const uint64_t joiners = mask_of(block, &words->joiners, bits);
        const uint64_t between_letters = (letters << 1 | carry->letter) &
                                         (letters >> 1 | next_letter << 63) &
                                         mask_of(block, &words->mid_letters, bits);
        const uint64_t between_numbers = (numbers << 1 | carry->number) &
                                         (numbers >> 1 | next_number << 63) &
                                         mask_of(block, &words->mid_numbers, bits);
        const uint64_t inside = letters | numbers | joiners | between_letters | between_numbers;
        to = put_positions(to, inside ^ (inside << 1 | carry->inside), base);
        all_joiners |= joiners;
        carry->inside = inside >> 63;
        carry->letter = letters >> 63;
        carry->number = numbers >> 63;
    }
    carry->joiners |= all_joiners != 0;
    *blocks = base / CLASS_BLOCK;
    return (size_t)(to - edges);
}

static size_t find_plain(const unsigned char *text, size_t *blocks, const struct ascii_words *words,
                         struct ascii_carry *carry, uint16_t *edges)
{
    return find_words(text, blocks, words, carry, edges, false);
}

WITH_BITS static size_t find_bits(const unsigned char *text, size_t *blocks,
                                  const struct ascii_words *words, struct ascii_carry *carry,
                                  uint16_t *edges)
{
    return find_words(text, blocks, words, carry, edges, true);
}

ascii_finder *ascii_finder_choose(void)
{
    return has_bits() ? find_bits : find_plain;
}
