/* SPDX-License-Identifier: MIT */
/*
 * Sorting many strings: in *parts*, the first of which is the array. The strings of a part have
 * some bytes in common. Splitters say which *bucket* the next bytes' key falls into
 * (string_split.c); each *block* of the part is dealt out to a stretch of a second array that is as
 * long, bucket by bucket, keys beside the elements; then each bucket is gathered from the blocks
 * onto a desk, and sorted there, in a core's cache, into its place in the array (string_desk.c). A
 * bucket that is too large for that is copied to its place, and becomes a part itself. So no thread
 * has much more to do than the others, however alike the strings are.
 *
 * Work: O(n log n) words of the strings' bytes that tell them apart, and the others once. What
 * limits it: a cache miss a string as the blocks are dealt out; then, for n elements of s bytes,
 * n s read and n (s + 8) written, and n (s + 8) read and n s written, and what the desks say.
 */
#include "memory/pages.h"
#include "sort/numbers/sorting.h"
#include "sort/strings/string_sorter.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    BUCKET = 3072,        /* strings of a bucket, about: a desk of them fits L2 */
    LEAST_BLOCK = 1024,   /* strings                                            */
    MOST_BLOCK = 32768,   /* their keys and bucket numbers fit L2               */
    LEAST_DESK = 8192,    /* strings; what is a part of its own has more        */
    SHARES_A_RUNNER = 8,  /* blocks, and the largest bucket is such a share     */
    STRIPES_A_RUNNER = 4, /* in which what is large is copied                   */
    DESK_BYTES = 4 << 20
};

/* -- Parts ---------------------------------------------------------------------------------------
 */

static size_t between(size_t least, size_t number, size_t most)
{
    return number < least ? least : number < most ? number : most;
}

static size_t share_of(size_t n, const struct cupro__crew *crew)
{
    return n / ((size_t)crew->runners * SHARES_A_RUNNER) + 1;
}

static int choose_levels(size_t n)
{
    int levels = 1;
    while (levels < CUPRO__SPLIT_MOST_LEVELS && n >> levels > BUCKET)
        levels++;
    return levels;
}

static void choose_blocks(struct cupro__string_sorter *sorter)
{
    size_t n = sorter->part.n;
    sorter->block = between(LEAST_BLOCK, share_of(n, sorter->crew), MOST_BLOCK);
    if (sorter->block > sorter->desk_most)
        sorter->block = sorter->desk_most;
    sorter->blocks = (n - 1) / sorter->block + 1;
}

static bool has_all(const struct cupro__string_sorter *sorter, size_t bucket)
{
    return sorter->begin[bucket + 1] - sorter->begin[bucket] == sorter->part.n;
}

/* A bucket in its place is a part itself, unless its strings are equal. */
static void push_bucket(struct cupro__string_sorter *sorter, size_t bucket)
{
    struct cupro__string_part part = sorter->part;
    if (cupro__string_bucket_is_exact(bucket)) {
        uint64_t key = sorter->split->splitter[bucket / 2];
        if (cupro__key_bytes(key, sorter->strings.flip) < CUPRO__KEY_GOES_ON)
            return;
        part.depth += CUPRO__KEY_BYTES;
    }
    part.begin += sorter->begin[bucket];
    part.n = sorter->begin[bucket + 1] - sorter->begin[bucket];
    sorter->parts[sorter->parts_left++] = part;
}

/* From the second array back into the first. */
static void gather(struct cupro__string_sorter *sorter, const cupro_call *call)
{
    size_t buckets = sorter->split->buckets, large = 0;
    for (size_t k = 0; k < buckets; k++) {
        if (has_all(sorter, k)) { /* and they are where they belong */
            push_bucket(sorter, k);
            return;
        }
        large += cupro__bucket_is_large(sorter, k);
    }
    struct cupro__work work = {
        .units = sorter->stripes, .run = cupro__strings_copy_stripes, .arg = sorter, .grain = 1};
    if (large > 0)
        cupro__sort_surely(sorter->crew, &work, &sorter->silent);
    work = (struct cupro__work){.units = buckets,
                                .run = cupro__strings_bring_buckets,
                                .arg = sorter,
                                .grain = 1,
                                .elements = sorter->all->n,
                                .pass = 1,
                                .passes = 3};
    cupro__sort_surely(sorter->crew, &work, call);
    for (size_t k = 0; k < buckets && large > 0; k++)
        if (cupro__bucket_is_large(sorter, k))
            push_bucket(sorter, k);
}

static int sort_part(struct cupro__string_sorter *sorter, struct cupro__string_part part,
                     const cupro_call *call)
{
    sorter->part = part;
    sorter->strings = *sorter->all;
    sorter->strings.x += part.begin * sorter->strings.size;
    sorter->strings.n = part.n;
    choose_blocks(sorter);
    int levels = choose_levels(part.n);
    if (!cupro__string_split_choose(sorter->split, &sorter->strings, part.depth, levels)) {
        bool equal;
        int error = cupro__strings_skip_common(sorter, &equal);
        if (error != 0 || equal)
            return error;
        cupro__string_split_choose(sorter->split, &sorter->strings, sorter->part.depth, levels);
    }
    struct cupro__work work = {.units = sorter->blocks,
                               .run = cupro__strings_deal,
                               .arg = sorter,
                               .grain = 1,
                               .elements = sorter->all->n,
                               .passes = 3};
    int error = cupro__engine_run(sorter->crew, &work, call);
    if (error != 0)
        return error;
    cupro__strings_add_up(sorter);
    gather(sorter, call);
    return atomic_load_explicit(&sorter->stopped, memory_order_relaxed);
}

static int sort_parts(struct cupro__string_sorter *sorter)
{
    struct cupro__string_part all = {0, sorter->all->n, 0};
    int error = sort_part(sorter, all, sorter->call);
    while (error == 0 && sorter->parts_left > 0)
        error = sort_part(sorter, sorter->parts[--sorter->parts_left], &sorter->silent);
    if (error == 0)
        error = cupro__sort_report(all.n, 2, sorter->crew, sorter->call);
    return error;
}

/* -- Memory --------------------------------------------------------------------------------------
 */

static size_t choose_desk(const struct cupro__strings *strings, const struct cupro__crew *crew)
{
    size_t most = between(LEAST_DESK, share_of(strings->n, crew), CUPRO__DESK_MOST);
    while (most > LEAST_DESK && cupro__string_desk_bytes(most, strings->size) > DESK_BYTES)
        most -= most / 2;
    return most < strings->n ? most : strings->n;
}

/* Room for all parts: none has more blocks, buckets or parts in it than these. Where sizes overflow
 * they are more than there is. */
static bool find_room(struct cupro__string_sorter *sorter)
{
    size_t n = sorter->all->n, size = sorter->all->size, runners = (size_t)sorter->crew->runners;
    size_t most = sorter->desk_most, desk = cupro__string_desk_bytes(most, size), bytes;
    size_t blocks = n / (most < MOST_BLOCK ? most : MOST_BLOCK) + runners * SHARES_A_RUNNER + 1;
    size_t buckets = (size_t)2 << choose_levels(n);
    if (desk == 0 || __builtin_mul_overflow(desk, runners, &desk) ||
        __builtin_mul_overflow(n, size + sizeof *sorter->keys, &bytes))
        return false;
    sorter->stripes = runners * STRIPES_A_RUNNER;
    sorter->split = malloc(sizeof *sorter->split);
    sorter->ends = malloc(blocks * buckets * sizeof *sorter->ends);
    sorter->before = malloc((sorter->stripes + 2) * buckets * sizeof *sorter->before);
    sorter->parts = malloc((n / most + 1) * sizeof *sorter->parts);
    sorter->desks = malloc(runners * sizeof *sorter->desks + desk);
    sorter->keys = cupro__pages_new(bytes);
    if (sorter->split == NULL || sorter->ends == NULL || sorter->before == NULL ||
        sorter->parts == NULL || sorter->desks == NULL || sorter->keys == NULL)
        return false;
    sorter->begin = sorter->before + (sorter->stripes + 1) * buckets;
    sorter->elements = (char *)(sorter->keys + n);
    char *memory = (char *)(sorter->desks + runners);
    for (size_t i = 0; i < runners; i++)
        cupro__string_desk_lay(&sorter->desks[i], most, memory + i * (desk / runners));
    return true;
}

int cupro__sort_many_strings(const struct cupro__strings *strings, const struct cupro__crew *crew,
                             const cupro_call *call)
{
    struct cupro__string_sorter sorter = {
        .all = strings, .crew = crew, .call = call, .silent = *call};
    sorter.silent.progress = NULL;
    sorter.desk_most = choose_desk(strings, crew);
    int error = find_room(&sorter) ? sort_parts(&sorter) : CUPRO_ENOMEM;
    free(sorter.keys);
    free(sorter.desks);
    free(sorter.parts);
    free(sorter.before);
    free(sorter.ends);
    free(sorter.split);
    return error;
}
