/* SPDX-License-Identifier: MIT */
/*
 * Elements are divided by the hashes of their keys (see divided.h).
 *
 * A radix partition that does not leave the block. A block's keys are loaded, hashed and counted,
 * then put in order: all of that in the L2 cache, with plain stores. The usual way is two passes
 * over all elements and writes to as many places in all of memory as there are parts, each with a
 * page and a cache line of its own (Balkesen, Teubner, Alonso, Özsu: Main-memory hash joins on
 * multi-core CPUs, ICDE 2013); here the reader of a part has a segment of each block to go to
 * instead, some cache lines long.
 *
 * Moved for n number keys: 8 n bytes read, 10 n written. Blocks of 32768 numbers instead of 65536,
 * with segments half as long, took 1140 to 1220 ms of processor time instead of 1025 to 1120 for
 * counting 5e7 numbers of 1e7 groups; a quarter of either is the kernel's, for fresh pages.
 */
#include "group/parts/divided.h"

#include "group/tables/count_kernels.h"
#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    NUMBER_BLOCK = 65536, /* elements; all that a block has is in an L2 cache of 1 MiB */
    BYTES_BLOCK = 16384,
    LEAST_BLOCK = 1024,
    BLOCKS = 64,       /* at least, of many elements */
    SEGMENT = 16,      /* elements at least, on average              */
    MANY_PARTS = 2048, /* at most                                    */
    PARTS_A_RUNNER = 16
};

/* What a runner needs for a block. */
struct desk {
    uint64_t *room;  /* keys */
    uint16_t *parts; /* of the elements */
    uint32_t *next;
    char *values; /* of a batch */
};

struct dividing {
    struct cupro__divided *divided;
    void *ctx;
    char *desks;
    size_t desk; /* bytes of one */
};

static struct desk desk_of(const struct dividing *dividing, int runner)
{
    const struct cupro__divided *divided = dividing->divided;
    struct desk desk;
    char *at = dividing->desks + (size_t)runner * dividing->desk;
    desk.room = (uint64_t *)(void *)at;
    at += divided->block * divided->keyed->words * sizeof *desk.room;
    desk.values = at;
    at += divided->value != NULL ? CUPRO__KEYED_BATCH * divided->value->out_size : 0;
    at += (size_t)(-(uintptr_t)at % sizeof *desk.next);
    desk.next = (uint32_t *)(void *)at;
    at += divided->parts * sizeof *desk.next;
    desk.parts = (uint16_t *)(void *)at;
    return desk;
}

static size_t desk_bytes(const struct cupro__divided *divided)
{
    size_t bytes = divided->block * (divided->keyed->words * sizeof(uint64_t) + sizeof(uint16_t)) +
                   divided->parts * sizeof(uint32_t) + 256;
    if (divided->value != NULL)
        bytes += CUPRO__KEYED_BATCH * divided->value->out_size;
    return bytes / 128 * 128 + 128;
}

/* -- A block ----------------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) void choose_parts(const struct cupro__divided *divided,
                                                               const uint64_t *keys, size_t n,
                                                               uint16_t *parts, size_t words)
{
    const struct cupro__heavy *heavy = divided->heavy;
    const unsigned shift = 63 - divided->bits, first = (unsigned)heavy->count;
    uint64_t hashes[CUPRO__KEYED_BATCH];
    if (words == CUPRO__NUMBER_WORDS)
        cupro__count_kernels()->hash(divided->keyed->hash, keys, n, 0, 0, hashes);
    else
        for (size_t k = 0; k < n; k++)
            hashes[k] = keys[k * words];
    for (size_t k = 0; k < n && first == 0; k++)
        parts[k] = (uint16_t)(hashes[k] >> 1 >> shift);
    for (size_t k = 0; k < n && first > 0; k++) {
        unsigned number = cupro__heavy_number(heavy, keys + k * words, hashes[k], words);
        unsigned part = first + (unsigned)(hashes[k] >> 1 >> shift);
        parts[k] = (uint16_t)(number != CUPRO__NOT_HEAVY ? number : part);
    }
}

/* Load a block's keys; *keys is then where all of them are. */
static inline __attribute__((always_inline)) int load_block(const struct cupro__divided *divided,
                                                            size_t at, size_t n,
                                                            const struct desk *desk,
                                                            const uint64_t **keys, size_t words)
{
    for (size_t i = 0, many; i < n; i += many) {
        const uint64_t *batch;
        many = n - i < CUPRO__KEYED_BATCH ? n - i : CUPRO__KEYED_BATCH;
        int error = cupro__keyed_load(divided->keyed, at + i, many, desk->room + i * words, &batch);
        if (error != 0)
            return error;
        if (i == 0)
            *keys = batch;
        choose_parts(divided, batch, many, desk->parts + i, words);
        for (size_t k = 0; k < many; k++)
            desk->next[desk->parts[i + k]]++;
    }
    return 0;
}

/* Counts become places. */
static void add_up(const struct cupro__divided *divided, size_t block, uint32_t *next)
{
    uint32_t *begin = divided->begin + block * (divided->parts + 1), sum = 0;
    for (size_t part = 0; part < divided->parts; part++) {
        begin[part] = sum;
        sum += next[part];
        next[part] = begin[part];
    }
    begin[divided->parts] = sum;
}

/* The constant `size` makes a loop of its own; 0: there are no values, SIZE_MAX: of any size. */
static inline __attribute__((always_inline)) void
scatter(const struct cupro__divided *divided, size_t at, size_t from, size_t n,
        const uint64_t *keys, const struct desk *desk, size_t words, size_t size)
{
    uint64_t *to = divided->keys + at * words;
    uint16_t *within = divided->within + at;
    if (size == SIZE_MAX)
        size = divided->value->out_size;
    for (size_t k = from; k < from + n; k++) {
        size_t place = desk->next[desk->parts[k]]++;
        cupro__key_copy(to + place * words, keys + k * words, words);
        within[place] = (uint16_t)k;
        if (size > 0)
            memcpy(divided->values + (at + place) * size, desk->values + (k - from) * size, size);
    }
}

/* As scatter, with values, a batch at a time. */
static inline __attribute__((always_inline)) int
scatter_values(const struct dividing *dividing, size_t at, size_t n, const uint64_t *keys,
               const struct desk *desk, size_t words)
{
    const struct cupro__divided *divided = dividing->divided;
    const cupro_stage *value = divided->value;
    for (size_t i = 0, many; i < n; i += many) {
        many = n - i < CUPRO__KEYED_BATCH ? n - i : CUPRO__KEYED_BATCH;
        const char *items = divided->keyed->x + (at + i) * divided->keyed->size;
        if (value->step(items, desk->values, many, dividing->ctx) != many)
            return CUPRO_EINVAL;
        if (value->out_size == 8)
            scatter(divided, at, i, many, keys, desk, words, 8);
        else if (value->out_size == 4)
            scatter(divided, at, i, many, keys, desk, words, 4);
        else
            scatter(divided, at, i, many, keys, desk, words, SIZE_MAX);
    }
    return 0;
}

static inline __attribute__((always_inline)) int
divide_block(const struct dividing *dividing, size_t block, const struct desk *desk, size_t words)
{
    const struct cupro__divided *divided = dividing->divided;
    const size_t at = block * divided->block, left = divided->keyed->n - at;
    const size_t n = left < divided->block ? left : divided->block;
    const uint64_t *keys = NULL;
    memset(desk->next, 0, divided->parts * sizeof *desk->next);
    int error = load_block(divided, at, n, desk, &keys, words);
    if (error != 0)
        return error;
    add_up(divided, block, desk->next);
    if (divided->value != NULL)
        return scatter_values(dividing, at, n, keys, desk, words);
    scatter(divided, at, 0, n, keys, desk, words, 0);
    return 0;
}

static int divide_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct dividing *dividing = arg;
    const struct desk desk = desk_of(dividing, runner);
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++)
        error = dividing->divided->keyed->words == CUPRO__NUMBER_WORDS
                    ? divide_block(dividing, block, &desk, CUPRO__NUMBER_WORDS)
                    : divide_block(dividing, block, &desk, CUPRO__BYTES_WORDS);
    return error;
}

/* -- All --------------------------------------------------------------------------------------- */

/* Blocks depend on n and the kind of keys only: results may depend on them. */
static void choose_blocks(struct cupro__divided *divided)
{
    const size_t n = divided->keyed->n;
    const size_t most = divided->keyed->words == CUPRO__NUMBER_WORDS ? NUMBER_BLOCK : BYTES_BLOCK;
    size_t block = LEAST_BLOCK;
    while (block < most && block < n / BLOCKS)
        block *= 2;
    divided->block = block;
    divided->blocks = n / block + (n % block != 0);
}

static void choose_part_count(struct cupro__divided *divided, size_t wanted, size_t runners)
{
    size_t parts = 1, most = divided->block / SEGMENT;
    most = most < MANY_PARTS ? most : MANY_PARTS;
    while (parts < most &&
           (parts < wanted || (parts < PARTS_A_RUNNER * runners && divided->blocks > BLOCKS / 4)))
        parts *= 2;
    divided->bits = (unsigned)__builtin_ctzll(parts);
    divided->parts = divided->heavy->count + parts;
}

static bool rooms_are_had(struct cupro__divided *divided)
{
    const size_t n = divided->keyed->n, words = divided->keyed->words;
    size_t bytes, begins;
    if (__builtin_mul_overflow(n, words * sizeof *divided->keys, &bytes) ||
        __builtin_mul_overflow(divided->blocks, (divided->parts + 1) * sizeof *divided->begin,
                               &begins))
        return false;
    divided->keys = cupro__pages_new(bytes + 1);
    divided->within = cupro__pages_new(n * sizeof *divided->within + 1);
    divided->begin = cupro__pages_new(begins + 1);
    if (divided->value != NULL) {
        if (__builtin_mul_overflow(n, divided->value->out_size, &bytes))
            return false;
        divided->values = cupro__pages_aligned(bytes);
    }
    return divided->keys != NULL && divided->within != NULL && divided->begin != NULL &&
           (divided->value == NULL || divided->values != NULL);
}

int cupro__divided_open(struct cupro__divided *divided, const struct cupro__keyed *keyed,
                        const struct cupro__survey *survey, size_t part_groups,
                        const cupro_stage *value, const struct cupro__crew *crew,
                        const cupro_call *call)
{
    *divided = (struct cupro__divided){.keyed = keyed, .heavy = &survey->heavy, .value = value};
    choose_blocks(divided);
    choose_part_count(divided, survey->groups / part_groups, (size_t)crew->runners);
    if (!rooms_are_had(divided))
        return CUPRO_ENOMEM;
    struct dividing dividing = {.divided = divided, .ctx = call->ctx, .desk = desk_bytes(divided)};
    dividing.desks = cupro__pages_aligned((size_t)crew->runners * dividing.desk);
    if (dividing.desks == NULL)
        return CUPRO_ENOMEM;
    struct cupro__work work = {.units = divided->blocks,
                               .run = divide_blocks,
                               .arg = &dividing,
                               .grain = 1,
                               .elements = keyed->n,
                               .has_more = true};
    int error = cupro__engine_run(crew, &work, call);
    free(dividing.desks);
    return error;
}

void cupro__divided_close(struct cupro__divided *divided)
{
    free(divided->keys);
    free(divided->within);
    free(divided->begin);
    free(divided->values);
}
