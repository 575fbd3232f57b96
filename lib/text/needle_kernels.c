/* SPDX-License-Identifier: MIT */
/* Candidates for needles in portable C, and the choice of kernels (see needles.h). */
#include "text/needles.h"

#include "runtime/isa.h"

#include <string.h>

static bool agrees(const struct cupro__pair *pair, const unsigned char *text, int k)
{
    return (text[pair->at[k]] | pair->fold[k]) == pair->byte[k];
}

/* Where the first byte has no case, the C library's memchr looks for it. */
static size_t find_pair(const struct cupro__pair *pair, const unsigned char *text, size_t from,
                        size_t last)
{
    const unsigned char *first = text + pair->at[0];
    while (from <= last) {
        if (pair->fold[0] == 0) {
            const unsigned char *found = memchr(first + from, pair->byte[0], last + 1 - from);
            if (found == NULL)
                return last + 1;
            from = (size_t)(found - first);
        }
        if (agrees(pair, text + from, 0) && agrees(pair, text + from, 1))
            return from;
        from++;
    }
    return last + 1;
}

static size_t find_prefixes(const struct cupro__prefixes *prefixes, const unsigned char *text,
                            size_t from, size_t last)
{
    while (from <= last && cupro__prefix_groups(prefixes, text + from) == 0)
        from++;
    return from <= last ? from : last + 1;
}

const struct cupro__needle_kernels cupro__needle_kernels_portable = {find_pair, find_prefixes};

const struct cupro__needle_kernels *cupro__needle_kernels(void)
{
#if defined(__x86_64__)
    static const struct cupro__needle_kernels *const of[CUPRO__ISAS] = {
        &cupro__needle_kernels_portable, &cupro__needle_kernels_avx2,
        &cupro__needle_kernels_avx512};
    return of[cupro__isa()];
#else
    return &cupro__needle_kernels_portable;
#endif
}
