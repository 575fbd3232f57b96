/* SPDX-License-Identifier: MIT */
/* Lists of groups, each made by one runner, in any order; and the places of all groups in the
 * result. */
#ifndef CUPRO__GROUP_LISTS_H
#define CUPRO__GROUP_LISTS_H

#include "group/tables/group_table.h"
#include "group/tables/number_table.h"
#include "runtime/engine/engine.h"

struct cupro__group_list {
    size_t count;
    size_t *first; /* index of the first element of each; later the group's place */
    size_t *size;  /* how many elements each has                                  */
    uint64_t *key; /* of numbers that are to be sorted by; else NULL              */
};

struct cupro__group_lists {
    const struct cupro__keyed *keyed;
    bool sorted;
    bool rise;         /* each is in the order of first elements             */
    bool tells_places; /* list->first is to become the groups' places       */
    size_t lists;
    struct cupro__group_list *list;
    size_t count; /* groups of all lists, when they are placed */
};

/* So many lists, all empty; CUPRO_ENOMEM. Close them in any case. */
int cupro__group_lists_open(struct cupro__group_lists *lists, const struct cupro__keyed *keyed,
                            bool sorted, size_t count);
void cupro__group_lists_close(struct cupro__group_lists *lists);

/* Room for so many groups in a list; CUPRO_ENOMEM. */
int cupro__group_list_open(struct cupro__group_lists *lists, size_t list, size_t count);

/* Make a list of all groups of a table whose slots count elements. */
int cupro__group_list_take(struct cupro__group_lists *lists, size_t list,
                           const struct cupro__group_table *table);

/* The same of a table of numbers, in the order in which its groups came: of a part of all elements
 * that is the order of their first ones. size[g] is how many elements group g has; NULL: the
 * table's values say it. */
int cupro__group_list_take_numbers(struct cupro__group_lists *lists, size_t list,
                                   const struct cupro__number_table *table, const size_t *size);

/*
 * Find the place of each group among all; list->first becomes these if it is to, or may. *first is
 * then an array of the indexes of the groups' first elements in the order of the places, and *size
 * of how many they have; both the caller's. CUPRO_ENOMEM, CUPRO_EINVAL, or a stop.
 */
int cupro__group_lists_place(struct cupro__group_lists *lists, size_t **first, size_t **size,
                             const struct cupro__crew *crew, const cupro_call *call);

#endif
