/* SPDX-License-Identifier: MIT */
/* Characters as in a bracket expression, without the brackets: A-Za-z0-9_'- or [:alnum:]. */
#ifndef COUNT_CHAR_CLASS_H
#define COUNT_CHAR_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOST_RANGES 128

struct char_class {
    bool utf8;      /* characters of UTF-8, or bytes */
    bool others;    /* it begins with "^": all but the following */
    unsigned named; /* a bit for each of the names that it has */
    size_t ranges;
    struct code_range {
        uint32_t first, last;
    } range[MOST_RANGES];
};

/* Read a class. NULL, or what is wrong with it. */
const char *char_class_parse(struct char_class *class, const char *text, bool utf8);

/* Whether a character, or byte, is in it. Names stand for what libunistring says, and for ASCII
 * only where characters are bytes. */
bool char_class_has(const struct char_class *class, uint32_t code);

/* Whether it may have members above 127 that are characters, not bytes. */
bool char_class_is_wide(const struct char_class *class);

#endif
