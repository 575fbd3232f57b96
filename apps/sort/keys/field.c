/* SPDX-License-Identifier: MIT */
/* Finding fields (see field.h). memchr pays for itself at ten bytes; fields are about that long. */
#include "sort/keys/field.h"

static const char *skip_to_byte(const char *at, const char *end, char byte)
{
    while (at < end && *at != byte)
        at++;
    return at;
}

static const char *skip_blanks(const char *at, const char *end, const unsigned char *blank)
{
    while (at < end && blank[(unsigned char)*at])
        at++;
    return at;
}

static const char *skip_field(const char *at, const char *end, const unsigned char *blank)
{
    at = skip_blanks(at, end, blank);
    while (at < end && !blank[(unsigned char)*at])
        at++;
    return at;
}

static const char *skip_bytes(const char *at, const char *end, size_t count)
{
    return count < (size_t)(end - at) ? at + count : end;
}

/* To the beginning of the field behind `count` fields. */
static const char *find_start(const struct field_rules *rules, const char *at, const char *end,
                              size_t count)
{
    if (rules->separator == FIELD_BY_BLANKS) {
        for (; at < end && count > 0; count--)
            at = skip_field(at, end, rules->blank);
        return at;
    }
    for (; at < end && count > 0; count--) {
        at = skip_to_byte(at, end, (char)rules->separator);
        at += at < end;
    }
    return at;
}

/* To the end of the last of `count` fields. */
static const char *find_end(const struct field_rules *rules, const char *at, const char *end,
                            size_t count)
{
    if (rules->separator == FIELD_BY_BLANKS || count == 0)
        return find_start(rules, at, end, count);
    at = find_start(rules, at, end, count - 1);
    return skip_to_byte(at, end, (char)rules->separator);
}

void field_find(const struct sort_key *key, const struct field_rules *rules, const char **begin,
                const char **end)
{
    const char *const line_begin = *begin, *const line_end = *end;
    const char *from = find_start(rules, line_begin, line_end, key->first_field);
    if (key->by.skip_start)
        from = skip_blanks(from, line_end, rules->blank);
    from = skip_bytes(from, line_end, key->first_byte);
    *begin = from;
    if (key->last_field == KEY_TO_LINE_END)
        return;

    const char *to;
    if (key->last_byte == 0) {
        to = find_end(rules, line_begin, line_end, key->last_field + 1);
    } else {
        to = find_start(rules, line_begin, line_end, key->last_field);
        if (key->by.skip_end)
            to = skip_blanks(to, line_end, rules->blank);
        to = skip_bytes(to, line_end, key->last_byte);
    }
    *end = to;
}

void field_locate(const struct sort_key *key, const struct field_rules *rules, const char **begin,
                  const char **end)
{
    field_find(key, rules, begin, end);
    if (*end < *begin)
        *end = *begin;
}
