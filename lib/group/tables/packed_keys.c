/* SPDX-License-Identifier: MIT */
/*
 * Counting numbers in packed words (see packed_keys.h).
 *
 * A batch goes through in steps, as in number_table.h: homes of the next one, the slots of this
 * one, and only then is counted: loads of whole lines wait for stores before them. Few keys are not
 * where they are looked for, so that a branch for these costs less than none (0.7 ns a key).
 *
 * Best times a key and thread, two threads of a busy Sapphire Rapids with 2 MiB of L2, these
 * kernels alone and those of slots of 16 bytes (group_table.h): of 20000 groups 2.7 and 3.8 ns, of
 * 100000 3.4 and 5.1; of a prototype with the same steps, of 3000 2.6 and 3.6, of 200000 4.1
 * and 5.9, of 100000 of which few are frequent 3.1 and 7.9. cupro_count_values of 5e7, the whole,
 * best of several runs: of 3000 65 ms instead of 88, of 20000 73 instead of 98, of 100000 112
 * instead of 140, of 200000 130 instead of 171; with AVX2 of 100000 166 instead of 184.
 *
 * In prototypes keys, and counts of 16 bits apart from them, on the same page so that neither has
 * the last 12 bits of the other's addresses, took 5.0 to 5.5 ns where packed words took 4.2, of
 * 100000 groups; fuller lines with second homes for what finds none, fetching two batches ahead,
 * and batches of 32 or 128 keys gained nothing.
 *
 * A free word is 0. A key whose rest is 0 would be mistaken for it, and so is sent to the line that
 * has no keys, where it is not found, nor room. Where a survey saw too few groups, lines are
 * doubled.
 */
#include "group/tables/packed_keys.h"

#include "group/tables/count_kernels.h"
#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    LEAST = 1024,      /* groups: fewer are no faster …                               */
    MOST = 1 << 24,    /* … and of more the words are in no cache                     */
    LINES = 2,         /* so many for …                                               */
    GROUPS = 7,        /* … so many groups, so that few lines are full                */
    LINE_MOST = 5,     /* words of each that are taken, on average                    */
    ELEMENTS = 16,     /* a group, at least: it is moved to the table in the end      */
    TO_GROW = 128,     /* the same where there are more groups than there seemed to be */
    HUGE = 2 << 20,    /* bytes of a page, which is had …                             */
    WORTH_IT = 1 << 19 /* … for so many: homes are on any page                        */
};

static int open_lines(struct cupro__packed_keys *packed, size_t lines)
{
    const size_t nobody = lines * CUPRO__PACKED_LINE, slots = nobody + CUPRO__PACKED_LINE;
    const size_t bytes = slots * sizeof *packed->words + CUPRO__TABLE_LINE;
    *packed = (struct cupro__packed_keys){
        .lines = lines, .most = lines * LINE_MOST, .bits = 63 - (unsigned)__builtin_clzll(lines)};
    packed->memory = cupro__pages_zeroed(bytes >= WORTH_IT && bytes < HUGE ? HUGE : bytes);
    packed->group = cupro__pages_new(slots * sizeof *packed->group);
    if (packed->memory == NULL || packed->group == NULL) {
        cupro__packed_keys_close(packed);
        return CUPRO_ENOMEM;
    }
    packed->words = (uint64_t *)(((uintptr_t)packed->memory + CUPRO__TABLE_LINE - 1) &
                                 ~(uintptr_t)(CUPRO__TABLE_LINE - 1));
    for (size_t slot = nobody; slot < slots; slot++) {
        packed->words[slot] = 1; /* a rest that is never looked for here */
        packed->group[slot] = (struct cupro__packed_group){0};
    }
    return 0;
}

int cupro__packed_keys_open(struct cupro__packed_keys *packed, const struct cupro__survey *survey,
                            size_t n)
{
    const size_t groups = survey->groups;
    *packed = (struct cupro__packed_keys){0};
    if (cupro__count_kernels()->count_packed == NULL || groups < LEAST || groups > MOST ||
        groups > n / ELEMENTS)
        return 0;
    int error = open_lines(packed, groups / GROUPS * LINES + LINES);
    packed->elements = n;
    return error;
}

void cupro__packed_keys_close(struct cupro__packed_keys *packed)
{
    free(packed->memory);
    free(packed->group);
    *packed = (struct cupro__packed_keys){0};
}

__attribute__((noinline)) void cupro__packed_keys_miss(struct cupro__packed_keys *packed,
                                                       struct cupro__group_table *table,
                                                       uint64_t key, size_t home, uint64_t rest,
                                                       size_t index)
{
    const uint64_t one = cupro__packed_one(packed);
    for (size_t slot = home; slot < home + CUPRO__PACKED_LINE; slot++) {
        const uint64_t word = packed->words[slot];
        struct cupro__packed_group *group = &packed->group[slot];
        if (word == 0) {
            packed->words[slot] = one | rest;
            packed->count++;
            *group = (struct cupro__packed_group){key, index, 0};
            return;
        }
        if ((word & (one - 1)) == rest) { /* put there a moment ago, with a lower index */
            cupro__packed_add(packed, slot, one);
            return;
        }
    }
    cupro__table_count_number(table, key, 1, index);
}

/* What a slot has goes to the table, which has room for it. */
static void move_slot(const struct cupro__packed_keys *packed, size_t slot,
                      struct cupro__group_table *table)
{
    const struct cupro__packed_group *group = &packed->group[slot];
    const size_t turn = ((size_t)1 << packed->bits) - 1;
    const size_t many = packed->words[slot] >> (64 - packed->bits);
    cupro__table_count_number(table, group->key, many + turn * group->turns, group->first);
}

/* The same to other lines; false: there is no room. */
static bool repack_slot(const struct cupro__packed_keys *packed, size_t slot,
                        struct cupro__packed_keys *to)
{
    const size_t turn = ((size_t)1 << packed->bits) - 1, to_turn = ((size_t)1 << to->bits) - 1;
    struct cupro__packed_group group = packed->group[slot];
    const size_t many = (packed->words[slot] >> (64 - packed->bits)) + turn * group.turns;
    uint64_t rest;
    const uint64_t number = cupro__scramble_number(cupro__hash_key(), group.key);
    size_t place = CUPRO__PACKED_LINE *
                   (size_t)cupro__packed_line(number, (uint32_t)to->lines, to->bits, &rest);
    const size_t end = place + CUPRO__PACKED_LINE;
    while (place < end && to->words[place] != 0)
        place++;
    if (place == end)
        return false;
    group.turns = (many - 1) / to_turn;
    to->words[place] = rest | (many - group.turns * to_turn) << (64 - to->bits);
    to->group[place] = group;
    to->count++;
    return true;
}

static int grow(struct cupro__packed_keys *packed, struct cupro__group_table *table)
{
    struct cupro__packed_keys grown;
    int error = open_lines(&grown, 2 * packed->lines);
    if (error != 0)
        return error;
    for (size_t slot = 0; slot < packed->lines * CUPRO__PACKED_LINE && error == 0; slot++)
        if (packed->words[slot] != 0 && !repack_slot(packed, slot, &grown)) {
            error = cupro__group_table_reserve(table, 1, CUPRO__NUMBER_WORDS);
            if (error == 0)
                move_slot(packed, slot, table);
        }
    grown.elements = packed->elements;
    cupro__packed_keys_close(error == 0 ? packed : &grown);
    if (error == 0)
        *packed = grown;
    return error;
}

int cupro__packed_keys_move(struct cupro__packed_keys *packed, struct cupro__group_table *table)
{
    int error = cupro__group_table_reserve(table, packed->count, CUPRO__NUMBER_WORDS);
    for (size_t slot = 0; slot < packed->lines * CUPRO__PACKED_LINE && error == 0; slot++)
        if (packed->words[slot] != 0)
            move_slot(packed, slot, table);
    return error;
}

/* There are more groups than there seemed to be: more lines, or, if they are not worth it, none. */
static int make_room(struct cupro__packed_keys *packed, struct cupro__group_table *table)
{
    if (packed->count <= packed->elements / TO_GROW && packed->count < MOST)
        return grow(packed, table);
    int error = cupro__packed_keys_move(packed, table);
    cupro__packed_keys_close(packed);
    return error;
}

int cupro__packed_keys_count(struct cupro__packed_keys *packed, struct cupro__group_table *table,
                             const uint64_t *keys, size_t n, size_t at, bool lowers)
{
    int error = packed->count > packed->most ? make_room(packed, table) : 0;
    if (error == 0)
        error = cupro__group_table_reserve(table, n, CUPRO__NUMBER_WORDS);
    if (error != 0)
        return error;
    if (packed->words != NULL)
        cupro__count_kernels()->count_packed(packed, table, keys, n, at, lowers);
    else
        for (size_t k = 0; k < n; k++)
            cupro__table_count_number(table, keys[k], 1, at + k);
    return 0;
}
