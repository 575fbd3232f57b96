/* SPDX-License-Identifier: MIT */
/* Patterns that are being read (see reader.h). */
#include "search/patterns/syntax/reader.h"

#include "search/patterns/syntax/utf8.h"

void reader_fail(struct reader *reader, const char *text)
{
    if (reader->error == NULL)
        reader->error = text;
}

uint32_t reader_character(const struct reader *reader, size_t at, size_t *length)
{
    *length = 1;
    return reader->syntax->tree->utf8
               ? utf8_character(reader->text + at, reader->length - at, length)
               : reader->text[at];
}
