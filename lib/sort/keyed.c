/* SPDX-License-Identifier: MIT */
/* Sorting records by keys: by their bytes, from the last one on. */
#include "sort/keyed.h"

static void sort_by_byte(const struct cupro__keyed *from, struct cupro__keyed *to, size_t n,
                         int shift)
{
    size_t next[257] = {0};
    for (size_t i = 0; i < n; i++)
        next[(from[i].key >> shift & 255) + 1]++;
    for (int byte = 0; byte < 256; byte++)
        next[byte + 1] += next[byte];
    for (size_t i = 0; i < n; i++)
        to[next[from[i].key >> shift & 255]++] = from[i];
}

int cupro__sort_keyed(struct cupro__keyed *x, struct cupro__keyed *spare, size_t n,
                      const struct cupro__crew *crew, const cupro_call *call)
{
    (void)crew;
    (void)call;
    for (int shift = 0; shift < 64; shift += 16) {
        sort_by_byte(x, spare, n, shift);
        sort_by_byte(spare, x, n, shift + 8);
    }
    return 0;
}
