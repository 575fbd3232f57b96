/* SPDX-License-Identifier: MIT */
/* A pattern's text as it is being read, for the parsers of its parts. */
#ifndef SEARCH_READER_H
#define SEARCH_READER_H

#include "search/patterns/syntax/syntax.h"

struct reader {
    const unsigned char *text;
    size_t length, at;
    struct syntax *syntax;
    const char *error; /* NULL, or the first one */
};

/* Is this what comes next? */
static inline bool reader_sees(const struct reader *reader, char c)
{
    return reader->at < reader->length && reader->text[reader->at] == (unsigned char)c;
}

static inline bool reader_sees_two(const struct reader *reader, char first, char second)
{
    return reader_sees(reader, first) && reader->at + 1 < reader->length &&
           reader->text[reader->at + 1] == (unsigned char)second;
}

static inline bool reader_is_at_end(const struct reader *reader)
{
    return reader->at >= reader->length;
}

/* The character that begins `at`, which is before the end, and its length. */
uint32_t reader_character(const struct reader *reader, size_t at, size_t *length);

/* Fail with a text, unless something has failed before. */
void reader_fail(struct reader *reader, const char *text);

#endif
