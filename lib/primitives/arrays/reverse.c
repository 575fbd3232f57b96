/* SPDX-License-Identifier: MIT */
/*
 * Turning arrays around in place: element i is swapped with element n - 1 - i. The units are swaps.
 *
 * A rotation is three reversals (Gries and Mills 1981). They read and write the array twice, in
 * order; following the cycles of the permutation moves each element once, but to another cache line
 * each time, and does not divide among threads when there are few cycles.
 */
#include <cupro/arrays.h>

#include "primitives/arrays/array.h"
#include "primitives/arrays/reverse.h"

#include <string.h>

#define PART             64           /* bytes of an element that are swapped at a time */
#define MOST_ON_THE_SPOT (128 * 1024) /* bytes of a rotation                            */

struct reversal {
    char *base;
    size_t n;
    size_t size;
};

/* Swap the elements of low, upwards, with those of high, downwards. */
static inline void mirror(char *restrict low, char *restrict high, size_t swaps, size_t size)
{
    for (size_t i = 0; i < swaps; i++) {
        char *a = low + i * size, *b = high + (swaps - 1 - i) * size, part[PART];
        for (size_t at = 0; at < size; at += PART) {
            size_t bytes = size - at < PART ? size - at : PART;
            memcpy(part, a + at, bytes);
            memcpy(a + at, b + at, bytes);
            memcpy(b + at, part, bytes);
        }
    }
}

/* The same for bytes, eight at a time. */
static void mirror_bytes(char *low, char *high, size_t swaps)
{
    uint64_t a, b;
    for (; swaps >= sizeof a; swaps -= sizeof a, low += sizeof a) {
        char *end = high + swaps - sizeof a;
        memcpy(&a, low, sizeof a);
        memcpy(&b, end, sizeof b);
        a = __builtin_bswap64(a);
        b = __builtin_bswap64(b);
        memcpy(low, &b, sizeof b);
        memcpy(end, &a, sizeof a);
    }
    mirror(low, high, swaps, 1);
}

static int run_swaps(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct reversal *reversal = arg;
    size_t size = reversal->size, swaps = hi - lo;
    char *low = reversal->base + lo * size, *high = reversal->base + (reversal->n - hi) * size;
    switch (size) { /* the usual ones, so that the compiler knows their size */
    case 1:
        mirror_bytes(low, high, swaps);
        break;
    case 2:
        mirror(low, high, swaps, 2);
        break;
    case 4:
        mirror(low, high, swaps, 4);
        break;
    case 8:
        mirror(low, high, swaps, 8);
        break;
    case 12:
        mirror(low, high, swaps, 12);
        break;
    case 16:
        mirror(low, high, swaps, 16);
        break;
    default:
        mirror(low, high, swaps, size);
    }
    return 0;
}

void cupro__reverse(void *base, size_t n, size_t size)
{
    struct reversal reversal = {base, n, size};
    run_swaps(0, n / 2, 0, &reversal);
}

int cupro__reverse_on(const struct cupro__crew *crew, void *base, size_t n, size_t size,
                      const cupro_call *call)
{
    struct reversal reversal = {base, n, size};
    struct cupro__work work = {.units = n / 2,
                               .run = run_swaps,
                               .arg = &reversal,
                               .unit_ns = 2 * (double)size / cupro__bytes_a_ns};
    return cupro__engine_run(crew, &work, call);
}

static int reverse(char *base, size_t n, size_t size, const cupro_call *call)
{
    struct reversal reversal = {base, n, size};
    size_t moved = size > SIZE_MAX / 2 ? size : 2 * size;
    return cupro__array_run(n / 2, moved, run_swaps, &reversal, call);
}

int cupro_reverse_with(void *base, size_t n, size_t size, const cupro_call *call)
{
    if (cupro__array_is_wrong(base, n, size))
        return CUPRO_EINVAL;
    return reverse(base, n, size, call);
}

/* -- Rotations ----------------------------------------------------------------------------------
 */

struct rotation {
    struct reversal part[2], whole;
};

/* The swaps of both parts, one after the other. */
static int turn_parts(size_t lo, size_t hi, int runner, void *arg)
{
    struct rotation *rotation = arg;
    size_t first = rotation->part[0].n / 2;
    if (lo < first)
        run_swaps(lo, hi < first ? hi : first, runner, &rotation->part[0]);
    if (hi > first)
        run_swaps(lo > first ? lo - first : 0, hi - first, runner, &rotation->part[1]);
    return 0;
}

static int rotate_on(void *arg, const struct cupro__crew *crew, const cupro_call *call)
{
    struct rotation *rotation = arg;
    const struct reversal *whole = &rotation->whole;
    struct cupro__work work = {.units = rotation->part[0].n / 2 + rotation->part[1].n / 2,
                               .elements = whole->n,
                               .passes = 2,
                               .run = turn_parts,
                               .arg = rotation,
                               .grain = call->grain,
                               .max_grain = call->max_grain,
                               .unit_ns = 2 * (double)whole->size / cupro__bytes_a_ns};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    work.units = whole->n / 2;
    work.pass = 1;
    work.run = run_swaps;
    work.arg = &rotation->whole;
    return cupro__engine_run(crew, &work, call);
}

int cupro_rotate_with(void *base, size_t n, size_t first, size_t size, const cupro_call *call)
{
    if (cupro__array_is_wrong(base, n, size) || first > n)
        return CUPRO_EINVAL;
    if (first == 0 || first == n)
        return reverse(base, 0, size, call); /* nothing moves, but the call is looked at */
    char *middle = (char *)base + first * size;
    struct rotation rotation = {{{base, first, size}, {middle, n - first, size}}, {base, n, size}};
    if (n * size <= MOST_ON_THE_SPOT && cupro__call_is_plain(call)) {
        for (int i = 0; i < 2; i++)
            cupro__reverse(rotation.part[i].base, rotation.part[i].n, size);
        cupro__reverse(base, n, size);
        return 0;
    }
    return cupro__engine_perform(call, rotate_on, &rotation);
}
