/* SPDX-License-Identifier: MIT */
/*
 * Dividing in place (see dividing.h).
 *
 * On one thread: some numbers at a time are compared at either end, which gives the places of those
 * that are at the wrong one; these are then swapped without a branch that depends on them (Edelkamp
 * and Weiss, "BlockQuicksort", 2016).
 *
 * On a crew each block is divided by itself. How many are less in all says where the border will
 * be; on the wrong side of it each block has one stretch, and the r-th number of the stretches
 * before the border changes places with the r-th of those behind it. Bytes moved: n s read and some
 * half of it written, twice.
 */
#include "sort/numbers/dividing.h"

#include "primitives/arrays/array.h"
#include "sort/parts/select_kernels.h"

#include <string.h>

enum { BATCH = 1024, WORDS = BATCH / 64, BLOCK = CUPRO__DIVIDE_BLOCK, PART = 512 };

/* -- On one thread ----------------------------------------------------------------------------- */

#define DEFINE_MOVES(bits)                                                                       \
    static void swap_##bits(cupro__key##bits *a, const uint16_t *from, cupro__key##bits *b,      \
                            const uint16_t *to, size_t n)                                        \
    {                                                                                            \
        for (size_t i = 0; i < n; i++) {                                                         \
            cupro__key##bits number = a[from[i]];                                                \
            a[from[i]] = b[to[i]];                                                               \
            b[to[i]] = number;                                                                   \
        }                                                                                        \
    }                                                                                            \
    static size_t divide_rest_##bits(cupro__key##bits *x, size_t n, struct cupro__key_form form, \
                                     uint64_t pivot)                                             \
    {                                                                                            \
        size_t less = 0;                                                                         \
        for (size_t i = 0; i < n; i++) {                                                         \
            cupro__key##bits number = x[i];                                                      \
            x[i] = x[less];                                                                      \
            x[less] = number;                                                                    \
            less += cupro__key_of##bits(number, form) < pivot;                                   \
        }                                                                                        \
        return less;                                                                             \
    }
DEFINE_MOVES(32)
DEFINE_MOVES(64)

/* The places in a batch that are to be swapped, from `next` on. */
struct wrong {
    uint16_t place[BATCH];
    size_t next, end;
};

static void find_wrong(const struct cupro__sorting *part, size_t at, uint64_t pivot, uint64_t flip,
                       struct wrong *wrong)
{
    uint64_t bits[WORDS];
    cupro__select_kernels(part->size)
        ->find_less(part->x + at * part->size, BATCH, part->form, pivot, bits);
    wrong->next = wrong->end = 0;
    for (size_t word = 0; word < WORDS; word++)
        for (uint64_t left = bits[word] ^ flip; left != 0; left &= left - 1)
            wrong->place[wrong->end++] = (uint16_t)(word * 64 + (size_t)__builtin_ctzll(left));
}

static void swap(const struct cupro__sorting *part, size_t lo, struct wrong *low, size_t hi,
                 struct wrong *high)
{
    size_t lows = low->end - low->next, highs = high->end - high->next;
    size_t n = lows < highs ? lows : highs;
    void *a = part->x + lo * part->size, *b = part->x + hi * part->size;
    if (part->size == 4)
        swap_32(a, low->place + low->next, b, high->place + high->next, n);
    else
        swap_64(a, low->place + low->next, b, high->place + high->next, n);
    low->next += n;
    high->next += n;
}

size_t cupro__divide(const struct cupro__sorting *part, uint64_t pivot)
{
    size_t lo = 0, hi = part->n; /* before lo all are less, from hi on none is */
    struct wrong low = {.next = 0, .end = 0}, high = {.next = 0, .end = 0};
    while (hi - lo >= 2 * BATCH) {
        if (low.next == low.end)
            find_wrong(part, lo, pivot, UINT64_MAX, &low);
        if (high.next == high.end)
            find_wrong(part, hi - BATCH, pivot, 0, &high);
        swap(part, lo, &low, hi - BATCH, &high);
        lo += low.next == low.end ? BATCH : 0;
        hi -= high.next == high.end ? BATCH : 0;
    }
    void *rest = part->x + lo * part->size;
    return lo + (part->size == 4 ? divide_rest_32(rest, hi - lo, part->form, pivot)
                                 : divide_rest_64(rest, hi - lo, part->form, pivot));
}

/* -- On a crew --------------------------------------------------------------------------------- */

struct dividing {
    const struct cupro__sorting *part;
    uint64_t pivot;
    size_t blocks;
    size_t *less;           /* of each block                                         */
    size_t *before, *after; /* strays before the border, behind it: in earlier blocks */
    size_t border;
};

static size_t block_end(const struct dividing *dividing, size_t block)
{
    size_t left = dividing->part->n - block * BLOCK;
    return left < BLOCK ? dividing->part->n : (block + 1) * BLOCK;
}

static int divide_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct dividing *dividing = arg;
    for (size_t block = lo; block < hi; block++) {
        struct cupro__sorting own = *dividing->part;
        own.x += block * BLOCK * own.size;
        own.n = block_end(dividing, block) - block * BLOCK;
        dividing->less[block] = cupro__divide(&own, dividing->pivot);
    }
    return 0;
}

/* A block's stretch on the wrong side of the border: [*begin, *end). */
static void find_stretch(const struct dividing *dividing, size_t block, bool is_before,
                         size_t *begin, size_t *end)
{
    size_t middle = block * BLOCK + dividing->less[block], border = dividing->border;
    *begin = is_before ? middle : block * BLOCK;
    *end = is_before ? block_end(dividing, block) : middle;
    if (is_before && *end > border)
        *end = border;
    if (!is_before && *begin < border)
        *begin = border;
    if (*begin > *end)
        *begin = *end;
}

static size_t count_strays(const struct dividing *dividing, bool is_before, size_t *ranks)
{
    size_t sum = 0, begin, end;
    for (size_t block = 0; block < dividing->blocks; block++) {
        ranks[block] = sum;
        find_stretch(dividing, block, is_before, &begin, &end);
        sum += end - begin;
    }
    return sum;
}

/* The last block with ranks[block] <= rank: that stray's, or one whose stretch ends there. */
static size_t block_of(const struct dividing *dividing, const size_t *ranks, size_t rank)
{
    size_t lo = 0, hi = dividing->blocks;
    while (hi - lo > 1) {
        size_t middle = lo + (hi - lo) / 2;
        if (ranks[middle] <= rank)
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

/* Where stray `rank` is, and how many there are from it to the end of its stretch. */
static size_t place_of(const struct dividing *dividing, bool is_before, size_t rank, size_t *many)
{
    const size_t *ranks = is_before ? dividing->before : dividing->after;
    size_t block = block_of(dividing, ranks, rank), begin, end;
    find_stretch(dividing, block, is_before, &begin, &end);
    begin += rank - ranks[block];
    *many = end - begin;
    return begin;
}

static void swap_bytes(char *a, char *b, size_t bytes)
{
    char part[PART];
    for (size_t at = 0; at < bytes; at += PART) {
        size_t some = bytes - at < PART ? bytes - at : PART;
        memcpy(part, a + at, some);
        memcpy(a + at, b + at, some);
        memcpy(b + at, part, some);
    }
}

static int swap_strays(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct dividing *dividing = arg;
    char *x = dividing->part->x;
    size_t size = dividing->part->size;
    for (size_t rank = lo, low_many, high_many; rank < hi;) {
        size_t low = place_of(dividing, true, rank, &low_many);
        size_t high = place_of(dividing, false, rank, &high_many);
        size_t many = low_many < high_many ? low_many : high_many;
        many = many < hi - rank ? many : hi - rank;
        swap_bytes(x + low * size, x + high * size, many * size);
        rank += many;
    }
    return 0;
}

int cupro__divide_on(const struct cupro__sorting *part, uint64_t pivot, size_t *counters,
                     const struct cupro__crew *crew, const cupro_call *call, size_t *less)
{
    struct dividing dividing = {
        .part = part, .pivot = pivot, .blocks = (part->n - 1) / BLOCK + 1, .less = counters};
    dividing.before = counters + dividing.blocks;
    dividing.after = dividing.before + dividing.blocks;
    struct cupro__work work = {
        .units = dividing.blocks, .run = divide_blocks, .arg = &dividing, .grain = 1};
    int error = cupro__sort_surely(crew, &work, call);
    if (error != 0)
        return error;
    for (size_t block = 0; block < dividing.blocks; block++)
        dividing.border += dividing.less[block];
    work.units = count_strays(&dividing, true, dividing.before);
    count_strays(&dividing, false, dividing.after);
    work.run = swap_strays;
    work.grain = BLOCK;
    *less = dividing.border;
    return cupro__sort_surely(crew, &work, call);
}
