/* SPDX-License-Identifier: MIT */
/* Sets of characters (see char_set.h). */
#include "search/patterns/syntax/char_set.h"

#include <stdlib.h>
#include <wchar.h>

void char_set_add(struct char_set *set, uint32_t first, uint32_t last)
{
    if (set->n == set->room) {
        size_t room = set->room * 2 + 4;
        struct char_range *more = realloc(set->ranges, room * sizeof *more);
        if (more == NULL) {
            set->no_memory = true;
            return;
        }
        set->ranges = more;
        set->room = room;
    }
    set->ranges[set->n++] = (struct char_range){first, last};
}

void char_set_free(struct char_set *set)
{
    free(set->ranges);
    *set = (struct char_set){0};
}

static int by_first(const void *a, const void *b)
{
    const struct char_range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

void char_set_settle(struct char_set *set)
{
    if (set->n == 0)
        return;
    qsort(set->ranges, set->n, sizeof *set->ranges, by_first);
    size_t kept = 0;
    for (size_t i = 1; i < set->n; i++) {
        struct char_range *last = &set->ranges[kept], next = set->ranges[i];
        if (next.first <= last->last + 1)
            last->last = next.last > last->last ? next.last : last->last;
        else
            set->ranges[++kept] = next;
    }
    set->n = kept + 1;
}

/* What lies between the ranges of a settled set. */
static void add_gaps(struct char_set *to, const struct char_set *set, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < set->n && first <= last; i++) {
        struct char_range range = set->ranges[i];
        if (range.last < first)
            continue;
        if (range.first > last)
            break;
        if (range.first > first)
            char_set_add(to, first, range.first - 1);
        first = range.last + 1;
    }
    if (first <= last)
        char_set_add(to, first, last);
}

enum { BEFORE_SURROGATES = 0xd7ff, BEHIND_SURROGATES = 0xe000 };

void char_set_add_all(struct char_set *set, bool utf8)
{
    const struct char_set nothing = {0};
    if (!utf8) {
        add_gaps(set, &nothing, 0, 255);
    } else {
        add_gaps(set, &nothing, 0, BEFORE_SURROGATES);
        add_gaps(set, &nothing, BEHIND_SURROGATES, LAST_CODE_POINT);
    }
    char_set_settle(set);
}

void char_set_invert(struct char_set *set, bool utf8)
{
    struct char_set others = {.no_memory = set->no_memory};
    if (!utf8) {
        add_gaps(&others, set, 0, 255);
    } else {
        add_gaps(&others, set, 0, BEFORE_SURROGATES);
        add_gaps(&others, set, BEHIND_SURROGATES, LAST_CODE_POINT);
    }
    char_set_free(set);
    *set = others;
}

static bool is_in_class(uint32_t character, wctype_t class, bool utf8)
{
    wint_t wide = utf8 ? (wint_t)character : btowc((int)character);
    return wide != WEOF && iswctype(wide, class) != 0;
}

void char_set_add_class(struct char_set *set, wctype_t class, bool utf8)
{
    /* Nothing lies in planes 4 to 13, and nothing of interest behind. */
    uint32_t end = utf8 ? 0x40000 : 256;
    for (uint32_t first = 0; first < end; first++) {
        if (!is_in_class(first, class, utf8))
            continue;
        uint32_t last = first;
        while (last + 1 < end && is_in_class(last + 1, class, utf8))
            last++;
        char_set_add(set, first, last);
        first = last;
    }
    char_set_settle(set);
}

size_t char_set_from(const struct char_set *set, uint32_t character)
{
    size_t lo = 0, hi = set->n;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (set->ranges[middle].last < character)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}
