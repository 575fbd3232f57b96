/* SPDX-License-Identifier: MIT */
/*
 * Sorting by an order: by buckets, as Sanders and Winkel's "Super scalar sample sort" (2004), but
 * stable.
 *
 * Splitters say which elements belong together (splitters.c). Each block of the array finds the
 * bucket of each of its elements, then moves them there, in their order; then each bucket, which
 * fits a core's cache, is sorted on its way back into the array. Equal elements that are many have
 * a bucket of their own, and are only copied back.
 *
 * Work O(n log n), span a block and the largest bucket. Bytes moved for n elements of s bytes:
 * 4 n s, and 2 n for the numbers of the buckets.
 *
 * What limits it, 1e7 elements on one thread of a Zen 4: 16 bytes take 28 ns each, of which sorting
 * in cache is 56 %, finding buckets 16 %, moving there 8 %, fresh pages 7 %. 64 bytes take 56 ns:
 * sorting pointers and following them 45 %, moving 15 %, finding buckets 12 %, fresh pages 11 %,
 * and more where the system has no large pages ready. Up to 512 buckets were 10 % slower there than
 * up to 1024, 2048 no faster. Moving elements instead of pointers to them made no difference at 48
 * and 64 bytes, and was 7 % faster at 32. (cupro-bench, rows sort-by-16 and sort-by-64.)
 */
#include "memory/pages.h"
#include "runtime/engine/stop.h"
#include "sort/orders/ordering.h"

#include <cupro/error.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKET_BYTES = 256 << 10, LEAST_BUCKET = 256, LEAST_BLOCK = 1024, BLOCKS_A_RUNNER = 8 };
enum { COPIED = 32768 }; /* elements of a part that is only copied, at most */

/* What is sorted at a time. */
struct part {
    size_t begin, n;
    bool is_sorted;
};

struct buckets {
    const struct cupro__ordering *ordering;
    struct cupro__splitting splitting;
    const cupro_stop *stop;
    atomic_int stopped;   /* CUPRO_ESTOPPED, CUPRO_ETIMEDOUT: and a part left unsorted */
    size_t blocks, block; /* how many, and elements of one               */
    size_t *next;         /* of each block in each bucket: [block][bucket] */
    uint16_t *bucket;     /* of each element                               */
    char *spare;          /* the elements by buckets                       */
    struct part *part;
    size_t parts;
    char *room;     /* for what sorting wants beside the elements, or NULL   */
    size_t portion; /* of it, for each runner; 0: each part has some of its own */
};

static size_t elements_of(const struct buckets *buckets, size_t block)
{
    size_t begin = block * buckets->block, left = buckets->ordering->n - begin;
    return left < buckets->block ? left : buckets->block;
}

static int classify_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct buckets *buckets = arg;
    const struct cupro__ordering *ordering = buckets->ordering;
    for (size_t block = lo; block < hi; block++) {
        size_t begin = block * buckets->block, many = buckets->splitting.buckets;
        size_t *counts = buckets->next + block * many;
        memset(counts, 0, many * sizeof *counts);
        ordering->order->classify(ordering->x + begin * ordering->size, elements_of(buckets, block),
                                  &buckets->splitting.splitters, buckets->bucket + begin, counts,
                                  ordering->ctx);
    }
    return 0;
}

static int scatter_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct buckets *buckets = arg;
    const struct cupro__ordering *ordering = buckets->ordering;
    for (size_t block = lo; block < hi; block++) {
        size_t begin = block * buckets->block;
        ordering->order->scatter(ordering->x + begin * ordering->size, elements_of(buckets, block),
                                 buckets->bucket + begin,
                                 buckets->next + block * buckets->splitting.buckets, buckets->spare,
                                 ordering->ctx);
    }
    return 0;
}

/* Who comes after the stop only puts the elements back. */
static int finish_parts(size_t lo, size_t hi, int runner, void *arg)
{
    struct buckets *buckets = arg;
    const struct cupro__ordering *ordering = buckets->ordering;
    size_t size = ordering->size;
    for (size_t i = lo; i < hi; i++) {
        const struct part *part = &buckets->part[i];
        char *from = buckets->spare + part->begin * size, *to = ordering->x + part->begin * size;
        size_t at = buckets->portion > 0 ? (size_t)runner * buckets->portion : part->begin;
        char *room = buckets->room != NULL ? buckets->room + at * ordering->order->room : NULL;
        int stopped = part->is_sorted ? 0 : cupro__stop_code(buckets->stop);
        if (stopped != 0)
            atomic_store_explicit(&buckets->stopped, stopped, memory_order_relaxed);
        if (part->is_sorted || stopped != 0)
            memcpy(to, from, part->n * size);
        else
            ordering->order->sort(from, to, room, part->n, ordering->ctx);
    }
    return 0;
}

/* -- Between the passes ------------------------------------------------------------------------ */

static void add_part(struct buckets *buckets, size_t bucket, size_t begin, size_t n)
{
    bool is_sorted = n == 1 || (buckets->splitting.splitters.has_equals && bucket % 2 == 0);
    while (n > 0) {
        size_t some = is_sorted && n > COPIED ? COPIED : n;
        buckets->part[buckets->parts++] = (struct part){begin, some, is_sorted};
        begin += some;
        n -= some;
    }
}

/* Counts become places, and the buckets parts. */
static void add_up(struct buckets *buckets)
{
    size_t sum = 0, many = buckets->splitting.buckets;
    for (size_t bucket = 0; bucket < many; bucket++) {
        size_t begin = sum;
        for (size_t block = 0; block < buckets->blocks; block++) {
            size_t count = buckets->next[block * many + bucket];
            buckets->next[block * many + bucket] = sum;
            sum += count;
        }
        add_part(buckets, bucket, begin, sum - begin);
    }
}

/* Room for the longest part of each runner, or for all. */
static int find_room(struct buckets *buckets, const struct cupro__crew *crew)
{
    const struct cupro__ordering *ordering = buckets->ordering;
    size_t longest = 0, n = ordering->n, runners = (size_t)crew->runners;
    if (ordering->order->room == 0)
        return 0;
    for (size_t i = 0; i < buckets->parts; i++)
        if (!buckets->part[i].is_sorted && buckets->part[i].n > longest)
            longest = buckets->part[i].n;
    bool is_less = longest < n / runners;
    buckets->portion = is_less ? longest : 0;
    size_t elements = is_less ? longest * runners : n;
    if (elements > SIZE_MAX / ordering->order->room)
        return CUPRO_ENOMEM;
    buckets->room = cupro__pages_new(elements * ordering->order->room + 1);
    return buckets->room != NULL ? 0 : CUPRO_ENOMEM;
}

static int run_passes(struct buckets *buckets, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    struct cupro__work work = {.units = buckets->blocks,
                               .run = classify_blocks,
                               .arg = buckets,
                               .grain = 1,
                               .elements = buckets->ordering->n,
                               .passes = 3};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    add_up(buckets);
    error = find_room(buckets, crew);
    if (error != 0)
        return error;
    work.run = scatter_blocks;
    work.pass = 1;
    error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    work.run = finish_parts;
    work.units = buckets->parts;
    work.pass = 2;
    buckets->stop = call->stop;
    cupro_call unstoppable = *call;
    unstoppable.stop = NULL;
    error = cupro__engine_run(crew, &work, &unstoppable);
    return error != 0 ? error : atomic_load(&buckets->stopped);
}

/* -- Memory ------------------------------------------------------------------------------------ */

static int sort_split(struct buckets *buckets, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    size_t n = buckets->ordering->n, many = buckets->splitting.buckets;
    buckets->next = malloc(buckets->blocks * many * sizeof *buckets->next);
    buckets->part = malloc((many + n / COPIED) * sizeof *buckets->part);
    buckets->bucket = cupro__pages_new(n * sizeof *buckets->bucket);
    buckets->spare = cupro__elements_new(n * buckets->ordering->size);
    int error = CUPRO_ENOMEM;
    if (buckets->next != NULL && buckets->part != NULL && buckets->bucket != NULL &&
        buckets->spare != NULL)
        error = run_passes(buckets, crew, call);
    free(buckets->room);
    free(buckets->spare);
    free(buckets->bucket);
    free(buckets->part);
    free(buckets->next);
    return error;
}

/* So many that a bucket fits the L2 cache, and that there are some for each runner. */
static unsigned choose_levels(const struct cupro__ordering *ordering, int runners)
{
    size_t n = ordering->n, size = ordering->size, wanted = 4 * (size_t)runners;
    size_t fitting = n / (BUCKET_BYTES / (size < BUCKET_BYTES / 64 ? size : BUCKET_BYTES / 64));
    unsigned levels = 1;
    while (levels < CUPRO__MOST_LEVELS && n >> (levels + 1) > LEAST_BUCKET &&
           ((size_t)1 << levels < wanted || (size_t)1 << levels < fitting))
        levels++;
    return levels;
}

int cupro__order_by_buckets(const struct cupro__ordering *ordering, const struct cupro__crew *crew,
                            const cupro_call *call)
{
    struct buckets buckets = {.ordering = ordering};
    unsigned levels = choose_levels(ordering, crew->runners);
    int error = cupro__choose_splitters(ordering, levels, &buckets.splitting);
    if (error != 0)
        return error;
    size_t n = ordering->n, block = (n - 1) / ((size_t)crew->runners * BLOCKS_A_RUNNER) + 1;
    buckets.block = block < LEAST_BLOCK ? LEAST_BLOCK : block;
    buckets.blocks = (n - 1) / buckets.block + 1;
    error = sort_split(&buckets, crew, call);
    free(buckets.splitting.memory);
    return error;
}
