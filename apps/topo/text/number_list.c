/* SPDX-License-Identifier: MIT */
/* Lists of numbers, in few bytes (see number_list.h): each item is the longest run of equal steps
 * that begins where the one before it ended, if it has three numbers at least, or two neighbours.
 */
#include "topo/text/number_list.h"

#include <stdio.h>

/* How many numbers from the first on rise by the same step. */
static size_t run_of(const int *number, size_t count)
{
    size_t run = 2;
    if (count < 2)
        return count;
    while (run < count && number[run] - number[run - 1] == number[1] - number[0])
        run++;
    return run > 3 || number[1] - number[0] == 1 ? run : 1;
}

void draft_numbers(struct draft *draft, const int *number, size_t count, size_t room)
{
    static const char more[] = "...";
    size_t used = 0;
    for (size_t i = 0; i < count;) {
        char item[48];
        const size_t run = run_of(number + i, count - i);
        int length = snprintf(item, sizeof item, "%s%d", i > 0 ? "," : "", number[i]);
        if (run > 1)
            length +=
                snprintf(item + length, sizeof item - (size_t)length, "-%d", number[i + run - 1]);
        if (run > 1 && number[i + 1] - number[i] > 1)
            length += snprintf(item + length, sizeof item - (size_t)length, ":%d",
                               number[i + 1] - number[i]);
        i += run;
        used += (size_t)length;
        if (room > 0 && used + (i < count ? strlen(more) : 0) > room) {
            draft_text(draft, more);
            return;
        }
        draft_text(draft, item);
    }
}

int compare_numbers(const void *left, const void *right)
{
    const int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}
