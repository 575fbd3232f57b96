/* SPDX-License-Identifier: MIT */
/* CPU lists (see cpulist.h): read twice, first to check and count, then to fill. */
#include "runtime/machine/cpulist.h"

#include <cupro/error.h>
#include <stdbool.h>
#include <stdlib.h>

enum { BEYOND = CUPRO__LAST_CPU + 1 }; /* what all larger numbers become */

struct item {
    int first, last, stride;
};

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

static bool read_number(const char **text, int *number)
{
    const char *at = *text;
    int value = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        value = 10 * value + (*at - '0');
        value = value < BEYOND ? value : BEYOND;
    }
    bool good = at > *text;
    *number = value;
    *text = at;
    return good;
}

/* Step over `mark`, if it is there. */
static bool read_mark(const char **text, char mark)
{
    bool there = **text == mark;
    *text += there;
    return there;
}

static bool read_item(const char **text, struct item *item)
{
    *text = skip_blanks(*text);
    if (!read_number(text, &item->first))
        return false;
    item->last = item->first;
    item->stride = 1;
    if (read_mark(text, '-')) {
        if (!read_number(text, &item->last))
            return false;
        if (read_mark(text, ':') && !read_number(text, &item->stride))
            return false;
    }
    *text = skip_blanks(*text);
    return item->first <= item->last && item->stride > 0;
}

/* With cpus == NULL only checks and counts. The whole text is read before a CPU beyond the last one
 * counts: what cannot be parsed is so in any case. */
static int read_list(const char *text, int *cpus, size_t *count)
{
    size_t entries = 0;
    bool beyond = false;
    do {
        struct item item;
        if (!read_item(&text, &item))
            return CUPRO_EINVAL;
        if (item.last == BEYOND) {
            beyond = true;
            continue;
        }
        for (int cpu = item.first; cpu <= item.last; cpu += item.stride, entries++) {
            if (entries == CUPRO__MOST_ENTRIES)
                return CUPRO_EINVAL;
            if (cpus != NULL)
                cpus[entries] = cpu;
        }
    } while (read_mark(&text, ','));
    *count = entries;
    if (*text != '\0')
        return CUPRO_EINVAL;
    return beyond ? CUPRO_EBIND : 0;
}

int cupro__cpulist_parse(const char *text, int **cpus, size_t *count)
{
    size_t entries;
    int error = text != NULL ? read_list(text, NULL, &entries) : CUPRO_EINVAL;
    if (error != 0)
        return error;
    int *list = calloc(entries, sizeof *list);
    if (list == NULL)
        return CUPRO_ENOMEM;
    read_list(text, list, &entries);
    *cpus = list;
    *count = entries;
    return 0;
}
