/* SPDX-License-Identifier: MIT */
/* Marks of runs (see run_marks.h): the relation marks a batch of pairs, a byte each, in the user's
 * translation unit; the library packs the marks into bits (compact.h), and turns them. */
#include "primitives/pieces/run_marks.h"

#include "primitives/arrays/array.h"
#include "primitives/chains/compact.h"

enum { MOST_PAIRS = 2048 };

/* What is marked is still in the L1 or L2 cache when it is used. */
static const size_t batch_bytes = 16 << 10;

bool cupro__run_marks_are_wrong(const void *base, size_t n, size_t size,
                                const cupro_relation *together)
{
    return together == NULL || together->step == NULL || together->size != size ||
           cupro__array_is_wrong(base, n, size);
}

struct cupro__run_marks cupro__run_marks_of(const void *base, const cupro_relation *together,
                                            void *ctx)
{
    size_t batch = batch_bytes / together->size / 64 * 64;
    return (struct cupro__run_marks){.base = base,
                                     .batch = batch < 64           ? 64
                                              : batch < MOST_PAIRS ? batch
                                                                   : MOST_PAIRS,
                                     .together = together,
                                     .compact = cupro__compact(),
                                     .ctx = ctx};
}

int cupro__run_marks(const struct cupro__run_marks *runs, size_t at, size_t n, uint64_t *bits)
{
    unsigned char marks[MOST_PAIRS];
    marks[0] = 1;
    size_t skipped = at == 0, pairs = n - skipped;
    const char *from = runs->base + (at + skipped - 1) * runs->together->size;
    if (pairs > 0 && runs->together->step(from, marks + skipped, pairs, runs->ctx) != pairs)
        return CUPRO_EINVAL;
    runs->compact->pack(marks, n, bits);
    for (size_t word = 0; word * 64 < n; word++)
        bits[word] = ~bits[word];
    if (n % 64 != 0)
        bits[n / 64] &= ((uint64_t)1 << n % 64) - 1;
    return 0;
}
