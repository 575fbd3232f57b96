/* SPDX-License-Identifier: MIT */
/*
 * Bringing classes together in place (see classes.h).
 *
 * How many are in each class says where its *region* will be. Numbers that stand in another's
 * region are *strays*; what is where it belongs is not touched. The strays of one class in one
 * region are a list, in the order of the array, that exists as bits and as counts of each block
 * only. A region's r-th stray of a class changes places with the r-th of the other way round; what
 * is then left over goes in circles of three. The bits stay as they are, so all moves may happen at
 * the same time, in any order.
 *
 * Bytes moved: n / 4 of bits read; of the array each stray's line is read and written once.
 */
#include "primitives/arrays/array.h"
#include "sort/parts/classes.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { MOVES = 1024, JOBS = 5 }; /* moves of a unit */

struct strays {
    enum cupro__class of;
    size_t from, to; /* the region   */
    size_t *before;  /* how many are in blocks before this one */
    size_t count;
};

/* Rotations: what is at ranks [0, moves) of list 0, from its `first` on, goes to list 1's place,
 * and so on. */
struct job {
    const struct strays *list[CUPRO__CLASSES];
    size_t first[CUPRO__CLASSES];
    int lists;
    size_t moves, unit; /* how many, and which unit it begins with */
};

struct parting {
    const struct cupro__classes *classes;
    struct strays strays[CUPRO__CLASSES][CUPRO__CLASSES]; /* [region][class] */
    struct job jobs[JOBS];
    size_t units;
    size_t *memory;
};

/* -- Where strays are -------------------------------------------------------------------------- */

static uint64_t bits_of(const struct parting *parting, const struct strays *strays, size_t word)
{
    size_t begin = word * 64;
    uint64_t bits = cupro__class_bits(parting->classes, strays->of, word);
    if (begin < strays->from)
        bits &= strays->from - begin < 64 ? UINT64_MAX << (strays->from - begin) : 0;
    if (begin + 64 > strays->to)
        bits &= strays->to > begin ? UINT64_MAX >> (64 - (strays->to - begin)) : 0;
    return bits;
}

static size_t count_in_block(const struct parting *parting, const struct strays *strays,
                             size_t block)
{
    size_t begin = block * CUPRO__CLASS_BLOCK,
           end = cupro__class_block_end(parting->classes, block);
    if (end <= strays->from || begin >= strays->to)
        return 0;
    if (begin >= strays->from && end <= strays->to)
        return cupro__class_count(parting->classes, strays->of, block);
    size_t count = 0;
    for (size_t word = begin / 64; word * 64 < end; word++)
        count += (size_t)__builtin_popcountll(bits_of(parting, strays, word));
    return count;
}

static void count_strays(const struct parting *parting, struct strays *strays)
{
    strays->count = 0;
    for (size_t block = 0; block < parting->classes->blocks; block++) {
        strays->before[block] = strays->count;
        strays->count += count_in_block(parting, strays, block);
    }
}

static size_t block_of(const struct parting *parting, const struct strays *strays, size_t rank)
{
    size_t lo = 0, hi = parting->classes->blocks; /* before[lo] <= rank < before[hi] */
    while (hi - lo > 1) {
        size_t middle = lo + (hi - lo) / 2;
        if (strays->before[middle] <= rank)
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

/* The places of `many` strays from this rank on. */
static void find_places(const struct parting *parting, const struct strays *strays, size_t rank,
                        size_t many, size_t *places)
{
    size_t block = block_of(parting, strays, rank), skip = rank - strays->before[block];
    size_t word = block * CUPRO__CLASS_WORDS, found = 0;
    uint64_t bits = bits_of(parting, strays, word);
    for (size_t here; skip >= (here = (size_t)__builtin_popcountll(bits)); skip -= here)
        bits = bits_of(parting, strays, ++word);
    for (; skip > 0; skip--)
        bits &= bits - 1;
    for (;;) {
        for (; bits != 0 && found < many; bits &= bits - 1)
            places[found++] = word * 64 + (size_t)__builtin_ctzll(bits);
        if (found == many)
            return;
        bits = bits_of(parting, strays, ++word);
    }
}

/* -- Moves ------------------------------------------------------------------------------------- */

#define DEFINE_ROTATE(bits)                                                                     \
    static void rotate_##bits(cupro__key##bits *x, size_t(*places)[MOVES], int lists, size_t n) \
    {                                                                                           \
        const size_t *first = places[0], *second = places[1], *third = places[2];               \
        for (size_t i = 0; i < n && lists == 2; i++) {                                          \
            cupro__key##bits stray = x[first[i]];                                               \
            x[first[i]] = x[second[i]];                                                         \
            x[second[i]] = stray;                                                               \
        }                                                                                       \
        for (size_t i = 0; i < n && lists == 3; i++) {                                          \
            cupro__key##bits stray = x[third[i]];                                               \
            x[third[i]] = x[second[i]];                                                         \
            x[second[i]] = x[first[i]];                                                         \
            x[first[i]] = stray;                                                                \
        }                                                                                       \
    }
DEFINE_ROTATE(8)
DEFINE_ROTATE(16)
DEFINE_ROTATE(32)
DEFINE_ROTATE(64)

static void rotate(const struct cupro__sorting *part, size_t (*places)[MOVES], int lists, size_t n)
{
    void *x = part->x;
    switch (part->size) {
    case 1:
        rotate_8(x, places, lists, n);
        break;
    case 2:
        rotate_16(x, places, lists, n);
        break;
    case 4:
        rotate_32(x, places, lists, n);
        break;
    default:
        rotate_64(x, places, lists, n);
    }
}

static int run_units(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct parting *parting = arg;
    const struct job *job = parting->jobs;
    size_t places[CUPRO__CLASSES][MOVES];
    for (size_t unit = lo; unit < hi; unit++) {
        while (job + 1 < parting->jobs + JOBS && job[1].unit <= unit)
            job++;
        size_t begin = (unit - job->unit) * MOVES, left = job->moves - begin;
        size_t moves = left < MOVES ? left : MOVES;
        for (int list = 0; list < job->lists; list++)
            find_places(parting, job->list[list], job->first[list] + begin, moves, places[list]);
        rotate(&parting->classes->part, places, job->lists, moves);
    }
    return 0;
}

/* -- What is to be done ------------------------------------------------------------------------ */

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void add_job(struct parting *parting, int number, struct job job)
{
    job.unit = parting->units;
    parting->units += (job.moves + MOVES - 1) / MOVES;
    parting->jobs[number] = job;
}

/* Strays of two regions that belong into each other's. */
static size_t add_swaps(struct parting *parting, int number, int a, int b)
{
    const struct strays *there = &parting->strays[a][b], *back = &parting->strays[b][a];
    size_t moves = lesser(there->count, back->count);
    add_job(parting, number, (struct job){.list = {there, back}, .lists = 2, .moves = moves});
    return moves;
}

/* Those that are left over: of a in b, of b in c, of c in a. */
static void add_circles(struct parting *parting, int number, int a, int b, int c,
                        size_t swapped[CUPRO__CLASSES][CUPRO__CLASSES])
{
    const struct strays *first = &parting->strays[a][b];
    add_job(parting, number,
            (struct job){.list = {first, &parting->strays[b][c], &parting->strays[c][a]},
                         .first = {swapped[a][b], swapped[b][c], swapped[c][a]},
                         .lists = 3,
                         .moves = first->count - swapped[a][b]});
}

static void plan(struct parting *parting)
{
    const struct cupro__classes *classes = parting->classes;
    size_t from = 0, *next = parting->memory, swapped[CUPRO__CLASSES][CUPRO__CLASSES];
    for (int region = 0; region < CUPRO__CLASSES; region++) {
        size_t to = from + classes->total[region];
        for (int of = 0; of < CUPRO__CLASSES; of++, next += classes->blocks) {
            struct strays *strays = &parting->strays[region][of];
            *strays = (struct strays){(enum cupro__class)of, from, to, next, 0};
            if (of != region)
                count_strays(parting, strays);
        }
        from = to;
    }
    for (int a = 0, number = 0; a < CUPRO__CLASSES; a++)
        for (int b = a + 1; b < CUPRO__CLASSES; b++)
            swapped[a][b] = swapped[b][a] = add_swaps(parting, number++, a, b);
    add_circles(parting, 3, 0, 1, 2, swapped);
    add_circles(parting, 4, 0, 2, 1, swapped);
}

int cupro__classes_part(struct cupro__classes *classes, const struct cupro__crew *crew,
                        const cupro_call *call)
{
    struct parting parting = {.classes = classes};
    size_t lists = CUPRO__CLASSES * CUPRO__CLASSES;
    if (classes->total[CUPRO__BETWEEN] == classes->part.n)
        return 0;
    parting.memory = malloc(lists * classes->blocks * sizeof *parting.memory);
    if (parting.memory == NULL)
        return CUPRO_ENOMEM;
    plan(&parting);
    struct cupro__work work = {
        .units = parting.units, .run = run_units, .arg = &parting, .unit_ns = 4 * MOVES};
    cupro_call silent = *call;
    silent.progress = NULL;
    int error = cupro__engine_run(crew, &work, &silent);
    free(parting.memory);
    return error;
}
