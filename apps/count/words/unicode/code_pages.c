/* SPDX-License-Identifier: MIT */
/* Properties of characters in pages (see code_pages.h). */
#include "count/words/unicode/code_pages.h"

#include <cupro/error.h>

#include <stdlib.h>

struct code_pages *code_pages_new(size_t size, code_describer *describe, const void *arg)
{
    struct code_pages *pages = malloc(sizeof *pages);
    if (!pages)
        return NULL;
    pages->size = size;
    pages->describe = describe;
    pages->arg = arg;
    atomic_init(&pages->failed, false);
    for (size_t i = 0; i < CODE_PAGES; i++)
        atomic_init(&pages->page[i], NULL);
    return pages;
}

void code_pages_free(struct code_pages *pages)
{
    for (size_t i = 0; pages && i < CODE_PAGES; i++)
        free(atomic_load(&pages->page[i]));
    free(pages);
}

int code_pages_error(const struct code_pages *pages)
{
    return atomic_load(&pages->failed) ? CUPRO_ENOMEM : 0;
}

const unsigned char *code_pages_fill(struct code_pages *pages, size_t number)
{
    unsigned char *page = calloc(CODE_PAGE, pages->size);
    if (!page) {
        atomic_store(&pages->failed, true);
        return NULL;
    }
    for (uint32_t i = 0; i < CODE_PAGE; i++)
        pages->describe(pages->arg, (uint32_t)number * CODE_PAGE + i, page + i * pages->size);
    unsigned char *other = NULL;
    /* Read by code_pages_entry(). */
    if (atomic_compare_exchange_strong(&pages->page[number], &other, page))
        return page;
    free(page);
    return other;
}
