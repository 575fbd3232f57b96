/* SPDX-License-Identifier: MIT */
/* Weighing words (see weights.h; the formula is in matrix.h). */
#include "count/documents/weights.h"

#include <cupro/error.h>
#include <cupro/order.h>

#include <math.h>
#include <stdlib.h>

struct weighed {
    cupro_tally_entry entry;
    double weight;
};

double weight_of(uint64_t count, uint64_t frequency, uint64_t files)
{
    return (double)count * (log((1 + (double)files) / (1 + (double)frequency)) + 1);
}

CUPRO_ORDER(by_weight, struct weighed, a, b,
            a.weight > b.weight || (!(a.weight < b.weight) && entry_is_before(&a.entry, &b.entry)));
CUPRO_ORDER(by_name, struct weighed, a, b, entry_is_before(&a.entry, &b.entry));

#define AT_ONCE 64 /* words whose frequencies are looked up at the same time */

static int weigh_some(struct weighed *words, size_t count, const struct weighing *weighing)
{
    cupro_slice keys[AT_ONCE] = {{NULL, 0}};
    uint64_t frequencies[AT_ONCE];
    for (size_t i = 0; i < count; i++)
        keys[i] = words[i].entry.key;
    const int error = cupro_tally_get_slices(weighing->frequencies, keys, count, frequencies);
    for (size_t i = 0; i < count && !error; i++)
        words[i].weight = weight_of(words[i].entry.count, frequencies[i], weighing->files);
    return error;
}

static int weigh(struct weighed *words, size_t count, const struct weighing *weighing)
{
    int error = 0;
    for (size_t done = 0; done < count && !error; done += AT_ONCE)
        error = weigh_some(words + done, count - done < AT_ONCE ? count - done : AT_ONCE, weighing);
    return error;
}

static void put_words(struct draft *draft, const struct weighing *weighing,
                      const struct weighed *words, size_t count, const char *file)
{
    for (size_t i = 0; i < count; i++) {
        const struct weighed *word = &words[weighing->wish->reverse ? count - 1 - i : i];
        const struct row row = {.word = word->entry.key,
                                .count = word->entry.count,
                                .weight = word->weight,
                                .file = file};
        row_put(draft, weighing->shape, &row);
    }
}

/* The heaviest words in front, and then these in the order that is wished for. */
static int choose(struct weighed *words, size_t *count, const struct result_wish *wish)
{
    const bool cut = wish->top < *count;
    int error = 0;
    if (*count > 1 && (cut || wish->order == ORDER_COUNT))
        error = cupro_sort_by(words, *count, &by_weight);
    if (cut)
        *count = (size_t)wish->top;
    if (!error && *count > 1 && wish->order == ORDER_WORD)
        error = cupro_sort_by(words, *count, &by_name);
    return error;
}

int put_weights(struct draft *draft, const struct weighing *weighing, const struct sheet *sheet,
                const char *file)
{
    size_t count = sheet->words, at = 0;
    struct weighed *words = reallocarray(NULL, count + 1, sizeof *words);
    int error = words ? 0 : CUPRO_ENOMEM;
    for (size_t i = 0; i < count && !error; i++)
        words[i].entry = sheet_next(sheet, &at);
    if (!error)
        error = weigh(words, count, weighing);
    if (!error)
        error = choose(words, &count, weighing->wish);
    if (!error)
        put_words(draft, weighing, words, count, file);
    free(words);
    return error;
}
