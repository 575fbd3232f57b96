/* SPDX-License-Identifier: MIT */
/* For the tests of what cupro-count counts: all keys of a text, one behind the other, each with a
 * byte behind it that no text of the tests has. */
#ifndef CUPRO_TEST_WORD_LIST_H
#define CUPRO_TEST_WORD_LIST_H

#include "count/words/word_source.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_END 0xfd

struct word_list {
    unsigned char *bytes;
    size_t length, room;
};

static inline void word_list_put(struct word_list *list, const void *key, size_t length)
{
    if (list->length + length + 1 > list->room) {
        list->room = 2 * (list->length + length + 1);
        list->bytes = realloc(list->bytes, list->room);
        ck_assert_ptr_nonnull(list->bytes);
    }
    memcpy(list->bytes + list->length, key, length);
    list->bytes[list->length + length] = KEY_END;
    list->length += length + 1;
}

static inline int word_list_sink(void *arg, size_t name, const cupro_slice *keys, size_t count)
{
    ck_assert_uint_eq(name, 7);
    ck_assert(count > 0 && count <= WORD_BATCH);
    for (size_t i = 0; i < count; i++)
        word_list_put(arg, keys[i].begin, keys[i].length);
    return 0;
}

static inline void word_list_add_text(struct word_list *list, const struct word_plan *plan,
                                      const unsigned char *bytes, struct text text)
{
    struct word_source source;
    unsigned char *copy = malloc(text.length + BUFFER_SLACK);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, bytes, text.length);
    memset(copy + text.length, 'x', BUFFER_SLACK);
    text.bytes = copy;
    text.name = 7;
    word_source_open(&source, plan, word_list_sink, list);
    ck_assert_int_eq(word_source_add(&source, &text), 0);
    word_source_close(&source);
    free(copy);
}

/* The keys of a text by a plan; added to the list. */
static inline void word_list_add(struct word_list *list, const struct word_plan *plan,
                                 const unsigned char *bytes, size_t length)
{
    word_list_add_text(list, plan, bytes, (struct text){.length = length, .whole = true});
}

/* The same, of a part of an input. */
static inline void word_list_add_part(struct word_list *list, const struct word_plan *plan,
                                      const unsigned char *bytes, size_t length, uint64_t part)
{
    word_list_add_text(list, plan, bytes, (struct text){.length = length, .part = part});
}

static inline size_t word_list_count(const struct word_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->length; i++)
        count += list->bytes[i] == KEY_END;
    return count;
}

static inline int compare_ended(const void *a, const void *b)
{
    const unsigned char *x = *(const unsigned char *const *)a,
                        *y = *(const unsigned char *const *)b;
    while (*x == *y && *x != KEY_END) {
        x++;
        y++;
    }
    return *x - *y;
}

static inline void word_list_sort(struct word_list *list)
{
    const size_t count = word_list_count(list);
    unsigned char **keys = calloc(count + 1, sizeof *keys), *copy = malloc(list->length + 1);
    size_t filled = 0, at = 0;
    ck_assert(keys && copy);
    if (list->length > 0)
        memcpy(copy, list->bytes, list->length);
    for (size_t i = 0; i < list->length; i++) {
        if (i == 0 || copy[i - 1] == KEY_END)
            keys[filled++] = copy + i;
    }
    qsort(keys, count, sizeof *keys, compare_ended);
    for (size_t i = 0; i < count; i++) {
        const unsigned char *byte = keys[i];
        do
            list->bytes[at++] = *byte;
        while (*byte++ != KEY_END);
    }
    free(keys);
    free(copy);
}

static inline void assert_same_words(const struct word_list *want, const struct word_list *got,
                                     const unsigned char *text, size_t length)
{
    if (want->length == got->length &&
        (want->length == 0 || memcmp(want->bytes, got->bytes, want->length) == 0))
        return;
    size_t at = 0;
    while (at < want->length && at < got->length && want->bytes[at] == got->bytes[at])
        at++;
    fprintf(stderr, "text:");
    for (size_t i = 0; i < length && i < 400; i++)
        fprintf(stderr, " %02x", text[i]);
    fprintf(stderr, "\nwant behind byte %zu: %.*s\n got: %.*s\n", at,
            (int)(want->length - at < 60 ? want->length - at : 60), (char *)want->bytes + at,
            (int)(got->length - at < 60 ? got->length - at : 60), (char *)got->bytes + at);
    ck_abort_msg("other words");
}

#endif
