/* SPDX-License-Identifier: MIT */
/* Codes for -M (see encode.h): the number of the month whose name the key begins with, or 0. */
#include "sort/keys/encode.h"

#include <cupro/error.h>

#include <string.h>

static bool begins_with(const struct rules *rules, const char *at, const char *end,
                        const char *name)
{
    for (; *name; name++, at++) {
        if (at == end || rules->upper[(unsigned char)*at] != (unsigned char)*name)
            return false;
    }
    return true;
}

const char *month_end(const struct rules *rules, const char *begin, const char *end)
{
    for (int i = 0; i < 12; i++) {
        if (begins_with(rules, begin, end, rules->months[i].name))
            return begin + strlen(rules->months[i].name);
    }
    return begin;
}

int encode_month(struct encoder *encoder, const char *begin, const char *end)
{
    const struct rules *rules = &encoder->order->rules;
    unsigned char *to = code_reserve(encoder, 1);
    if (!to)
        return CUPRO_ENOMEM;
    begin = key_skip_blanks(encoder, begin, end);
    *to = 0;
    for (int i = 0; i < 12 && *to == 0; i++) {
        if (begins_with(rules, begin, end, rules->months[i].name))
            *to = rules->months[i].number;
    }
    encoder->length++;
    return 0;
}
