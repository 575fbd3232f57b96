/* SPDX-License-Identifier: MIT */
/* Our side of counting and grouping by keys. */
#include "bench/sides/side.h"

#include <cupro.h>
#include <stdlib.h>

CUPRO_KEY(itself, uint64_t, word, word);

/* What is kept until it is released: indexes, and the keys that they are of. */
struct grouping {
    const uint64_t *words;
    cupro_counts counts;
    cupro_groups groups;
};

static void release(void *own)
{
    struct grouping *grouping = own;
    cupro_counts_free(&grouping->counts);
    cupro_groups_free(&grouping->groups);
    free(grouping);
}

static uint64_t digest(const void *own)
{
    const struct grouping *grouping = own;
    const cupro_counts *counts = &grouping->counts;
    const cupro_groups *groups = &grouping->groups;
    uint64_t sum = 0;
    for (size_t g = 0; g < counts->count; g++)
        sum += bench_count_digest(grouping->words[counts->first[g]], counts->size[g]);
    for (size_t g = 0; g < groups->count; g++) {
        const size_t *index = groups->order + groups->starts[g];
        sum += bench_group_digest(grouping->words[index[0]], index,
                                  groups->starts[g + 1] - groups->starts[g]);
    }
    return sum;
}

static struct grouping *begin(struct bench_arrays *arrays)
{
    bench_release(arrays);
    struct grouping *grouping = calloc(1, sizeof *grouping);
    if (grouping == NULL)
        return NULL;
    grouping->words = arrays->words;
    arrays->own = grouping;
    arrays->release = release;
    arrays->digest = digest;
    return grouping;
}

/* A call that fails leaves no groups. */
void cupro_side_count_by(struct bench_arrays *arrays)
{
    struct grouping *grouping = begin(arrays);
    if (grouping != NULL)
        (void)cupro_count_by(arrays->words, arrays->n, &itself, &grouping->counts);
}

void cupro_side_group_by(struct bench_arrays *arrays)
{
    struct grouping *grouping = begin(arrays);
    if (grouping != NULL)
        (void)cupro_group_by(arrays->words, arrays->n, &itself, &grouping->groups);
}

void cupro_side_histogram(struct bench_arrays *arrays)
{
    size_t *bins = (size_t *)arrays->word_out;
    if (cupro_histogram(arrays->bytes, arrays->n, 0, 255, bench_bins, bins) == 0)
        bench_show_bins(arrays);
}
