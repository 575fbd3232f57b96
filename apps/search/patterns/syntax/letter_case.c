/* SPDX-License-Identifier: MIT */
/*
 * Letters that differ in case (see letter_case.h): what a letter's upper case is, the lower case of
 * that, and the *odd* letters whose upper case it is too, but which are not the lower case of it,
 * such as the long s (U+017F). The relation is GNU grep's, by trial: it is not symmetric, so that
 * the Kelvin sign finds only itself.
 */
#include "search/patterns/syntax/letter_case.h"

#include <ctype.h>
#include <wchar.h>
#include <wctype.h>

/* Odd letters of Unicode 15: towlower(towupper(c)) != c. */
static const uint16_t odd_letters[] = {
    0x00b5, 0x0131, 0x017f, 0x01c5, 0x01c8, 0x01cb, 0x01f2, 0x0345, 0x03c2, 0x03d0, 0x03d1,
    0x03d5, 0x03d6, 0x03f0, 0x03f1, 0x03f4, 0x03f5, 0x1c80, 0x1c81, 0x1c82, 0x1c83, 0x1c84,
    0x1c85, 0x1c86, 0x1c87, 0x1c88, 0x1e60, 0x1e61, 0x1e9b, 0x1e9e, 0x1fbe,
};

static void add(struct char_set *set, uint32_t character)
{
    char_set_add(set, character, character);
}

void letter_case_add(struct char_set *set, uint32_t character, bool utf8)
{
    add(set, character);
    if (character >= STRAY_BYTE)
        return;
    if (!utf8) {
        add(set, (uint32_t)toupper((int)character));
        add(set, (uint32_t)tolower((int)character));
        return;
    }
    wint_t upper = towupper((wint_t)character), lower = towlower(upper);
    add(set, (uint32_t)upper);
    if (towupper(lower) == upper)
        add(set, (uint32_t)lower);
    for (size_t i = 0; i < sizeof odd_letters / sizeof *odd_letters; i++)
        if (towupper(odd_letters[i]) == upper)
            add(set, odd_letters[i]);
}

/* Letters with case end before this. */
enum { CASE_END = 0x20000 };

void letter_case_add_all(struct char_set *set, bool utf8)
{
    size_t n = set->n;
    for (size_t i = 0; i < n; i++)
        for (uint32_t c = set->ranges[i].first; c <= set->ranges[i].last && c < CASE_END; c++)
            if (!utf8 || towupper((wint_t)c) != (wint_t)c || towlower((wint_t)c) != (wint_t)c)
                letter_case_add(set, c, utf8);
    char_set_settle(set);
}
