/* SPDX-License-Identifier: MIT */
/* Cuts (see merge_cut.h), by binary search over bytes: in the middle of what is left is a line, and
 * before it or behind it the search goes on. O(log(bytes)) comparisons. */
#include "sort/runs/merge_cut.h"

#include <string.h>

cupro_slice line_around(const struct line_range *range, const char *at, char line_end)
{
    const char *before = memrchr(range->begin, line_end, (size_t)(at - range->begin));
    const char *begin = before ? before + 1 : range->begin;
    const char *end = memchr(at, line_end, (size_t)(range->end - at));
    return (cupro_slice){begin, (size_t)(end - begin)};
}

int cut_compare(struct comparer *comparer, const struct cut *a, const struct cut *b, int *error)
{
    const int order = order_compare(comparer, a->line, b->line, error);
    return order != 0 ? order : (a->text > b->text) - (a->text < b->text);
}

const char *cut_find(struct comparer *comparer, const struct line_range *range, cupro_slice line,
                     bool equal_before, char line_end, int *error)
{
    struct line_range left = *range;
    while (left.begin < left.end && !*error) {
        const char *middle = left.begin + (left.end - left.begin) / 2;
        const cupro_slice here = line_around(&left, middle, line_end);
        const int order = order_compare(comparer, here, line, error);
        if (order < 0 || (order == 0 && equal_before))
            left.begin = here.begin + here.length + 1;
        else
            left.end = here.begin;
    }
    return left.begin;
}
