/* SPDX-License-Identifier: MIT */
/*
 * Sets of characters, as ranges.
 *
 * A character is a code point; or, with 8-bit characters, a byte. Bytes of a pattern that belong to
 * no character of UTF-8 are numbers from STRAY_BYTE on: they match that byte, whatever it is part
 * of.
 */
#ifndef SEARCH_CHAR_SET_H
#define SEARCH_CHAR_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wctype.h>

enum { LAST_CODE_POINT = 0x10ffff, STRAY_BYTE = 0x110000, NO_CHARACTER = 0x120000 };

struct char_range {
    uint32_t first, last;
};

/* Settled: in ascending order, with gaps between. All functions but char_set_add leave it so. */
struct char_set {
    struct char_range *ranges; /* malloc'ed */
    size_t n, room;
    bool no_memory; /* something could not be added */
};

void char_set_add(struct char_set *set, uint32_t first, uint32_t last);
void char_set_settle(struct char_set *set);
void char_set_free(struct char_set *set);

/* All characters of a locale. */
void char_set_add_all(struct char_set *set, bool utf8);

/* All characters that are not in the set. */
void char_set_invert(struct char_set *set, bool utf8);

/* Everything that the locale puts into a class. */
void char_set_add_class(struct char_set *set, wctype_t class, bool utf8);

/* The index of a settled set's first range that does not end before a character. */
size_t char_set_from(const struct char_set *set, uint32_t character);

#endif
