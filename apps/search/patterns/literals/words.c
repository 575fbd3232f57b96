/* SPDX-License-Identifier: MIT */
/* Lists of byte strings (see words.h). */
#include "search/patterns/literals/words.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void words_free(struct words *words)
{
    for (size_t i = 0; i < words->n; i++)
        free(words->word[i].bytes);
    free(words->word);
    *words = (struct words){0};
}

static bool has_room(struct words *words)
{
    if (words->n < words->room)
        return true;
    size_t room = words->room * 2 + 4;
    struct word *more = realloc(words->word, room * sizeof *more);
    if (more == NULL) {
        words->no_memory = true;
        return false;
    }
    words->word = more;
    words->room = room;
    return true;
}

void words_add(struct words *words, const unsigned char *prefix, size_t prefix_length,
               const unsigned char *rest, size_t rest_length)
{
    unsigned char *bytes = malloc(prefix_length + rest_length + 1);
    if (bytes == NULL || !has_room(words)) {
        words->no_memory = true;
        free(bytes);
        return;
    }
    if (prefix_length > 0)
        memcpy(bytes, prefix, prefix_length);
    if (rest_length > 0)
        memcpy(bytes + prefix_length, rest, rest_length);
    words->word[words->n++] = (struct word){bytes, prefix_length + rest_length};
}

void words_move(struct words *to, struct words *from)
{
    for (size_t i = 0; i < from->n; i++) {
        if (has_room(to))
            to->word[to->n++] = from->word[i];
        else
            free(from->word[i].bytes);
    }
    to->no_memory |= from->no_memory;
    free(from->word);
    *from = (struct words){0};
}

struct words words_product(const struct words *first, const struct words *second)
{
    struct words product = {.no_memory = first->no_memory || second->no_memory};
    for (size_t i = 0; i < first->n; i++)
        for (size_t k = 0; k < second->n; k++)
            words_add(&product, first->word[i].bytes, first->word[i].length, second->word[k].bytes,
                      second->word[k].length);
    return product;
}

/* Bits that a byte says, where letters are mostly lower case. */
static double bits_of(unsigned char byte)
{
    return islower(byte) || byte == ' ' ? 4 : byte == '\t' || byte == '_' ? 5 : 6;
}

double words_rate(const struct words *words)
{
    double rate = words->n == 0 ? 1 : 0;
    for (size_t i = 0; i < words->n; i++) {
        double bits = 0;
        for (size_t k = 0; k < words->word[i].length; k++)
            bits += bits_of(words->word[i].bytes[k]);
        rate += exp2(-bits);
    }
    return rate < 1 ? rate : 1;
}

size_t words_longest(const struct words *words)
{
    size_t longest = 0;
    for (size_t i = 0; i < words->n; i++)
        longest = words->word[i].length > longest ? words->word[i].length : longest;
    return longest;
}
