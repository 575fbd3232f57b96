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
#include "runtime/stop.h"
#include "sort/strings/string_desk.h"
#include "sort/strings/string_split.h"

#include <cupro/error.h>
#include <stdatomic.h>
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

struct part {
    size_t begin, n, depth;
};

struct sorter {
    const struct cupro__strings *all;
    const struct cupro__crew *crew;
    const cupro_call *call;
    cupro_call silent; /* the same, for what does not report */
    struct part part;  /* that is being sorted               */
    struct cupro__strings strings;
    struct cupro__string_split *split;
    size_t desk_most, block, stripes;
    size_t blocks; /* of the part */

    /* Memory */
    struct cupro__string_desk *desks; /* of each runner                                         */
    uint64_t *keys;                   /* by blocks, and in them by buckets                      */
    char *elements;                   /* the same                                               */
    uint32_t *ends;                   /* of each bucket in each block: [block][bucket]          */
    size_t *before;                   /* in the stripes before this: [stripe][bucket]; and all  */
    size_t *begin;                    /* of each bucket, and the end of the last                */
    struct part *parts;               /* a stack of those that are left                         */
    size_t parts_left;
    _Atomic size_t common; /* bytes of all strings of the part                        */
    atomic_int stopped;    /* why some buckets were left as they are                  */
};

/* -- Blocks, stripes -----------------------------------------------------------------------------
 */

static size_t strings_of_block(const struct sorter *sorter, size_t block)
{
    size_t left = sorter->part.n - block * sorter->block;
    return left < sorter->block ? left : sorter->block;
}

static size_t stripe_begin(const struct sorter *sorter, size_t stripe)
{
    return sorter->blocks * stripe / sorter->stripes;
}

static uint32_t *ends_of(const struct sorter *sorter, size_t block)
{
    return sorter->ends + block * sorter->split->buckets;
}

static bool is_large(const struct sorter *sorter, size_t bucket)
{
    return sorter->begin[bucket + 1] - sorter->begin[bucket] > sorter->desk_most;
}

/* -- Dealing out ---------------------------------------------------------------------------------
 */

static void count(const uint16_t *bucket, size_t n, size_t buckets, uint32_t *next)
{
    uint32_t sum = 0;
    memset(next, 0, buckets * sizeof *next);
    for (size_t i = 0; i < n; i++)
        next[bucket[i]]++;
    for (size_t k = 0; k < buckets; k++) {
        uint32_t many = next[k];
        next[k] = sum;
        sum += many;
    }
}

static inline __attribute__((always_inline)) void deal(const char *x, const uint64_t *key,
                                                       const uint16_t *bucket, size_t n,
                                                       uint32_t *next, uint64_t *keys,
                                                       char *elements, size_t size)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = next[bucket[i]]++;
        keys[at] = key[i];
        memcpy(elements + at * size, x + i * size, size);
    }
}

static int deal_block(const struct sorter *sorter, size_t block, struct cupro__string_desk *desk)
{
    const struct cupro__strings *strings = &sorter->strings;
    size_t first = block * sorter->block, n = strings_of_block(sorter, block);
    size_t size = strings->size;
    const char *x = strings->x + first * size;
    char *elements = sorter->elements + first * size;
    uint64_t *keys = sorter->keys + first;
    uint32_t *ends = ends_of(sorter, block);
    uint16_t *bucket = (uint16_t *)(void *)desk->words;
    if (sorter->part.depth == 0 && cupro__strings_missing(strings, first, n))
        return CUPRO_EINVAL;
    cupro__string_keys(strings, first, n, sorter->part.depth, desk->keys);
    cupro__string_split_find(sorter->split, desk->keys, n, bucket);
    count(bucket, n, sorter->split->buckets, ends);
    if (size == sizeof(cupro_slice))
        deal(x, desk->keys, bucket, n, ends, keys, elements, sizeof(cupro_slice));
    else
        deal(x, desk->keys, bucket, n, ends, keys, elements, size);
    return 0;
}

static int deal_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct sorter *sorter = arg;
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++)
        error = deal_block(sorter, block, &sorter->desks[runner]);
    return error;
}

/* How many of each bucket lie before each stripe, and where the buckets begin. */
static void add_up(struct sorter *sorter)
{
    size_t buckets = sorter->split->buckets, sum = 0;
    size_t *all = sorter->before + sorter->stripes * buckets;
    memset(all, 0, buckets * sizeof *all);
    for (size_t stripe = 0; stripe < sorter->stripes; stripe++) {
        memcpy(sorter->before + stripe * buckets, all, buckets * sizeof *all);
        for (size_t b = stripe_begin(sorter, stripe); b < stripe_begin(sorter, stripe + 1); b++) {
            const uint32_t *ends = ends_of(sorter, b);
            all[0] += ends[0];
            for (size_t k = 1; k < buckets; k++)
                all[k] += ends[k] - ends[k - 1];
        }
    }
    for (size_t k = 0; k < buckets; k++) {
        sorter->begin[k] = sum;
        sum += all[k];
    }
    sorter->begin[buckets] = sum;
}

/* -- Gathering -----------------------------------------------------------------------------------
 */

/* Where a bucket's elements are in a block's stretch of the second array. */
static size_t find_segment(const struct sorter *sorter, size_t block, size_t bucket, size_t *n)
{
    const uint32_t *ends = ends_of(sorter, block);
    size_t begin = bucket > 0 ? ends[bucket - 1] : 0;
    *n = ends[bucket] - begin;
    return block * sorter->block + begin;
}

static char *copy_segment(const struct sorter *sorter, size_t block, size_t bucket, char *out)
{
    size_t n, size = sorter->strings.size, from = find_segment(sorter, block, bucket, &n);
    memcpy(out, sorter->elements + from * size, n * size);
    return out + n * size;
}

static int copy_stripes(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct sorter *sorter = arg;
    size_t buckets = sorter->split->buckets;
    for (size_t stripe = lo; stripe < hi; stripe++)
        for (size_t k = 0; k < buckets; k++) {
            size_t begin = sorter->begin[k] + sorter->before[stripe * buckets + k];
            char *out = sorter->strings.x + begin * sorter->strings.size;
            size_t end = is_large(sorter, k) ? stripe_begin(sorter, stripe + 1) : 0;
            for (size_t block = stripe_begin(sorter, stripe); block < end; block++)
                out = copy_segment(sorter, block, k, out);
        }
    return 0;
}

/* One that is stopped is only brought to its place. */
static void bring_bucket(struct sorter *sorter, size_t bucket, struct cupro__string_desk *desk)
{
    struct cupro__strings strings = sorter->strings;
    size_t begin = sorter->begin[bucket], size = strings.size, at = 0;
    strings.x += begin * size;
    strings.n = sorter->begin[bucket + 1] - begin;
    int stopped = strings.n > 1 ? cupro__stop_code(sorter->call->stop) : 0;
    char *out = stopped != 0 || strings.n == 1 ? strings.x : desk->elements;
    if (stopped != 0)
        atomic_store_explicit(&sorter->stopped, stopped, memory_order_relaxed);
    for (size_t block = 0; block < sorter->blocks; block++) {
        size_t n, from = find_segment(sorter, block, bucket, &n);
        memcpy(desk->keys + at, sorter->keys + from, n * sizeof *desk->keys);
        memcpy(out + at * size, sorter->elements + from * size, n * size);
        at += n;
    }
    if (out == desk->elements)
        cupro__string_desk_bring(desk, &strings, sorter->part.depth);
}

static int bring_buckets(size_t lo, size_t hi, int runner, void *arg)
{
    struct sorter *sorter = arg;
    for (size_t bucket = lo; bucket < hi; bucket++)
        if (sorter->begin[bucket + 1] > sorter->begin[bucket] && !is_large(sorter, bucket))
            bring_bucket(sorter, bucket, &sorter->desks[runner]);
    return 0;
}

/* -- What all have in common ---------------------------------------------------------------------
 */

static int compare_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    struct sorter *sorter = arg;
    cupro_slice first = cupro__string_at(&sorter->strings, 0);
    size_t depth = sorter->part.depth, end = (hi - 1) * sorter->block;
    size_t common = atomic_load_explicit(&sorter->common, memory_order_relaxed);
    end += strings_of_block(sorter, hi - 1);
    if (depth == 0 &&
        cupro__strings_missing(&sorter->strings, lo * sorter->block, end - lo * sorter->block))
        return CUPRO_EINVAL;
    for (size_t i = lo * sorter->block; i < end && common > depth; i++) {
        cupro_slice string = cupro__string_at(&sorter->strings, i);
        common = common < string.length ? common : string.length;
        if (common > depth)
            common = cupro__strings_common(first.begin, string.begin, depth, common);
    }
    size_t least = atomic_load_explicit(&sorter->common, memory_order_relaxed);
    while (common < least &&
           !atomic_compare_exchange_weak_explicit(&sorter->common, &least, common,
                                                  memory_order_relaxed, memory_order_relaxed))
        continue;
    return 0;
}

/* Go to the depth from which on the strings of the part differ. */
static int skip_common(struct sorter *sorter)
{
    struct cupro__work work = {
        .units = sorter->blocks, .run = compare_blocks, .arg = sorter, .grain = 1};
    if (sorter->part.depth == 0 && cupro__strings_missing(&sorter->strings, 0, 1))
        return CUPRO_EINVAL;
    atomic_init(&sorter->common, cupro__string_at(&sorter->strings, 0).length);
    int error = cupro__engine_run(sorter->crew, &work, &sorter->silent);
    if (error == 0)
        sorter->part.depth = atomic_load_explicit(&sorter->common, memory_order_relaxed);
    return error;
}

/* -- Parts ---------------------------------------------------------------------------------------
 */

/* This goes through: once the array is being written to, its elements are to be found in it again.
 * Where there is no memory for a crew's slots, on the caller. */
static void run_through(const struct sorter *sorter, const struct cupro__work *work,
                        const cupro_call *call)
{
    cupro_call unstoppable = *call;
    unstoppable.stop = NULL;
    if (cupro__engine_run(sorter->crew, work, &unstoppable) != 0)
        work->run(0, work->units, 0, work->arg);
}

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

static void choose_blocks(struct sorter *sorter)
{
    size_t n = sorter->part.n;
    sorter->block = between(LEAST_BLOCK, share_of(n, sorter->crew), MOST_BLOCK);
    if (sorter->block > sorter->desk_most)
        sorter->block = sorter->desk_most;
    sorter->blocks = (n - 1) / sorter->block + 1;
}

static bool has_all(const struct sorter *sorter, size_t bucket)
{
    return sorter->begin[bucket + 1] - sorter->begin[bucket] == sorter->part.n;
}

/* A bucket in its place is a part itself, unless its strings are equal. */
static void push_bucket(struct sorter *sorter, size_t bucket)
{
    struct part part = sorter->part;
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
static void gather(struct sorter *sorter, const cupro_call *call)
{
    size_t buckets = sorter->split->buckets, large = 0;
    for (size_t k = 0; k < buckets; k++) {
        if (has_all(sorter, k)) { /* and they are where they belong */
            push_bucket(sorter, k);
            return;
        }
        large += is_large(sorter, k);
    }
    struct cupro__work work = {
        .units = sorter->stripes, .run = copy_stripes, .arg = sorter, .grain = 1};
    if (large > 0)
        run_through(sorter, &work, &sorter->silent);
    work = (struct cupro__work){.units = buckets,
                                .run = bring_buckets,
                                .arg = sorter,
                                .grain = 1,
                                .elements = sorter->all->n,
                                .pass = 1,
                                .passes = 3};
    run_through(sorter, &work, call);
    for (size_t k = 0; k < buckets && large > 0; k++)
        if (is_large(sorter, k))
            push_bucket(sorter, k);
}

static int sort_part(struct sorter *sorter, struct part part, const cupro_call *call)
{
    sorter->part = part;
    sorter->strings = *sorter->all;
    sorter->strings.x += part.begin * sorter->strings.size;
    sorter->strings.n = part.n;
    choose_blocks(sorter);
    int levels = choose_levels(part.n);
    if (!cupro__string_split_choose(sorter->split, &sorter->strings, part.depth, levels)) {
        int error = skip_common(sorter);
        if (error != 0)
            return error;
        cupro__string_split_choose(sorter->split, &sorter->strings, sorter->part.depth, levels);
    }
    struct cupro__work work = {.units = sorter->blocks,
                               .run = deal_blocks,
                               .arg = sorter,
                               .grain = 1,
                               .elements = sorter->all->n,
                               .passes = 3};
    int error = cupro__engine_run(sorter->crew, &work, call);
    if (error != 0)
        return error;
    add_up(sorter);
    gather(sorter, call);
    return atomic_load_explicit(&sorter->stopped, memory_order_relaxed);
}

static int say_that_all_is_done(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    (void)arg;
    return 0;
}

static int sort_parts(struct sorter *sorter)
{
    struct part all = {0, sorter->all->n, 0};
    int error = sort_part(sorter, all, sorter->call);
    while (error == 0 && sorter->parts_left > 0)
        error = sort_part(sorter, sorter->parts[--sorter->parts_left], &sorter->silent);
    struct cupro__work end = {.units = 1,
                              .run = say_that_all_is_done,
                              .grain = 1,
                              .elements = all.n,
                              .pass = 2,
                              .passes = 3};
    if (error == 0 && sorter->call->progress != NULL)
        run_through(sorter, &end, sorter->call);
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
static bool find_room(struct sorter *sorter)
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
    struct sorter sorter = {.all = strings, .crew = crew, .call = call, .silent = *call};
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
