/* SPDX-License-Identifier: MIT */
/* Classes of characters (see char_class.h). */
#include "count/words/unicode/char_class.h"
#include "count/words/unicode/utf8.h"

#include <unictype.h>

#include <string.h>

static const struct {
    const char *name;
    bool (*has)(ucs4_t code);
    bool wide; /* has members above 127 */
} names[] = {
    {"alnum", uc_is_alnum, true}, {"alpha", uc_is_alpha, true},  {"blank", uc_is_blank, true},
    {"cntrl", uc_is_cntrl, true}, {"digit", uc_is_digit, false}, {"graph", uc_is_graph, true},
    {"lower", uc_is_lower, true}, {"print", uc_is_print, true},  {"punct", uc_is_punct, true},
    {"space", uc_is_space, true}, {"upper", uc_is_upper, true},  {"xdigit", uc_is_xdigit, false},
};

#define NAMES (sizeof names / sizeof names[0])

/* "[:name:]" at `text`: how long it is. 0: there is no such name. */
static size_t read_name(const char *text, unsigned *named)
{
    for (size_t i = 0; i < NAMES; i++) {
        const size_t length = strlen(names[i].name);
        if (strncmp(text + 2, names[i].name, length) == 0 &&
            strncmp(text + 2 + length, ":]", 2) == 0) {
            *named |= 1U << i;
            return length + 4;
        }
    }
    return 0;
}

/* One character: how long it is. 0: it is none. */
static size_t read_one(const char *text, bool utf8, uint32_t *code)
{
    if (utf8)
        return utf8_read((const unsigned char *)text, strlen(text), code);
    *code = (unsigned char)*text;
    return 1;
}

const char *char_class_parse(struct char_class *class, const char *text, bool utf8)
{
    *class = (struct char_class){.utf8 = utf8, .others = *text == '^'};
    text += class->others;
    if (*text == '\0')
        return "is empty";
    while (*text) {
        struct code_range range;
        size_t length;
        if (strncmp(text, "[:", 2) == 0) {
            length = read_name(text, &class->named);
            if (length == 0)
                return "names a class that there is not";
            text += length;
            continue;
        }
        length = read_one(text, utf8, &range.first);
        if (length == 0)
            return "is not UTF-8";
        text += length;
        range.last = range.first;
        if (text[0] == '-' && text[1] != '\0') {
            length = read_one(text + 1, utf8, &range.last);
            if (length == 0)
                return "is not UTF-8";
            if (range.last < range.first)
                return "has a range whose end is before its beginning";
            text += 1 + length;
        }
        if (class->ranges == MOST_RANGES)
            return "has too many parts";
        class->range[class->ranges++] = range;
    }
    return NULL;
}

static bool is_listed(const struct char_class *class, uint32_t code)
{
    for (size_t i = 0; i < class->ranges; i++) {
        if (class->range[i].first <= code && code <= class->range[i].last)
            return true;
    }
    if (!class->utf8 && code > 127)
        return false;
    for (size_t i = 0; i < NAMES; i++) {
        if (class->named >> i & 1 && names[i].has(code))
            return true;
    }
    return false;
}

bool char_class_has(const struct char_class *class, uint32_t code)
{
    return is_listed(class, code) != class->others;
}

bool char_class_is_wide(const struct char_class *class)
{
    bool wide = class->others;
    for (size_t i = 0; i < class->ranges; i++)
        wide |= class->range[i].last > 127;
    for (size_t i = 0; i < NAMES; i++)
        wide |= class->named >> i & 1 && names[i].wide;
    return class->utf8 && wide;
}
