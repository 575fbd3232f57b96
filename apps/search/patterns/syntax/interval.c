/* SPDX-License-Identifier: MIT */
/*
 * Intervals: {N} {N,} {N,M} {,M}, with backslashes before the braces in basic syntax.
 *
 * Extended syntax takes what is no interval as it stands, but for some cases that are errors all
 * the same, {} and {1,2,3} among them: GNU's rules.
 */
#include "search/patterns/syntax/interval.h"

enum { NO_NUMBER = -1, NONSENSE = -2 };

static const char invalid[] = "Invalid content of \\{\\}";

static bool sees_close(const struct reader *reader)
{
    return reader->syntax->extended ? reader_sees(reader, '}') : reader_sees_two(reader, '\\', '}');
}

/* Up to a comma, the closing brace or the end. */
static int read_number(struct reader *reader)
{
    int number = NO_NUMBER;
    for (; !sees_close(reader) && !reader_sees(reader, ','); reader->at++) {
        if (reader_is_at_end(reader))
            return NONSENSE;
        int digit = reader->text[reader->at] - '0';
        if (digit < 0 || digit > 9 || number == NONSENSE)
            number = NONSENSE;
        else
            number = number == NO_NUMBER ? digit : number * 10 + digit;
        if (number > REPEAT_MOST)
            number = REPEAT_MOST + 1;
        if (reader_sees(reader, '\\') && reader->at + 1 < reader->length)
            reader->at++;
    }
    return number;
}

static bool refuse(struct reader *reader, size_t start)
{
    if (!reader->syntax->extended)
        reader_fail(reader, reader_is_at_end(reader) ? "Unmatched \\{" : invalid);
    reader->at = start;
    return false;
}

bool interval_parse(struct reader *reader, int *least, int *most)
{
    size_t start = reader->at;
    reader->at += reader->syntax->extended ? 1 : 2;
    *least = read_number(reader);
    *most = *least;
    if (*least == NO_NUMBER && reader_sees(reader, ','))
        *least = 0;
    if (*least == NO_NUMBER) {
        reader_fail(reader, invalid);
        return false;
    }
    if (*least != NONSENSE && reader_sees(reader, ',')) {
        reader->at++;
        *most = read_number(reader);
    }
    if (*least == NONSENSE || *most == NONSENSE)
        return refuse(reader, start);
    if (*most == NO_NUMBER)
        *most = REPEAT_FOREVER;
    if (*least > *most || !sees_close(reader))
        reader_fail(reader, invalid);
    else if ((*most == REPEAT_FOREVER ? *least : *most) > REPEAT_MOST)
        reader_fail(reader, "Regular expression too big");
    reader->at += reader->syntax->extended ? 1 : 2;
    return reader->error == NULL;
}
