/* SPDX-License-Identifier: MIT */
/* Lists of groups are opened, filled and closed (see group_lists.h). */
#include "group/lists/group_lists.h"

#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

int cupro__group_lists_open(struct cupro__group_lists *lists, const struct cupro__keyed *keyed,
                            bool sorted, size_t count)
{
    *lists = (struct cupro__group_lists){.keyed = keyed, .sorted = sorted, .lists = count};
    lists->list = calloc(count + 1, sizeof *lists->list);
    return lists->list != NULL ? 0 : CUPRO_ENOMEM;
}

void cupro__group_lists_close(struct cupro__group_lists *lists)
{
    for (size_t i = 0; i < lists->lists && lists->list != NULL; i++)
        free(lists->list[i].first);
    free(lists->list);
}

int cupro__group_list_open(struct cupro__group_lists *lists, size_t which, size_t count)
{
    struct cupro__group_list *list = &lists->list[which];
    const bool has_key = lists->sorted && lists->keyed->words == CUPRO__NUMBER_WORDS;
    size_t bytes;
    if (__builtin_mul_overflow(count + 1, (has_key ? 3 : 2) * sizeof *list->first, &bytes) ||
        (list->first = cupro__pages_new(bytes)) == NULL)
        return CUPRO_ENOMEM;
    list->count = count;
    list->size = list->first + count;
    list->key = has_key ? (uint64_t *)(void *)(list->size + count) : NULL;
    return 0;
}

/* The constant `words` makes a loop of its own. */
static inline __attribute__((always_inline)) void
take(struct cupro__group_list *list, const struct cupro__group_table *table, size_t words)
{
    const uint64_t *slot = table->slots;
    size_t taken = 0;
    for (size_t at = 0; at < table->capacity && taken < list->count; at++, slot += words + 1) {
        list->first[taken] = table->firsts[at];
        list->size[taken] = slot[words];
        if (list->key != NULL)
            list->key[taken] = slot[0];
        taken += slot[words] != 0; /* which slots are free cannot be foretold */
    }
}

int cupro__group_list_take(struct cupro__group_lists *lists, size_t which,
                           const struct cupro__group_table *table)
{
    int error = cupro__group_list_open(lists, which, table->count);
    if (error != 0)
        return error;
    if (lists->keyed->words == CUPRO__NUMBER_WORDS)
        take(&lists->list[which], table, CUPRO__NUMBER_WORDS);
    else
        take(&lists->list[which], table, CUPRO__BYTES_WORDS);
    return 0;
}

int cupro__group_list_take_numbers(struct cupro__group_lists *lists, size_t which,
                                   const struct cupro__number_table *table, const size_t *size)
{
    struct cupro__group_list *list = &lists->list[which];
    int error = cupro__group_list_open(lists, which, table->count);
    for (size_t g = 0; g < table->count && error == 0; g++) {
        const size_t slot = table->order[g];
        list->first[g] = *cupro__number_first(table, slot);
        list->size[g] = size != NULL ? size[g] : *cupro__number_value(table, slot);
        if (list->key != NULL)
            list->key[g] = table->words[slot];
    }
    return error;
}
