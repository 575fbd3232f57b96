/* SPDX-License-Identifier: MIT */
/* Where a key lies in a line. */
#ifndef SORT_FIELD_H
#define SORT_FIELD_H

#include "sort/keys/key.h"
#include "sort/keys/rules.h"

#define FIELD_BY_BLANKS (-1)

/* Fields end at the byte `separator`, or, for FIELD_BY_BLANKS, where blanks begin; the blanks then
 * belong to the field behind them. */
struct field_rules {
    const unsigned char *blank;
    int separator;
};

/* The key's part [*begin, *end) of the line [*begin, *end). Bytes are counted from where fields
 * begin, and may lie in the fields behind; an end before the beginning makes it empty. */
void field_locate(const struct sort_key *key, const struct field_rules *rules, const char **begin,
                  const char **end);

/* The same, but an end before the beginning stays there. */
void field_find(const struct sort_key *key, const struct field_rules *rules, const char **begin,
                const char **end);

#endif
