/* SPDX-License-Identifier: MIT */
/* Numbers in option arguments (see quantity.h). strtoull would let blanks and signs pass. */
#include "common/options/quantity.h"

#include <string.h>

/* Read the digits that text begins with; return what follows, or NULL if there are none. */
static const char *read_digits(const char *text, uint64_t *number)
{
    const char *at = text;
    *number = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        const uint64_t digit = (uint64_t)(*at - '0');
        if (*number > (UINT64_MAX - digit) / 10)
            *number = UINT64_MAX;
        else
            *number = *number * 10 + digit;
    }
    return at == text ? NULL : at;
}

bool quantity_parse(const char *text, uint64_t *number)
{
    const char *rest = read_digits(text, number);
    return rest && *rest == '\0';
}

bool quantity_parse_size(const char *text, uint64_t *bytes)
{
    static const char suffixes[] = "KMGT";
    const char *rest = read_digits(text, bytes);
    if (!rest)
        return false;
    if (*rest == '\0')
        return true;
    const char *suffix = strchr(suffixes, *rest);
    if (!suffix || rest[1] != '\0')
        return false;
    const int shift = 10 * (int)(suffix - suffixes + 1);
    *bytes = *bytes > UINT64_MAX >> shift ? UINT64_MAX : *bytes << shift;
    return true;
}
