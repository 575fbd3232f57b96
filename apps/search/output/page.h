/* SPDX-License-Identifier: MIT */
/* Text that is to be written later, and the messages that belong between its parts. */
#ifndef SEARCH_PAGE_H
#define SEARCH_PAGE_H

#include "common/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A message, for standard error. */
struct note {
    size_t at; /* the text before this place comes first */
    char *text;
};

/* Zero-initialise it. When there is no memory `failed` is set, and nothing is added any more. */
struct page {
    struct buffer buffer;
    size_t used;
    struct note *note;
    size_t notes;
    bool failed;
};

/* Make room for so many bytes more. False: there is no memory. */
bool page_make_room(struct page *page, size_t bytes);

static inline void page_bytes(struct page *page, const void *bytes, size_t length)
{
    if (page->buffer.room - page->used < length && !page_make_room(page, length))
        return;
    if (length > 0)
        memcpy(page->buffer.bytes + page->used, bytes, length);
    page->used += length;
}

static inline void page_byte(struct page *page, char byte)
{
    page_bytes(page, &byte, 1);
}

static inline void page_text(struct page *page, const char *text)
{
    page_bytes(page, text, strlen(text));
}

/* In decimal, right-aligned in so many columns. */
void page_number(struct page *page, uint64_t number, int width);

/* A message at this place. */
void page_note(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Remove everything; what the page holds it keeps for what comes. */
void page_clear(struct page *page);

void page_free(struct page *page);

#endif
