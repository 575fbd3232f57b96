/* SPDX-License-Identifier: MIT */
/* CPU lists (see cpulist.h): read twice, first to check and count, then to fill. */
#include "runtime/cpulist.h"

#include <cupro/error.h>
#include <stdbool.h>
#include <stdlib.h>

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
    while (*at >= '0' && *at <= '9' && value <= CUPRO__LAST_CPU)
        value = 10 * value + (*at++ - '0');
    bool good = at > *text && value <= CUPRO__LAST_CPU;
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

/* With cpus == NULL only checks and counts. */
static bool read_list(const char *text, int *cpus, size_t *count)
{
    size_t entries = 0;
    do {
        struct item item;
        if (!read_item(&text, &item))
            return false;
        for (int cpu = item.first; cpu <= item.last; cpu += item.stride, entries++) {
            if (entries == CUPRO__MOST_ENTRIES)
                return false;
            if (cpus != NULL)
                cpus[entries] = cpu;
        }
    } while (read_mark(&text, ','));
    *count = entries;
    return *text == '\0';
}

int cupro__cpulist_parse(const char *text, int **cpus, size_t *count)
{
    size_t entries;
    if (text == NULL || !read_list(text, NULL, &entries))
        return CUPRO_EINVAL;
    int *list = calloc(entries, sizeof *list);
    if (list == NULL)
        return CUPRO_ENOMEM;
    read_list(text, list, &entries);
    *cpus = list;
    *count = entries;
    return 0;
}
