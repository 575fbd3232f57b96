/* SPDX-License-Identifier: MIT */
/*
 * Listing many entries in order (see tally_list.h): a sample sort whose input is the tables.
 *
 * A sample says where the list is cut into ranges (tally_ranges.h). A pass over the slots notes
 * each one's range in a byte, and how many of each range there are in a block of slots; that says
 * where each block's entries go, and a second pass puts them there. Then each range is sorted by
 * itself, on one thread. So what sorting needs beside the array is needed for a range a thread, and
 * for the bytes: of 12 M words 25 MB, where sorting the array as one took 400.
 *
 * Work: a cache miss a long key in the first pass; n entries written in the second; and what it
 * takes to sort the ranges, which nearly fit a core's cache. Most words have a count that all of
 * their range have, and are sorted by nothing but the key.
 */
#include "group/tally/lists/tally_list.h"

#include "group/tally/lists/tally_ranges.h"
#include "memory/pages.h"

#include <cupro/loop.h>
#include <stdlib.h>

enum { RANGE = 16 << 10 }; /* entries or more, as long as there are few enough ranges */

struct list_job {
    struct cupro__tally_ranges ranges;
    cupro_tally_entry *entries;
    uint8_t *of;   /* each slot's range                                                 */
    size_t *next;  /* [block][range]: how many there are; then where the next entry goes */
    size_t *begin; /* of each range, and the end of the last                            */
    cupro_call alone;
};

static int find_ranges(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx)
{
    const struct list_job *job = ctx;
    uint8_t *of = job->of + block * CUPRO__SLOTS_BLOCK;
    size_t *many = job->next + block * job->ranges.n;
    cupro__ranges_of(&job->ranges, slots, n, of);
    memset(many, 0, job->ranges.n * sizeof *many);
    for (size_t i = 0; i < n; i++)
        if (slots[i].count > 0)
            many[of[i]]++;
    return 0;
}

static void add_up(struct list_job *job, size_t blocks)
{
    size_t at = 0, ranges = job->ranges.n;
    for (size_t range = 0; range < ranges; range++) {
        job->begin[range] = at;
        for (size_t block = 0; block < blocks; block++) {
            size_t many = job->next[block * ranges + range];
            job->next[block * ranges + range] = at;
            at += many;
        }
    }
    job->begin[ranges] = at;
}

static int put_in_ranges(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx)
{
    const struct list_job *job = ctx;
    const uint8_t *of = job->of + block * CUPRO__SLOTS_BLOCK;
    size_t *next = job->next + block * job->ranges.n;
    for (size_t i = 0; i < n; i++)
        if (slots[i].count > 0)
            job->entries[next[of[i]]++] =
                (cupro_tally_entry){cupro__slot_key(&slots[i]), slots[i].count};
    return 0;
}

static bool have_one_count(const cupro_tally_entry *entries, size_t n)
{
    size_t same = 1;
    while (same < n && entries[same].count == entries[0].count)
        same++;
    return same >= n;
}

static int sort_ranges(size_t lo, size_t hi, void *ctx)
{
    const struct list_job *job = ctx;
    const struct cupro__tally_kind *kind = cupro__tally_kind(false);
    int error = 0;
    for (size_t range = lo; range < hi && error == 0; range++) {
        cupro_tally_entry *entries = job->entries + job->begin[range];
        size_t n = job->begin[range + 1] - job->begin[range];
        error = kind->sort_by_key(entries, n, &job->alone);
        if (error == 0 && job->ranges.by_count && !have_one_count(entries, n))
            error = kind->sort_by_count(entries, n, &job->alone);
    }
    return error;
}

static int list(struct list_job *job, cupro_tally *tally, size_t blocks, const cupro_call *call)
{
    int error = cupro__tally_for_slots(tally, find_ranges, job, call);
    if (error != 0)
        return error;
    add_up(job, blocks);
    error = cupro__tally_for_slots(tally, put_in_ranges, job, call);
    free(job->of);
    job->of = NULL;
    if (error != 0)
        return error;
    cupro_call own = *call;
    own.ctx = job;
    own.grain = 1;
    own.max_grain = 0;
    return cupro_for_with(job->ranges.n, sort_ranges, &own);
}

static size_t choose_ranges(size_t n)
{
    size_t ranges = 2;
    while (ranges < CUPRO__RANGES && n / ranges > RANGE)
        ranges *= 2;
    return ranges;
}

int cupro__tally_list_entries(cupro_tally *tally, bool by_count, cupro_tally_entry *entries,
                              size_t n, const cupro_call *call)
{
    size_t ranges = choose_ranges(n), blocks = cupro__tally_blocks(tally);
    struct list_job *job = malloc(sizeof *job);
    if (job == NULL)
        return CUPRO_ENOMEM;
    *job = (struct list_job){.entries = entries,
                             .of = cupro__pages_new(blocks * CUPRO__SLOTS_BLOCK),
                             .next = malloc(blocks * ranges * sizeof *job->next),
                             .begin = malloc((ranges + 1) * sizeof *job->begin),
                             .alone = {.abi = CUPRO_ABI, .threads = 1, .stop = call->stop}};
    int error = job->of != NULL && job->next != NULL && job->begin != NULL ? 0 : CUPRO_ENOMEM;
    if (error == 0)
        error = cupro__ranges_choose(&job->ranges, tally, by_count, ranges, call);
    if (error == 0)
        error = list(job, tally, blocks, call);
    free(job->of);
    free(job->next);
    free(job->begin);
    free(job);
    return error;
}
