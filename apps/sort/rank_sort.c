/* SPDX-License-Identifier: MIT */
/* Sorting ranks (see rank_sort.h): by digits of a byte, the last one first; digits that are alike
 * in all codes are left out. */
#include "sort/rank_sort.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

static void sort_by_digit(const struct rank *from, struct rank *to, size_t count, int shift)
{
    size_t begin[257] = {0};
    for (size_t i = 0; i < count; i++)
        begin[(from[i].code >> shift & 0xff) + 1]++;
    for (int digit = 0; digit < 256; digit++)
        begin[digit + 1] += begin[digit];
    for (size_t i = 0; i < count; i++)
        to[begin[from[i].code >> shift & 0xff]++] = from[i];
}

int rank_sort(struct rank *ranks, size_t count)
{
    struct rank *spare = reallocarray(NULL, count, sizeof *spare);
    struct rank *from = ranks, *to = spare;
    uint64_t differ = 0;
    if (!spare)
        return CUPRO_ENOMEM;
    for (size_t i = 1; i < count; i++)
        differ |= ranks[i].code ^ ranks[0].code;
    for (int shift = 0; shift < 64; shift += 8) {
        if ((differ >> shift & 0xff) == 0)
            continue;
        sort_by_digit(from, to, count, shift);
        struct rank *swap = from;
        from = to;
        to = swap;
    }
    if (from != ranks)
        memcpy(ranks, from, count * sizeof *ranks);
    free(spare);
    return 0;
}
