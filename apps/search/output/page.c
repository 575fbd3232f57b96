/* SPDX-License-Identifier: MIT */
/* Pages (see page.h). */
#include "search/output/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_ROOM 4096
#define MAX_DIGITS 20 /* of UINT64_MAX */

bool page_make_room(struct page *page, size_t bytes)
{
    if (bytes > SIZE_MAX / 2 - page->used)
        page->failed = true;
    if (!page->failed && page->buffer.room == 0 && bytes < FIRST_ROOM)
        bytes = FIRST_ROOM;
    if (!page->failed && buffer_reserve(&page->buffer, page->used + bytes))
        page->failed = true;
    return !page->failed;
}

void page_number(struct page *page, uint64_t number, int width)
{
    char digits[MAX_DIGITS];
    int at = MAX_DIGITS;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (at > MAX_DIGITS - width)
        digits[--at] = ' ';
    page_bytes(page, digits + at, (size_t)(MAX_DIGITS - at));
}

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
        page->failed = true;
    else
        page->note[page->notes++] = (struct note){page->used, text};
}

void page_clear(struct page *page)
{
    for (size_t i = 0; i < page->notes; i++)
        free(page->note[i].text);
    page->notes = 0;
    page->used = 0;
}

void page_free(struct page *page)
{
    page_clear(page);
    free(page->note);
    buffer_free(&page->buffer);
}
