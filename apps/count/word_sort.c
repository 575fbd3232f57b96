/* SPDX-License-Identifier: MIT */
/*
 * Sorting the result (words_sort in word_order.h): slices by qsort, all at once, then pairs of runs
 * are merged until one is left. Every round of merges is cut by its output, not by its pairs: where
 * a range of the output begins in the two runs is found by bisection ("merge path"; Odeh, Green,
 * Mwassi, Shmueli, Birk, 2012). So the last round, with one pair, runs on all threads too.
 *
 * Work n log n; each round reads and writes the words once. Stands in for a sort of the library's.
 */
#include "count/word_order.h"

#include <cupro/loop.h>
#include <cupro/pool.h>

#include <stdlib.h>

#define LEAST_SLICE 4096

struct merge_round {
    const struct word *from;
    struct word *to;
    size_t count;
    size_t run; /* from[k * run …] is sorted, run words or what is left at the end */
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int compare(const void *a, const void *b)
{
    return word_compare(a, b);
}

static int sort_slices(size_t lo, size_t hi, void *ctx)
{
    const struct merge_round *round = ctx;
    for (size_t slice = lo; slice < hi; slice++) {
        const size_t begin = least(slice * round->run, round->count);
        const size_t end = least(begin + round->run, round->count);
        qsort(round->to + begin, end - begin, sizeof(struct word), compare);
    }
    return 0;
}

/* How many of the first k words of the merged runs come from a. */
static size_t share_of_a(const struct word *a, size_t a_count, const struct word *b, size_t b_count,
                         size_t k)
{
    size_t low = k > b_count ? k - b_count : 0;
    size_t high = least(k, a_count);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (word_compare(&a[middle], &b[k - middle - 1]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Merge what belongs at to[lo, hi), all of it in the pair of runs that begins at `base`. */
static void merge_part(const struct merge_round *round, size_t base, size_t lo, size_t hi)
{
    const size_t a_count = least(round->run, round->count - base);
    const size_t b_count = least(round->run, round->count - base - a_count);
    const struct word *a = round->from + base, *b = a + a_count;
    const size_t skipped = share_of_a(a, a_count, b, b_count, lo - base);
    const struct word *const a_end = b, *const b_end = b + b_count;
    a += skipped;
    b += lo - base - skipped;
    for (size_t i = lo; i < hi; i++) {
        const bool take_a = b == b_end || (a < a_end && word_compare(a, b) < 0);
        round->to[i] = take_a ? *a++ : *b++;
    }
}

static int merge_range(size_t lo, size_t hi, void *ctx)
{
    const struct merge_round *round = ctx;
    while (lo < hi) {
        const size_t base = lo - lo % (2 * round->run);
        const size_t end = least(hi, base + least(2 * round->run, round->count - base));
        merge_part(round, base, lo, end);
        lo = end;
    }
    return 0;
}

int words_sort(struct word *words, size_t count)
{
    const size_t threads = (size_t)cupro_threads(NULL);
    size_t slices = 1;
    if (count < 2)
        return 0;
    while (slices < 2 * threads && count / slices > LEAST_SLICE)
        slices *= 2;
    struct merge_round round = {.to = words, .count = count, .run = count / slices + 1};
    int error = cupro_for(slices, sort_slices, &round, .grain = 1);
    if (error || slices == 1)
        return error;
    struct word *other = reallocarray(NULL, count, sizeof *other);
    if (!other)
        return CUPRO_ENOMEM;
    round.from = words;
    round.to = other;
    for (; round.run < count && !error; round.run *= 2) {
        error = cupro_for(count, merge_range, &round, .grain = LEAST_SLICE);
        struct word *const merged = round.to;
        round.to = (struct word *)round.from;
        round.from = merged;
    }
    if (!error && round.from != words)
        memcpy(words, round.from, count * sizeof *words);
    free(other);
    return error;
}
