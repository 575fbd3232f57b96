/* SPDX-License-Identifier: MIT */
/* Keys across the borders of texts (see borders.h): the last words of what was before a text are
 * put before its first ones. With fewer than a key has on either side, no key is made that one text
 * has by itself. */
#include "count/words/refine/borders.h"

#include <cupro/error.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* The words of a text. */
struct border {
    struct border *next;
    size_t name;
    uint64_t part;
    size_t heads, tails;
    cupro_slice head[MOST_GRAMS - 1], tail[MOST_GRAMS - 1];
    char bytes[];
};

struct borders {
    size_t order;
    pthread_mutex_t lock; /* guards the list */
    struct border *first;
};

struct borders *borders_new(size_t order)
{
    struct borders *borders = malloc(sizeof *borders);
    if (!borders)
        return NULL;
    *borders = (struct borders){.order = order};
    pthread_mutex_init(&borders->lock, NULL);
    return borders;
}

static void free_list(struct border *border)
{
    while (border) {
        struct border *const next = border->next;
        free(border);
        border = next;
    }
}

void borders_free(struct borders *borders)
{
    if (!borders)
        return;
    free_list(borders->first);
    pthread_mutex_destroy(&borders->lock);
    free(borders);
}

static size_t bytes_of(const cupro_slice *words, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += words[i].length;
    return bytes;
}

/* Copy words to `to`, and return what is behind them. */
static char *copy(char *to, cupro_slice *copies, const cupro_slice *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memcpy(to, words[i].begin, words[i].length);
        copies[i] = (cupro_slice){to, words[i].length};
        to += words[i].length;
    }
    return to;
}

int borders_add(struct borders *borders, const struct text *text, const cupro_slice *head,
                size_t heads, const cupro_slice *tail, size_t tails)
{
    struct border *border = malloc(sizeof *border + bytes_of(head, heads) + bytes_of(tail, tails));
    if (!border)
        return CUPRO_ENOMEM;
    *border =
        (struct border){.name = text->name, .part = text->part, .heads = heads, .tails = tails};
    copy(copy(border->bytes, border->head, head, heads), border->tail, tail, tails);
    pthread_mutex_lock(&borders->lock);
    border->next = borders->first;
    borders->first = border;
    pthread_mutex_unlock(&borders->lock);
    return 0;
}

static int compare(const void *a, const void *b)
{
    const struct border *x = *(struct border *const *)a, *y = *(struct border *const *)b;
    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    return (x->part > y->part) - (x->part < y->part);
}

/* The words that stand before the border that is being looked at. */
struct before {
    cupro_slice word[MOST_GRAMS - 1];
    size_t count;
};

/* Make the words the last ones, of which no more than `most` count. */
static void go_on(struct before *before, const cupro_slice *words, size_t count, size_t most)
{
    const size_t keep = count < most ? most - count : 0;
    const size_t stay = before->count < keep ? before->count : keep;
    memmove(before->word, before->word + before->count - stay, stay * sizeof *words);
    memcpy(before->word + stay, words, count * sizeof *words);
    before->count = stay + count;
}

/* Put the key of the words in a row into the sink. */
static int put(const cupro_slice *words, size_t order, struct buffer *key, size_t name,
               word_sink *sink, void *arg)
{
    size_t used = 0;
    const int error = buffer_reserve(key, bytes_of(words, order) + order);
    if (error)
        return error;
    for (size_t i = 0; i < order; i++) {
        if (i > 0)
            key->bytes[used++] = ' ';
        memcpy(key->bytes + used, words[i].begin, words[i].length);
        used += words[i].length;
    }
    const cupro_slice made = {(const char *)key->bytes, used};
    return sink(arg, name, &made, 1);
}

/* The keys that begin before a text and end in it. */
static int cross(const struct borders *borders, const struct before *before,
                 const struct border *border, struct buffer *key, word_sink *sink, void *arg)
{
    cupro_slice words[2 * (MOST_GRAMS - 1)];
    const size_t count = before->count + border->heads;
    int error = 0;
    memcpy(words, before->word, before->count * sizeof *words);
    memcpy(words + before->count, border->head, border->heads * sizeof *words);
    for (size_t i = 0; i + borders->order <= count && !error; i++)
        error = put(words + i, borders->order, key, border->name, sink, arg);
    return error;
}

/* Take the borders of a name out of the list. */
static struct border *take(struct borders *borders, size_t name, size_t *count)
{
    struct border *taken = NULL;
    *count = 0;
    pthread_mutex_lock(&borders->lock);
    for (struct border **link = &borders->first; *link;) {
        struct border *border = *link;
        if (name != ALL_NAMES && border->name != name) {
            link = &border->next;
            continue;
        }
        *link = border->next;
        border->next = taken;
        taken = border;
        ++*count;
    }
    pthread_mutex_unlock(&borders->lock);
    return taken;
}

/* The keys of some borders, which come in order. */
static int cross_all(const struct borders *borders, struct border *const *sorted, size_t count,
                     word_sink *sink, void *arg)
{
    struct before before = {.count = 0};
    struct buffer key = {0};
    int error = 0;
    for (size_t i = 0; i < count && !error; i++) {
        if (i > 0 && sorted[i]->name != sorted[i - 1]->name)
            before.count = 0;
        error = cross(borders, &before, sorted[i], &key, sink, arg);
        go_on(&before, sorted[i]->tail, sorted[i]->tails, borders->order - 1);
    }
    buffer_free(&key);
    return error;
}

int borders_flush(struct borders *borders, size_t name, word_sink *sink, void *arg)
{
    size_t count, filled = 0;
    struct border *taken = take(borders, name, &count);
    struct border **sorted = reallocarray(NULL, count + 1, sizeof *sorted);
    int error = sorted ? 0 : CUPRO_ENOMEM;
    if (!error) {
        for (struct border *border = taken; border; border = border->next)
            sorted[filled++] = border;
        qsort(sorted, count, sizeof *sorted, compare);
        error = cross_all(borders, sorted, count, sink, arg);
    }
    free(sorted);
    free_list(taken);
    return error;
}
