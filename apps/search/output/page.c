/* SPDX-License-Identifier: MIT */
/* Pages (see page.h). */
#include "search/output/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void page_note(struct page *page, const char *format, ...)
{
    struct note *note = reallocarray(page->note, page->notes + 1, sizeof *note);
    char *text;
    va_list arguments;
    va_start(arguments, format);
    const int length = note ? vasprintf(&text, format, arguments) : -1;
    va_end(arguments);
    page->note = note ? note : page->note;
    if (length < 0)
        page->draft.failed = true;
    else
        page->note[page->notes++] = (struct note){page->draft.used, text};
}

void page_clear(struct page *page)
{
    for (size_t i = 0; i < page->notes; i++)
        free(page->note[i].text);
    page->notes = 0;
    page->draft.used = 0;
}

void page_free(struct page *page)
{
    page_clear(page);
    free(page->note);
    draft_free(&page->draft);
}
