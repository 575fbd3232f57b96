/* SPDX-License-Identifier: MIT */
/* The formats of a line (see row.h). */
#include "count/results/row.h"

#include "common/output/json_string.h"

#include <string.h>

/* -- Fields, between separators ---------------------------------------------------------------- */

/* What stands for a byte behind a backslash in tsv, or 0. */
static char escape_of(char byte)
{
    switch (byte) {
    case '\\':
        return '\\';
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    default:
        return 0;
    }
}

static void put_tsv(struct draft *draft, const char *bytes, size_t length)
{
    size_t done = 0;
    for (size_t i = 0; i < length; i++) {
        const char escape = escape_of(bytes[i]);
        if (escape) {
            draft_bytes(draft, bytes + done, i - done);
            draft_byte(draft, '\\');
            draft_byte(draft, escape);
            done = i + 1;
        }
    }
    draft_bytes(draft, bytes + done, length - done);
}

static bool wants_quotes(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == ',' || bytes[i] == '"' || bytes[i] == '\n' || bytes[i] == '\r')
            return true;
    }
    return false;
}

static void put_csv(struct draft *draft, const char *bytes, size_t length)
{
    if (!wants_quotes(bytes, length)) {
        draft_bytes(draft, bytes, length);
        return;
    }
    draft_byte(draft, '"');
    for (const char *const end = bytes + length; bytes < end;) {
        const char *quote = memchr(bytes, '"', (size_t)(end - bytes));
        const char *next = quote ? quote + 1 : end;
        draft_bytes(draft, bytes, (size_t)(next - bytes));
        if (quote)
            draft_byte(draft, '"');
        bytes = next;
    }
    draft_byte(draft, '"');
}

/* -- Lines ------------------------------------------------------------------------------------- */

static void put_text_row(struct draft *draft, const struct row_shape *shape, const struct row *row)
{
    draft_number(draft, row->count, COUNT_WIDTH);
    draft_byte(draft, ' ');
    if (shape->weight && !row->is_total) {
        draft_decimal(draft, row->weight);
        draft_byte(draft, ' ');
    }
    if (shape->file && !row->is_total) {
        draft_text(draft, row->file);
        draft_byte(draft, '\t');
    }
    draft_bytes(draft, row->word.begin, row->word.length);
}

static void put_fields(struct draft *draft, const struct row_shape *shape, const struct row *row)
{
    const bool csv = shape->format == FORMAT_CSV;
    const char separator = csv ? ',' : '\t';
    void (*const put)(struct draft *, const char *, size_t) = csv ? put_csv : put_tsv;
    draft_number(draft, row->count, 1);
    draft_byte(draft, separator);
    if (shape->weight) {
        if (!row->is_total)
            draft_decimal(draft, row->weight);
        draft_byte(draft, separator);
    }
    if (shape->file) {
        if (!row->is_total)
            put(draft, row->file, strlen(row->file));
        draft_byte(draft, separator);
    }
    put(draft, row->word.begin, row->word.length);
}

static void put_object(struct draft *draft, const struct row_shape *shape, const struct row *row)
{
    draft_text(draft, ",\n{");
    if (shape->file) {
        draft_text(draft, "\"file\": ");
        json_string(draft, row->file, strlen(row->file));
        draft_text(draft, ", ");
    }
    draft_text(draft, "\"word\": ");
    json_string(draft, row->word.begin, row->word.length);
    draft_text(draft, ", \"");
    draft_text(draft, shape->number);
    draft_text(draft, "\": ");
    draft_number(draft, row->count, 1);
    if (shape->weight) {
        draft_text(draft, ", \"tf_idf\": ");
        draft_decimal(draft, row->weight);
    }
    draft_byte(draft, '}');
}

void row_put(struct draft *draft, const struct row_shape *shape, const struct row *row)
{
    if (shape->format == FORMAT_JSON) {
        put_object(draft, shape, row);
        return;
    }
    if (shape->format == FORMAT_TEXT)
        put_text_row(draft, shape, row);
    else
        put_fields(draft, shape, row);
    draft_byte(draft, shape->format == FORMAT_TEXT ? shape->line_end : '\n');
}
