/* SPDX-License-Identifier: MIT */
/* Lines with their keys underlined (see key_marks.h). */
#include "sort/keys/key_marks.h"
#include "sort/keys/encode.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

static void add(struct key_marks *marks, const char *text, size_t length)
{
    if (buffer_reserve(&marks->line, marks->used + length))
        fail_code(CUPRO_ENOMEM);
    memcpy(marks->line.bytes + marks->used, text, length);
    marks->used += length;
}

static void add_times(struct key_marks *marks, char byte, size_t count)
{
    while (count-- > 0)
        add(marks, &byte, 1);
}

/* Columns of a terminal; tabs, which are shown as '>', take one. */
static size_t width_of(const char *at, const char *end)
{
    size_t width = 0;
    mbstate_t state = {0};
    while (at < end) {
        wchar_t wide;
        size_t length = mbrtowc(&wide, at, (size_t)(end - at), &state);
        if (length == (size_t)-2) /* a part of one; no more can follow */
            return width + 1;
        if (length == (size_t)-1) {
            memset(&state, 0, sizeof state);
            length = 1;
            width++;
        } else {
            const int columns = wcwidth(wide);
            length = length == 0 ? 1 : length;
            if (columns >= 0)
                width += (size_t)columns;
            else
                width += *at == '\t' || !iswcntrl((wint_t)wide);
        }
        at += length;
    }
    return width;
}

static void add_marks(struct key_marks *marks, cupro_slice line, const char *begin, const char *end)
{
    static const char no_match[] = "^ no match for key";
    const size_t width = width_of(begin, end);
    add_times(marks, ' ', width_of(line.begin, begin));
    if (width > 0)
        add_times(marks, '_', width);
    else
        add(marks, no_match, sizeof no_match - 1);
    add_times(marks, '\n', 1);
}

/* As GNU sort does for a key that begins with the line: no blanks behind its end are skipped. */
static void stay_in_key(const struct sort_key *key, const char **begin, const char *end)
{
    if (end < *begin && key->by.skip_start && key->first_field == 0 && key->first_byte == 0)
        *begin = end;
}

/* The part of the key that is a number or a month: what counts. GNU sort looks for it behind the
 * blanks even where the key ends before it begins. */
static void tighten(const struct key_marks *marks, const struct ordering *by, const char **begin,
                    const char **end, const char *line_end)
{
    const struct rules *rules = &marks->order->rules;
    if (!(by->month || by->numeric || by->general || by->human))
        return;
    const char *limit = *end < *begin ? line_end : *end;
    while (*begin < limit && rules->blank[(unsigned char)**begin])
        (*begin)++;
    if (*end < *begin)
        return;
    *end = by->month     ? month_end(rules, *begin, *end)
           : by->general ? general_end(*begin, *end)
                         : number_end(rules, *begin, *end, by->human);
}

static void mark_line(struct key_marks *marks, cupro_slice line)
{
    const struct key_list *keys = &marks->order->keys;
    size_t marked = 0;
    for (size_t i = 0; i < line.length; i++)
        add(marks, line.begin[i] == '\t' ? ">" : &line.begin[i], 1);
    add_times(marks, '\n', 1);
    for (; marked < keys->count && !keys->key[marked].whole; marked++) {
        const struct sort_key *key = &keys->key[marked];
        const char *begin = line.begin, *end = line.begin + line.length;
        field_find(key, &marks->order->fields, &begin, &end);
        stay_in_key(key, &begin, end);
        tighten(marks, &key->by, &begin, &end, line.begin + line.length);
        if (end < begin)
            end = begin;
        add_marks(marks, line, begin, end);
    }
    if (marked == 0 || !(marks->options->unique || marks->options->stable))
        add_marks(marks, line, line.begin, line.begin + line.length);
}

int key_marks_put(void *to, const char *text, size_t length, size_t lines)
{
    struct key_marks *marks = to;
    int error = 0;
    for (; lines > 0 && !error; lines--) {
        const char *end = memchr(text, marks->options->line_end, length);
        const size_t size = (size_t)(end - text);
        marks->used = 0;
        mark_line(marks, (cupro_slice){text, size});
        error = result_lines(marks->result, (char *)marks->line.bytes, marks->used, 1);
        text += size + 1;
        length -= size + 1;
    }
    return error;
}
