/* SPDX-License-Identifier: MIT */
/*
 * Splitters for strings, and the bucket of a key: a binary search without branches, of several keys
 * at a time.
 *
 * Super scalar string sample sort (Bingmann and Sanders 2013): a key that is itself a splitter has
 * a bucket of its own, where all strings have these bytes in common, so that what is frequent is
 * not sorted by them again. Digits of the keys would be found sooner than splitters, but bytes of
 * texts are few and uneven.
 */
#include "sort/numbers/mixed.h"
#include "sort/strings/string_split.h"

#include "sort/numbers/kernels.h"

enum { SAMPLES_A_BUCKET = 8, AT_ONCE = 8 };

/* One from each of as many stretches; which one depends on where the array is, so that no input is
 * bad on every run. */
static void draw(const struct cupro__strings *strings, size_t depth, size_t samples, uint64_t *keys)
{
    size_t stretch = strings->n / samples;
    for (size_t i = 0; i < samples; i++) {
        size_t at = i * stretch + cupro__mixed((uintptr_t)strings->x + depth + i) % stretch;
        cupro_slice string = cupro__string_at(strings, at);
        if (string.begin == NULL) /* of a length that is yet to be found wrong, perhaps */
            string.length = depth;
        keys[i] = cupro__string_key(string, depth, strings->flip);
    }
}

static size_t different(const uint64_t *sorted, size_t n, size_t most, uint64_t *out)
{
    size_t count = 0;
    for (size_t i = 1; i <= most; i++) {
        uint64_t key = sorted[i * n / (most + 1)];
        if (count == 0 || key != out[count - 1])
            out[count++] = key;
    }
    return count;
}

static void build_tree(struct cupro__string_split *split, size_t splitters)
{
    size_t leaves = (size_t)1 << split->levels;
    for (size_t i = splitters; i + 1 < leaves; i++)
        split->splitter[i] = split->splitter[splitters - 1];
    split->splitter[leaves - 1] = split->splitter[0]; /* no key that is larger than all others */
    for (size_t i = 1; i < leaves; i++) {
        int level = 63 - __builtin_clzll(i);
        size_t at = ((2 * (i - ((size_t)1 << level)) + 1) << (split->levels - 1 - level)) - 1;
        split->tree[i] = split->splitter[at];
    }
    split->buckets = 2 * leaves - 1;
}

bool cupro__string_split_choose(struct cupro__string_split *split,
                                const struct cupro__strings *strings, size_t depth, int levels)
{
    size_t samples = (size_t)SAMPLES_A_BUCKET << levels;
    samples = samples < CUPRO__SPLIT_MOST_SAMPLES ? samples : CUPRO__SPLIT_MOST_SAMPLES;
    draw(strings, depth, samples, split->samples);
    cupro__sort_kernels(sizeof *split->samples)
        ->sort(split->samples, split->spare, samples, (struct cupro__key_form){0, 0});
    size_t most = ((size_t)1 << levels) - 1;
    size_t splitters = different(split->samples, samples, most, split->splitter);
    split->levels = 1;
    while (((size_t)1 << split->levels) - 1 < splitters)
        split->levels++;
    build_tree(split, splitters);
    return split->samples[0] != split->samples[samples - 1];
}

static inline size_t bucket_at(const struct cupro__string_split *split, size_t at, uint64_t key)
{
    size_t place = at - ((size_t)1 << split->levels);
    return 2 * place + (split->splitter[place] == key);
}

void cupro__string_split_find(const struct cupro__string_split *split, const uint64_t *keys,
                              size_t n, uint16_t *buckets)
{
    size_t i = 0;
    for (; i + AT_ONCE <= n; i += AT_ONCE) {
        size_t at[AT_ONCE];
        for (size_t k = 0; k < AT_ONCE; k++)
            at[k] = 1;
        for (int level = 0; level < split->levels; level++)
#pragma GCC unroll 8
            for (size_t k = 0; k < AT_ONCE; k++)
                at[k] = 2 * at[k] + (split->tree[at[k]] < keys[i + k]);
        for (size_t k = 0; k < AT_ONCE; k++)
            buckets[i + k] = (uint16_t)bucket_at(split, at[k], keys[i + k]);
    }
    for (; i < n; i++) {
        size_t at = 1;
        for (int level = 0; level < split->levels; level++)
            at = 2 * at + (split->tree[at] < keys[i]);
        buckets[i] = (uint16_t)bucket_at(split, at, keys[i]);
    }
}
