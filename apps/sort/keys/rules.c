/* SPDX-License-Identifier: MIT */
/* The locale's rules (see rules.h). */
#include "sort/keys/rules.h"

#include <cupro/error.h>

#include <ctype.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* C.UTF-8 orders by code points, and so do the bytes of UTF-8. */
static bool orders_by_bytes(const char *locale)
{
    static const char *const names[] = {"C", "POSIX", "C.UTF-8", "C.utf8"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(locale, names[i]) == 0)
            return true;
    }
    return false;
}

/* A separator of more than one byte is none, and a point that is no single byte is '.'. */
static int single_byte(const char *text, int otherwise)
{
    return text[0] != '\0' && text[1] == '\0' ? (unsigned char)text[0] : otherwise;
}

static int read_month(struct month_name *month, int number)
{
    const char *name = nl_langinfo(ABMON_1 + number);
    char *to = malloc(strlen(name) + 1);
    if (!to)
        return CUPRO_ENOMEM;
    *month = (struct month_name){to, (unsigned char)(number + 1)};
    for (; *name; name++) {
        if (!isblank((unsigned char)*name))
            *to++ = (char)toupper((unsigned char)*name);
    }
    *to = '\0';
    return 0;
}

int rules_read(struct rules *rules)
{
    const char *collate = setlocale(LC_COLLATE, NULL);
    const struct lconv *lconv = localeconv();
    *rules = (struct rules){
        .point = single_byte(lconv->decimal_point, '.'),
        .thousands = single_byte(lconv->thousands_sep, -1),
        .by_bytes = orders_by_bytes(collate),
        .hard = strcmp(collate, "C") != 0 && strcmp(collate, "POSIX") != 0,
    };
    for (int byte = 0; byte < 256; byte++) {
        rules->blank[byte] = byte == '\n' || isblank(byte);
        rules->dictionary[byte] = rules->blank[byte] || isalnum(byte);
        rules->printing[byte] = isprint(byte) != 0;
        rules->upper[byte] = (unsigned char)toupper(byte);
    }
    int error = 0;
    for (int i = 0; i < 12 && !error; i++)
        error = read_month(&rules->months[i], i);
    return error;
}

void rules_free(struct rules *rules)
{
    for (int i = 0; i < 12; i++)
        free(rules->months[i].name);
}
