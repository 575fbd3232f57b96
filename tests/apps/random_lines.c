/* SPDX-License-Identifier: MIT */
/* Random lines (see random_lines.h): words, numbers, months and empty fields, many of them twice.
 */
#include "random_lines.h"

#include <stdio.h>
#include <string.h>

static const char *const words[] = {
    "a",     "b",        "A",        "B",     "ab",           "aB",     "abc",     "z",
    "Zz",    "_",        "-",        "~",     "a~",           ".",      "..",      ".a",
    "x.c",   "x.tar.gz", "v1.9",     "v1.10", "v01.9",        "a0",     "a00",     "a01b",
    "a1b",   "\xc3\xa9", "\xc3\x89", "e",     "\xe4\xb8\xad", "\xff",   "\x01",    "\x7f",
    "a\tb",  "\t",       " ",        "  ",    "a b",          "#",      "!",       "(x)",
    "co-op", "coop",     "1.0~rc1",  "1.0",   "1.0-1",        "f1.txt", "f10.txt", "f2.txt",
    "f1~",   ".x1",      "..x",
};
static const char *const months[] = {"jan", "FEB", "Mar", "apr", "may",  "JUN", "jul",
                                     "AUG", "sep", "Oct", "nov", "DECx", "foo", " jan"};
static const char *const numbers[] = {
    "0",
    "-0",
    "00",
    "1",
    "-1",
    "2",
    "10",
    "9",
    "-9",
    "0.5",
    ".5",
    "-.5",
    "5.",
    "1.50",
    "1.5",
    "-1.5",
    "+5",
    "1e3",
    "1e-3",
    "-1e3",
    "0x10",
    "inf",
    "-inf",

    "infinity",
    "1,000",
    "1000",
    "1,0,0",
    "-",
    "--1",
    "1-1",
    "123456789012345678901234567890",
    "123456789012345678901234567891",
    "0.000000000000000000000000001",
    "1K",
    "1k",
    "2K",
    "1M",
    "1023M",
    "1G",
    "-1K",
    "-2K",
    "1Ki",
    "0K",
    "1.5K",
    "1,5K",
    "1.K",
    "1T",
    "1P",
    "1E",
    "1Z",
    "1Y",
    "1R",
    "1m",
    "00012",
    "12345678",
    "1e400",
    "-1e400",
    "1e-5000",
    "3.14159265358979323846",
    "3.14159265358979323847",
    "0.1",
    "0.10",
    "18446744073709551616",
    "9007199254740993",
    "1.",
    "1..2",
    "1.2.3",
    "1,",
    ",1",
    "-,1",
    "00,1",
};

static size_t append(char *to, size_t at, const char *text)
{
    const size_t length = strlen(text);
    memcpy(to + at, text, length);
    return at + length;
}

static size_t append_word(char *to, size_t at)
{
    char text[64];
    switch (below(8)) {
    case 0:
    case 1:
        return append(to, at, PICK(words));
    case 2:
        return append(to, at, PICK(months));
    case 3:
    case 4:
        return append(to, at, PICK(numbers));
    case 5:
        snprintf(text, sizeof text, "%d", (int)below(2000) - 1000);
        return append(to, at, text);
    case 6:
        snprintf(text, sizeof text, "%c%c", (int)('a' + below(3)), (int)('a' + below(3)));
        return append(to, at, text);
    default:
        to[at] = (char)(below(20) == 0 ? '\0' : 'a' + below(26));
        return at + 1;
    }
}

/* A file of lines; some have few words of few kinds, so that there are ties. */
size_t make_text(char *to, char line_end, char separator)
{
    static const size_t sizes[] = {0, 1, 2, 3, 5, 10, 30, 100, 300};
    const size_t lines = chance(2) ? 5000 : PICK(sizes);
    const bool few = chance(40);
    size_t at = 0, first = 0;
    for (size_t i = 0; i < lines; i++) {
        if (few && i > 4 && chance(60)) {
            const size_t length = strcspn(to + first, "\n");
            if (first + length < at && length < 60) {
                memcpy(to + at, to + first, length);
                at += length;
                to[at++] = line_end;
                continue;
            }
        }
        first = chance(10) ? at : first;
        const size_t fields = below(5);
        for (size_t field = 0; field < fields; field++) {
            if (field > 0 || chance(15))
                to[at++] = chance(80) ? separator : ' ';
            if (chance(90))
                at = append_word(to, at);
        }
        to[at++] = chance(98) || i + 1 < lines ? line_end : 'x';
    }
    return at;
}
