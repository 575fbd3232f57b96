/* SPDX-License-Identifier: MIT */
/*
 * Shuffling by buckets (Rao, "Generation of random permutation", 1961; Sandelius, "A simple
 * randomization procedure", 1962): every element is thrown into one of 2^k buckets, and each bucket
 * is shuffled by itself, which fits a cache (Fisher and Yates).
 *
 * Which bucket is a hash of the seed and the index; a bucket's own shuffle draws numbers from the
 * seed and the bucket. Elements come into their buckets in index order, for which the blocks'
 * shares are counted first; so nothing depends on who does what.
 *
 * Work 3 n, span a block and a bucket. Bytes moved for n elements of s bytes: 2 n s twice, and the
 * scattering of n elements into as many streams as there are buckets.
 */
#include "memory/pages.h"
#include "runtime/engine/engine.h"

#include <cupro/error.h>
#include <cupro/loop.h>
#include <cupro/shuffle.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ALONE = 4096, BLOCKS = 128, MOST_BUCKETS = 4096, BUCKET_BYTES = 64 << 10 };

struct shuffle {
    char *base;
    char *spare; /* the elements by buckets */
    size_t n, size;
    uint64_t seed;
    int bits;      /* of a bucket's number                                         */
    size_t *begin; /* of each block in each bucket: [bucket][block]; one more      */
    size_t block;  /* elements of a block                                          */
};

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the output for a state. */
static inline uint64_t mix(uint64_t state)
{
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
    state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
    return state ^ (state >> 31);
}

static const uint64_t golden = 0x9e3779b97f4a7c15;

static inline size_t bucket_of(const struct shuffle *shuffle, size_t i)
{
    return (size_t)(mix(shuffle->seed + (i + 1) * golden) >> (64 - shuffle->bits));
}

__extension__ typedef unsigned __int128 wide;

/* A number below `bound`, each equally likely (Lemire, "Fast random integer generation in an
 * interval", 2019). */
static inline uint64_t below(uint64_t *state, uint64_t bound)
{
    for (;;) {
        wide product = (wide)mix(*state += golden) * bound;
        if ((uint64_t)product >= bound || (uint64_t)product >= -bound % bound)
            return (uint64_t)(product >> 64);
    }
}

/* `size` is a constant wherever that pays. */
static inline __attribute__((always_inline)) void swap(char *a, char *b, size_t size)
{
    char on_stack[64];
    for (size_t at = 0; at < size; at += sizeof on_stack) {
        size_t n = size - at < sizeof on_stack ? size - at : sizeof on_stack;
        memcpy(on_stack, a + at, n);
        memmove(a + at, b + at, n);
        memcpy(b + at, on_stack, n);
    }
}

static inline __attribute__((always_inline)) void shuffle_items(char *items, size_t n, size_t size,
                                                                uint64_t seed)
{
    for (size_t i = n; i > 1; i--)
        swap(items + (i - 1) * size, items + below(&seed, i) * size, size);
}

static void shuffle_alone(char *items, size_t n, size_t size, uint64_t seed)
{
    if (size == 4)
        shuffle_items(items, n, 4, seed);
    else if (size == 8)
        shuffle_items(items, n, 8, seed);
    else
        shuffle_items(items, n, size, seed);
}

/* -- The passes ---------------------------------------------------------------------------------
 */

static size_t end_of(const struct shuffle *shuffle, size_t block)
{
    size_t end = (block + 1) * shuffle->block;
    return end < shuffle->n ? end : shuffle->n;
}

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct shuffle *shuffle = arg;
    for (size_t block = lo; block < hi; block++)
        for (size_t i = block * shuffle->block; i < end_of(shuffle, block); i++)
            shuffle->begin[bucket_of(shuffle, i) * BLOCKS + block]++;
    return 0;
}

static void add_up(const struct shuffle *shuffle)
{
    size_t sum = 0, places = (size_t)BLOCKS << shuffle->bits;
    for (size_t i = 0; i < places; i++) {
        size_t count = shuffle->begin[i];
        shuffle->begin[i] = sum;
        sum += count;
    }
    shuffle->begin[places] = sum;
}

static inline __attribute__((always_inline)) void
throw_items(const struct shuffle *shuffle, size_t block, size_t size, size_t *next)
{
    for (size_t i = block * shuffle->block; i < end_of(shuffle, block); i++)
        memcpy(shuffle->spare + next[bucket_of(shuffle, i)]++ * size, shuffle->base + i * size,
               size);
}

static int throw_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct shuffle *shuffle = arg;
    size_t next[MOST_BUCKETS];
    for (size_t block = lo; block < hi; block++) {
        for (size_t bucket = 0; bucket < (size_t)1 << shuffle->bits; bucket++)
            next[bucket] = shuffle->begin[bucket * BLOCKS + block];
        if (shuffle->size == 4)
            throw_items(shuffle, block, 4, next);
        else if (shuffle->size == 8)
            throw_items(shuffle, block, 8, next);
        else
            throw_items(shuffle, block, shuffle->size, next);
    }
    return 0;
}

static int finish_buckets(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct shuffle *shuffle = arg;
    for (size_t bucket = lo; bucket < hi; bucket++) {
        size_t begin = shuffle->begin[bucket * BLOCKS], size = shuffle->size;
        size_t n = shuffle->begin[(bucket + 1) * BLOCKS] - begin;
        shuffle_alone(shuffle->spare + begin * size, n, size, mix(shuffle->seed ^ mix(bucket)));
        memcpy(shuffle->base + begin * size, shuffle->spare + begin * size, n * size);
    }
    return 0;
}

static int run_passes(struct shuffle *shuffle, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    struct cupro__work work = {.units = BLOCKS,
                               .run = count_blocks,
                               .arg = shuffle,
                               .grain = 1,
                               .elements = shuffle->n,
                               .passes = 3};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    add_up(shuffle);
    work.run = throw_blocks;
    work.pass = 1;
    error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    work.run = finish_buckets;
    work.units = (size_t)1 << shuffle->bits;
    work.pass = 2;
    cupro_call unstoppable = *call; /* the array is being overwritten */
    unstoppable.stop = NULL;
    return cupro__engine_run(crew, &work, &unstoppable);
}

static int choose_bits(size_t n, size_t size)
{
    int bits = 1;
    while ((size_t)1 << bits < MOST_BUCKETS && (n >> bits) > BUCKET_BYTES / size)
        bits++;
    return bits;
}

static int shuffle_by_buckets(struct shuffle *shuffle, const cupro_call *call)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    shuffle->bits = choose_bits(shuffle->n, shuffle->size);
    shuffle->block = (shuffle->n - 1) / BLOCKS + 1;
    shuffle->begin = calloc(((size_t)BLOCKS << shuffle->bits) + 1, sizeof *shuffle->begin);
    shuffle->spare = cupro__pages_new(shuffle->n * shuffle->size);
    error = shuffle->begin == NULL || shuffle->spare == NULL ? CUPRO_ENOMEM
                                                             : run_passes(shuffle, &crew, call);
    free(shuffle->spare);
    free(shuffle->begin);
    cupro__crew_dismiss(&crew);
    return error;
}

static int run_alone(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    const struct shuffle *shuffle = arg;
    shuffle_alone(shuffle->base, shuffle->n, shuffle->size, mix(shuffle->seed));
    return 0;
}

/* -- The verbs ----------------------------------------------------------------------------------
 */

int cupro_shuffle_with(void *base, size_t n, size_t size, uint64_t seed, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (size == 0 || n > SIZE_MAX / size || (base == NULL && n > 0))
        return CUPRO_EINVAL;
    struct shuffle shuffle = {.base = base, .n = n, .size = size, .seed = seed};
    if (n > ALONE)
        return shuffle_by_buckets(&shuffle, call);
    struct cupro__work work = {.units = n > 0, .elements = n, .run = run_alone, .arg = &shuffle};
    return cupro__engine_call(call, &work);
}

static int number(size_t lo, size_t hi, void *ctx)
{
    size_t *order = ctx;
    for (size_t i = lo; i < hi; i++)
        order[i] = i;
    return 0;
}

int cupro_permutation_with(size_t *order, size_t n, uint64_t seed, const cupro_call *call)
{
    cupro_call numbering = call != NULL ? *call : cupro__usual_call;
    if ((order == NULL && n > 0) || n > SIZE_MAX / sizeof *order)
        return CUPRO_EINVAL;
    int error = cupro__engine_check(&numbering);
    if (error != 0)
        return error;
    numbering.ctx = order;
    numbering.progress = NULL; /* the shuffle reports */
    error = cupro_for_with(n, number, &numbering);
    return error != 0 ? error : cupro_shuffle_with(order, n, sizeof *order, seed, call);
}
