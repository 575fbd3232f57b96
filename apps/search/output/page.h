/* SPDX-License-Identifier: MIT */
/* Text that is to be written later, and the messages that belong between its parts. */
#ifndef SEARCH_PAGE_H
#define SEARCH_PAGE_H

#include "common/output/draft.h"

/* A message, for standard error. */
struct note {
    size_t at; /* the text before this place comes first */
    char *text;
};

/* Zero-initialise it. */
struct page {
    struct draft draft;
    struct note *note;
    size_t notes;
};

/* A message at this place. */
void page_note(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Remove everything; what the page holds it keeps for what comes. */
void page_clear(struct page *page);

void page_free(struct page *page);

#endif
