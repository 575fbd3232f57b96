/* SPDX-License-Identifier: MIT */
/* Words in a row (see grams.h). Each word is copied once, whatever the order. */
#include "count/words/refine/grams.h"

#include <string.h>

void grams_open(struct grams *grams, size_t order)
{
    *grams = (struct grams){.order = order};
}

void grams_close(struct grams *grams)
{
    buffer_free(&grams->joined);
    buffer_free(&grams->head);
}

void grams_begin(struct grams *grams)
{
    grams->used = grams->words = 0;
    grams->head_used = grams->heads = 0;
}

/* Write words behind those that are in a buffer, each with a space behind it. */
static int append(struct buffer *joined, size_t *used, size_t *begin, const cupro_slice *words,
                  size_t count)
{
    size_t bytes = *used;
    for (size_t i = 0; i < count; i++)
        bytes += words[i].length + 1;
    const int error = buffer_reserve(joined, bytes);
    if (error)
        return error;
    for (size_t i = 0; i < count; i++) {
        begin[i] = *used;
        memcpy(joined->bytes + *used, words[i].begin, words[i].length);
        *used += words[i].length;
        joined->bytes[(*used)++] = ' ';
    }
    return 0;
}

/* From the beginning of one word to the end of another. */
static cupro_slice part(const struct buffer *joined, const size_t *begin, size_t words, size_t used,
                        size_t first, size_t last)
{
    const size_t end = last + 1 < words ? begin[last + 1] : used;
    return (cupro_slice){(const char *)joined->bytes + begin[first], end - 1 - begin[first]};
}

/* Forget all words but those that keys to come begin with. */
static void forget(struct grams *grams)
{
    const size_t keep = grams->order - 1;
    if (grams->words <= keep)
        return;
    const size_t gone = grams->words - keep;
    const size_t from = keep > 0 ? grams->begin[gone] : grams->used;
    memmove(grams->joined.bytes, grams->joined.bytes + from, grams->used - from);
    for (size_t i = 0; i < keep; i++)
        grams->begin[i] = grams->begin[gone + i] - from;
    grams->used -= from;
    grams->words = keep;
}

int grams_make(struct grams *grams, cupro_slice *keys, size_t *count)
{
    const size_t missing = grams->order - 1 - grams->heads;
    const size_t heads = *count < missing ? *count : missing;
    forget(grams);
    int error =
        append(&grams->head, &grams->head_used, grams->head_begin + grams->heads, keys, heads);
    if (!error)
        error = append(&grams->joined, &grams->used, grams->begin + grams->words, keys, *count);
    if (error)
        return error;
    grams->heads += heads;
    grams->words += *count;
    *count = 0;
    for (size_t i = 0; i + grams->order <= grams->words; i++)
        keys[(*count)++] =
            part(&grams->joined, grams->begin, grams->words, grams->used, i, i + grams->order - 1);
    return 0;
}

int grams_end(struct grams *grams, const struct text *text, struct borders *borders)
{
    cupro_slice head[MOST_GRAMS - 1], tail[MOST_GRAMS - 1];
    if (text->whole || grams->heads == 0)
        return 0;
    forget(grams);
    for (size_t i = 0; i < grams->heads; i++)
        head[i] = part(&grams->head, grams->head_begin, grams->heads, grams->head_used, i, i);
    for (size_t i = 0; i < grams->words; i++)
        tail[i] = part(&grams->joined, grams->begin, grams->words, grams->used, i, i);
    return borders_add(borders, text, head, grams->heads, tail, grams->words);
}
