/* SPDX-License-Identifier: MIT */
/*
 * cupro_partition_by (see <cupro/partition_by.h>): a counting sort by the class, blocks at a time.
 *
 * Each block's classes are found, kept, and counted; then it is known where its elements of each
 * class belong (sort/numbers/shares.h), and they are written there in their order. That a class is
 * one of those that there are is known of all elements before the first one is written, and a key
 * that is another one the next time changes nothing.
 *
 * Work O(n + blocks * ways), span a block and ways. Bytes moved for n elements of s bytes: 2 n s of
 * reads, n s of writes, 4 n for the classes.
 */
#include <cupro/partition_by.h>

#include "group/lanes.h"
#include "memory/pages.h"
#include "primitives/arrays/array.h"
#include "sort/numbers/shares.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 256, MOST_WAYS = 65536, LINE = 64 };

struct dividing {
    const char *x;
    size_t n, size, ways;
    const cupro_key *key;
    void *ctx;
    int kind;       /* of the keys            */
    uint64_t zero;  /* the key of class 0     */
    uint16_t *kept; /* the class of each element */
    struct cupro__shares shares;
    char *out;
};

/* -- Classes ----------------------------------------------------------------------------------- */

/* Keys of signed types count from the least number. No type has keys of both kinds that are
 * classes. */
static int choose_zero(struct dividing *dividing)
{
    uint64_t first[CUPRO_KEY_MOST_BYTES / sizeof(uint64_t)]; /* of any kind */
    dividing->kind = dividing->key->step(dividing->x, first, 1, dividing->ctx);
    if (dividing->kind != CUPRO_KEY_NUMBER32 && dividing->kind != CUPRO_KEY_NUMBER64)
        return CUPRO_EINVAL;
    uint64_t middle = (uint64_t)1 << (dividing->kind == CUPRO_KEY_NUMBER32 ? 31 : 63);
    dividing->zero = first[0] < dividing->ways ? 0 : middle;
    return 0;
}

/* The classes of n <= BATCH elements from `at` on. */
static int find_classes(const struct dividing *dividing, size_t at, size_t n, uint32_t *class)
{
    uint64_t key[BATCH], zero = dividing->zero;
    uint16_t *kept = dividing->kept + at;
    unsigned wrong = 0;
    int kind = dividing->key->step(dividing->x + at * dividing->size, key, n, dividing->ctx);
    for (size_t k = 0; k < n; k++) {
        wrong |= key[k] - zero >= dividing->ways;
        class[k] = kept[k] = (uint16_t)(key[k] - zero);
    }
    return kind != dividing->kind || wrong != 0 ? CUPRO_EINVAL : 0;
}

static int count_block(const struct dividing *dividing, size_t at, size_t n, size_t *counts)
{
    size_t ways = dividing->ways, lanes[CUPRO__LANES * CUPRO__LANE_CELLS];
    size_t *tables = ways <= CUPRO__LANE_CELLS ? lanes : counts;
    memset(tables, 0, cupro__lanes_for(ways) * ways * sizeof *tables);
    for (size_t end = at + n, some; at < end; at += some) {
        uint32_t class[BATCH];
        some = end - at < BATCH ? end - at : BATCH;
        int error = find_classes(dividing, at, some, class);
        if (error != 0)
            return error;
        cupro__lanes_count(class, some, ways, tables);
    }
    for (size_t way = 0; tables == lanes && way < ways; way++)
        counts[way] =
            lanes[way] + lanes[ways + way] + lanes[2 * ways + way] + lanes[3 * ways + way];
    return 0;
}

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct dividing *dividing = arg;
    const struct cupro__shares *shares = &dividing->shares;
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++)
        error = count_block(dividing, block * shares->block, cupro__shares_elements(shares, block),
                            cupro__shares_of(shares, block));
    return error;
}

/* -- Scattering -------------------------------------------------------------------------------- */

/* `size` is a constant wherever that pays. */
static inline __attribute__((always_inline)) void
scatter(const struct dividing *dividing, size_t at, size_t n, size_t *next, size_t size)
{
    const char *x = dividing->x + at * size;
    const uint16_t *class = dividing->kept + at;
    for (size_t k = 0; k < n; k++) {
        char *to = dividing->out + next[class[k]]++ * size;
        memcpy(to, x + k * size, size);
        __builtin_prefetch((const void *)((uintptr_t)to + LINE), 1); /* the class's next line */
    }
}

static int scatter_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct dividing *dividing = arg;
    for (size_t block = lo; block < hi; block++) {
        size_t n = cupro__shares_elements(&dividing->shares, block);
        size_t at = block * dividing->shares.block;
        size_t *next = cupro__shares_of(&dividing->shares, block);
        switch (dividing->size) {
        case 4:
            scatter(dividing, at, n, next, 4);
            break;
        case 8:
            scatter(dividing, at, n, next, 8);
            break;
        case 16:
            scatter(dividing, at, n, next, 16);
            break;
        default:
            scatter(dividing, at, n, next, dividing->size);
        }
    }
    return 0;
}

/* -- The verb ---------------------------------------------------------------------------------- */

static int divide(struct dividing *dividing, const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__work work = {.units = dividing->shares.blocks,
                               .run = count_blocks,
                               .arg = dividing,
                               .grain = 1,
                               .elements = dividing->n,
                               .passes = 2};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    cupro__shares_add_up(&dividing->shares);
    work.run = scatter_blocks;
    work.pass = 1;
    return cupro__engine_run(crew, &work, call);
}

static int divide_on(struct dividing *dividing, size_t *starts, const struct cupro__crew *crew,
                     const cupro_call *call)
{
    struct cupro__shares *shares = &dividing->shares;
    int error = cupro__shares_open(shares, dividing->n, (size_t)crew->runners, dividing->ways);
    dividing->kept = cupro__pages_new(dividing->n * sizeof *dividing->kept);
    if (error == 0 && dividing->kept == NULL)
        error = CUPRO_ENOMEM;
    if (error == 0)
        error = divide(dividing, crew, call);
    if (error == 0)
        memcpy(starts, shares->begin, (dividing->ways + 1) * sizeof *starts);
    free(dividing->kept);
    cupro__shares_close(shares);
    return error;
}

static bool is_wrong(const struct dividing *dividing, const size_t *starts)
{
    size_t n = dividing->n, size = dividing->size;
    if (cupro__array_is_wrong(dividing->x, n, size) ||
        cupro__array_is_wrong(dividing->out, n, size) || dividing->key == NULL ||
        dividing->key->step == NULL || dividing->key->size != size || starts == NULL ||
        dividing->ways == 0 || dividing->ways > MOST_WAYS)
        return true;
    size_t bytes = (dividing->ways + 1) * sizeof *starts;
    return cupro__arrays_overlap(dividing->x, n * size, dividing->out, n * size) ||
           cupro__arrays_overlap(dividing->x, n * size, starts, bytes) ||
           cupro__arrays_overlap(dividing->out, n * size, starts, bytes);
}

int cupro_partition_by_with(const void *base, size_t n, size_t size, size_t ways,
                            const cupro_key *class_of, void *out, size_t *starts,
                            const cupro_call *call)
{
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    struct dividing dividing = {.x = base,
                                .n = n,
                                .size = size,
                                .ways = ways,
                                .key = class_of,
                                .ctx = usual.ctx,
                                .out = out};
    if (is_wrong(&dividing, starts))
        return CUPRO_EINVAL;
    usual.grain = usual.max_grain = 0;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    error = cupro__engine_run(&crew, &(const struct cupro__work){.units = 0}, &usual);
    if (error == 0 && n > 0)
        error = choose_zero(&dividing);
    if (error == 0 && n > 0)
        error = divide_on(&dividing, starts, &crew, &usual);
    if (error == 0 && n == 0)
        memset(starts, 0, (ways + 1) * sizeof *starts);
    cupro__crew_dismiss(&crew);
    return error;
}
