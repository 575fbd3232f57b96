/* SPDX-License-Identifier: MIT */
/*
 * Elements are divided by the hashes of their keys (see divided.h).
 *
 * A radix partition that does not leave the block. A block's keys are loaded, hashed and counted;
 * then which of them goes where is put in order, by numbers of 16 bits; and the keys are fetched in
 * that order, from the L2 cache, and written one after the other, past the caches if they are many.
 * The usual way is two passes over all elements and writes to as many places in all of memory as
 * there are parts, each with a page and a cache line of its own (Balkesen, Teubner, Alonso, Özsu:
 * Main-memory hash joins on multi-core CPUs, ICDE 2013); here the reader of a part has a segment of
 * each block to go to instead, some cache lines long.
 *
 * Loads that miss the L1 cache wait side by side, stores one after the other: keys that were stored
 * in as many places as there are parts, 1024, took 12 to 13 ns each, fetched in their order 5 to 6
 * (Sapphire Rapids, 5e7 numbers; two passes of 32 parts, which stay in the L1 cache, 11 to 14).
 *
 * Moved for n number keys: 8 n bytes read, 10 n written. Blocks of 32768 numbers instead of 65536,
 * with segments half as long, took a tenth more.
 */
#include "group/parts/divided.h"

#include "group/tables/count_kernels.h"
#include "memory/pages.h"
#include "primitives/chains/flow.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    NUMBER_BLOCK = 65536, /* elements; all that a block has is in an L2 cache of 1 MiB */
    BYTES_BLOCK = 16384,
    LEAST_BLOCK = 1024,
    BLOCKS = 64,       /* at least, of many elements */
    SEGMENT = 16,      /* elements at least, on average              */
    MANY_PARTS = 2048, /* at most                                    */
    PARTS_A_RUNNER = 16,
    FLOWING = 128, /* keys that are written at a time */
    LINE = 64
};

/* What a runner needs for a block. */
struct desk {
    uint64_t *room;  /* keys */
    uint16_t *parts; /* of the elements */
    uint16_t *rows;  /* elements by parts */
    uint32_t *next;
    char *values; /* of a batch */
    char *flow;   /* a buffer (chains/flow.h); or NULL */
};

struct dividing {
    struct cupro__divided *divided;
    void *ctx;
    size_t flow; /* bytes of a buffer, or 0 */
    char *desks;
    size_t desk; /* bytes of one */
};

static void *take(uintptr_t *at, size_t bytes)
{
    void *taken = (void *)*at;
    *at += (bytes + LINE - 1) / LINE * LINE;
    return taken;
}

/* A desk that begins at an address, which becomes that of its end. */
static struct desk desk_at(const struct dividing *dividing, uintptr_t *at)
{
    const struct cupro__divided *divided = dividing->divided;
    struct desk desk;
    desk.room = take(at, divided->block * divided->keyed->words * sizeof *desk.room);
    desk.parts = take(at, divided->block * sizeof *desk.parts);
    desk.rows = take(at, divided->block * sizeof *desk.rows);
    desk.next = take(at, divided->parts * sizeof *desk.next);
    desk.flow = take(at, dividing->flow);
    desk.flow = dividing->flow > 0 ? desk.flow : NULL;
    desk.values =
        take(at, divided->value != NULL ? CUPRO__KEYED_BATCH * divided->value->out_size : 0);
    *at += LINE; /* apart from the next runner's, for processors that fetch pairs of lines */
    return desk;
}

static struct desk desk_of(const struct dividing *dividing, int runner)
{
    uintptr_t at = (uintptr_t)dividing->desks + (size_t)runner * dividing->desk;
    return desk_at(dividing, &at);
}

static size_t desk_bytes(const struct dividing *dividing)
{
    uintptr_t end = 0;
    desk_at(dividing, &end);
    return end;
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

/* desk->rows: which element of the block is where. */
static void find_order(const struct desk *desk, size_t n)
{
    for (size_t k = 0; k < n; k++)
        desk->rows[desk->next[desk->parts[k]]++] = (uint16_t)k;
}

/* Write a block's keys in their order. */
static inline __attribute__((always_inline)) void
write_keys(uint64_t *to, const uint64_t *keys, const struct desk *desk, size_t n, size_t words)
{
    struct cupro__flow flow = cupro__flow_begin((char *)to, desk->flow);
    for (size_t i = 0, many; i < n; i += many) {
        uint64_t *room = (uint64_t *)(void *)cupro__flow_room(&flow);
        many = n - i < FLOWING ? n - i : FLOWING;
        for (size_t k = 0; k < many; k++)
            cupro__key_copy(room + k * words, keys + desk->rows[i + k] * words, words);
        cupro__flow_add(&flow, many * words * sizeof *keys);
    }
    cupro__flow_end(&flow);
}

static void write_rows(uint16_t *to, const struct desk *desk, size_t n)
{
    struct cupro__flow flow = cupro__flow_begin((char *)to, desk->flow);
    for (size_t i = 0, many; i < n; i += many) {
        many = n - i < FLOWING ? n - i : FLOWING;
        memcpy(cupro__flow_room(&flow), desk->rows + i, many * sizeof *to);
        cupro__flow_add(&flow, many * sizeof *to);
    }
    cupro__flow_end(&flow);
}

/* Values are written a batch at a time: those of a block may be many. */
static int write_values(const struct dividing *dividing, size_t block, size_t n,
                        const struct desk *desk)
{
    const struct cupro__divided *divided = dividing->divided;
    const cupro_stage *value = divided->value;
    const size_t at = block * divided->block, size = value->out_size;
    char *to = divided->values + at * size;
    memcpy(desk->next, divided->begin + block * (divided->parts + 1),
           divided->parts * sizeof *desk->next);
    for (size_t i = 0, many; i < n; i += many) {
        many = n - i < CUPRO__KEYED_BATCH ? n - i : CUPRO__KEYED_BATCH;
        const char *items = divided->keyed->x + (at + i) * divided->keyed->size;
        if (value->step(items, desk->values, many, dividing->ctx) != many)
            return CUPRO_EINVAL;
        for (size_t k = 0; k < many; k++) {
            char *place = to + desk->next[desk->parts[i + k]]++ * size;
            if (size == 8)
                memcpy(place, desk->values + k * 8, 8);
            else
                memcpy(place, desk->values + k * size, size);
        }
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
    find_order(desk, n);
    write_keys(divided->keys + at * words, keys, desk, n, words);
    write_rows(divided->within + at, desk, n);
    return divided->value != NULL ? write_values(dividing, block, n, desk) : 0;
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
    struct dividing dividing = {.divided = divided, .ctx = call->ctx};
    const size_t key_bytes = keyed->words * sizeof *divided->keys;
    dividing.flow = cupro__flow_buffer(FLOWING * key_bytes, keyed->n * key_bytes);
    dividing.desk = desk_bytes(&dividing);
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
