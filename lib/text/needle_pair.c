/* SPDX-License-Identifier: MIT */
/*
 * By which two bytes a needle is looked for: the two that are rarest.
 *
 * How common a byte is was counted in 70 MB of Linux's sources, a dictionary of English and a
 * program: 14 log2 of its share, from an end that makes the space 255. What is looked for in other
 * texts is found just as surely, only with more candidates.
 */
#include "text/needles.h"

static const unsigned char commonness[256] = {
    176, 126, 102, 93,  105, 119, 95,  94,  117, 204, 219, 87,  90,  93,  90,  137, 104, 79,  101,
    81,  78,  87,  66,  63,  91,  65,  70,  64,  71,  77,  58,  113, 255, 121, 175, 169, 125, 127,
    151, 134, 183, 182, 185, 141, 199, 189, 206, 169, 206, 198, 178, 184, 163, 159, 154, 147, 163,
    178, 158, 189, 148, 174, 166, 131, 123, 195, 175, 194, 188, 196, 185, 175, 176, 191, 128, 161,
    188, 187, 184, 182, 189, 137, 191, 195, 193, 171, 166, 181, 165, 154, 126, 187, 177, 187, 128,
    221, 150, 222, 198, 210, 211, 234, 204, 196, 204, 222, 138, 177, 211, 202, 221, 221, 203, 153,
    222, 220, 225, 204, 188, 183, 185, 187, 146, 173, 128, 173, 102, 73,  101, 75,  60,  117, 116,
    122, 61,  60,  77,  136, 54,  128, 60,  112, 67,  63,  87,  54,  55,  53,  70,  63,  55,  54,
    70,  57,  53,  56,  59,  54,  54,  54,  65,  55,  53,  54,  56,  54,  53,  50,  67,  57,  56,
    55,  59,  53,  53,  53,  64,  54,  52,  55,  60,  53,  87,  61,  77,  64,  79,  64,  64,  62,
    82,  83,  114, 81,  81,  101, 90,  86,  89,  105, 71,  80,  64,  59,  58,  60,  60,  60,  78,
    61,  86,  64,  58,  61,  61,  62,  74,  60,  63,  81,  58,  61,  74,  85,  81,  63,  69,  63,
    73,  64,  71,  78,  126, 109, 70,  91,  81,  84,  77,  87,  80,  62,  67,  67,  80,  76,  99,
    88,  93,  83,  87,  91,  89,  95,  100, 146,
};

static bool is_letter(unsigned char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static unsigned commonness_of(unsigned char byte, bool folded)
{
    unsigned upper = folded && is_letter(byte) ? commonness[byte - 0x20] : 0;
    return commonness[byte] > upper ? commonness[byte] : upper;
}

struct cupro__pair cupro__choose_pair(const unsigned char *needle, size_t n, bool folded)
{
    size_t best = 0, second = n > 1;
    for (size_t i = 1; i < n; i++)
        if (commonness_of(needle[i], folded) < commonness_of(needle[best], folded))
            best = i;
    if (second == best)
        second = 0;
    for (size_t i = 0; i < n; i++)
        if (i != best && (needle[i] != needle[best] || needle[second] == needle[best]) &&
            (commonness_of(needle[i], folded) < commonness_of(needle[second], folded) ||
             (needle[second] == needle[best] && needle[i] != needle[best])))
            second = i;
    struct cupro__pair pair = {.at = {best, second}, .byte = {needle[best], needle[second]}};
    for (int k = 0; k < 2; k++)
        pair.fold[k] = folded && is_letter(pair.byte[k]) ? 0x20 : 0;
    return pair;
}
