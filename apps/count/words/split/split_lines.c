/* SPDX-License-Identifier: MIT */
/*
 * Lines, and fields of lines (see splitters.h). A line ends with the terminator, or where the text
 * does; any other byte is data, and a line may be empty.
 */
#include "count/words/split/splitters.h"

#include <string.h>

typedef int line_taker(struct word_source *source, unsigned char *line, size_t length);

static inline __attribute__((always_inline)) int
each_line(struct word_source *source, unsigned char *text, size_t length, line_taker *take)
{
    const struct word_plan *plan = source->plan;
    const size_t blocks = (length + CLASS_BLOCK - 1) / CLASS_BLOCK;
    memset(text + length, plan->bytes.terminator + 1, blocks * CLASS_BLOCK - length);

    uint16_t ends[EDGES_MAX];
    size_t begin = 0;
    uint64_t open = 0;
    int error = 0;
    for (size_t block = 0; block < blocks && !error; block += EDGES_BLOCKS) {
        const size_t left = blocks - block, base = block * CLASS_BLOCK;
        const size_t count = plan->find(text + base, left < EDGES_BLOCKS ? left : EDGES_BLOCKS,
                                        &plan->bytes, &open, ends);
        for (size_t i = 0; i < count && !error; i++) {
            const size_t end = base + ends[i];
            error = take(source, text + begin, end - begin);
            begin = end + 1;
        }
    }
    if (!error && begin < length)
        error = take(source, text + begin, length - begin);
    return error;
}

static inline int take_line(struct word_source *source, unsigned char *line, size_t length)
{
    return word_source_put(source, line, length);
}

/* -- Fields ------------------------------------------------------------------------------------ */

struct field {
    unsigned char *begin;
    size_t length;
};

/* A field between single bytes; empty behind the last one. */
static struct field field_between(unsigned char *line, size_t length, size_t number, int separator)
{
    unsigned char *const end = line + length;
    for (; number > 0; number--) {
        line = memchr(line, separator, (size_t)(end - line));
        if (!line)
            return (struct field){end, 0};
        line++;
    }
    const unsigned char *next = memchr(line, separator, (size_t)(end - line));
    return (struct field){line, (size_t)((next ? next : end) - line)};
}

static inline bool is_blank(unsigned char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n';
}

/* A field between runs of blanks, those at the beginning of the line being before the first. */
static struct field field_in_blanks(unsigned char *line, size_t length, size_t number)
{
    unsigned char *const end = line + length;
    unsigned char *begin;
    for (size_t passed = 0; passed <= number && line < end; passed++) {
        while (line < end && is_blank(*line))
            line++;
        begin = line;
        while (line < end && !is_blank(*line))
            line++;
        if (passed == number)
            return (struct field){begin, (size_t)(line - begin)};
    }
    return (struct field){end, 0};
}

static struct field field_of(const struct word_plan *plan, unsigned char *line, size_t length,
                             size_t number)
{
    return plan->separator < 0 ? field_in_blanks(line, length, number)
                               : field_between(line, length, number, plan->separator);
}

static inline int take_field(struct word_source *source, unsigned char *line, size_t length)
{
    const struct word_plan *plan = source->plan;
    const struct field field = field_of(plan, line, length, plan->field[0]);
    return word_source_put(source, field.begin, field.length);
}

/* Several fields, with one separator between them. */
static int take_fields(struct word_source *source, unsigned char *line, size_t length)
{
    const struct word_plan *plan = source->plan;
    struct field fields[MOST_FIELDS];
    size_t size = plan->fields - 1;
    for (size_t i = 0; i < plan->fields; i++) {
        fields[i] = field_of(plan, line, length, plan->field[i]);
        size += fields[i].length;
    }
    unsigned char *const key = word_source_room(source, size);
    if (!key)
        return source->error;
    unsigned char *to = key;
    for (size_t i = 0; i < plan->fields; i++) {
        if (i > 0)
            *to++ = plan->separator < 0 ? ' ' : (unsigned char)plan->separator;
        memcpy(to, fields[i].begin, fields[i].length);
        to += fields[i].length;
    }
    return word_source_put(source, key, size);
}

/* -- The splitters ----------------------------------------------------------------------------- */

int split_lines(struct word_source *source, unsigned char *text, size_t length)
{
    return each_line(source, text, length, take_line);
}

int split_field(struct word_source *source, unsigned char *text, size_t length)
{
    return each_line(source, text, length, take_field);
}

int split_fields(struct word_source *source, unsigned char *text, size_t length)
{
    return each_line(source, text, length, take_fields);
}
