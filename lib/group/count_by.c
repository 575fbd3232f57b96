/* SPDX-License-Identifier: MIT */
/* cupro_count_by, cupro_count_values, cupro_distinct (see <cupro/group.h>): groups are counted, and
 * their first elements known. */
#include <cupro/group.h>

#include "group/tables/few_groups.h"
#include "group/grouping.h"
#include "group/parts/parted.h"

#include <cupro/error.h>
#include <stdlib.h>

static const size_t few = (size_t)1 << 18; /* groups */

static int count_few(struct cupro__grouping *grouping, cupro_counts *counts)
{
    struct cupro__group_lists lists;
    const struct cupro__crew *crew = &grouping->crew;
    const cupro_call *call = &grouping->call;
    int error = cupro__count_few_groups(&grouping->keyed, &grouping->survey, call->sorted, &lists,
                                        crew, call);
    if (error == 0)
        error = cupro__group_lists_place(&lists, &counts->first, &counts->size, crew, call);
    counts->count = lists.count;
    cupro__group_lists_close(&lists);
    return error;
}

static int count_many(struct cupro__grouping *grouping, cupro_counts *counts)
{
    struct cupro__parted parted;
    int error = cupro__parted_open(&parted, grouping, NULL, false);
    if (error == 0)
        error = cupro__group_lists_place(&parted.lists, &counts->first, &counts->size,
                                         &grouping->crew, &grouping->call);
    counts->count = parted.lists.count;
    cupro__parted_close(&parted);
    return error;
}

/* Count what was opened, and close it. */
static int count(struct cupro__grouping *grouping, cupro_counts *counts)
{
    cupro_counts own;
    int error =
        grouping->survey.groups <= few ? count_few(grouping, &own) : count_many(grouping, &own);
    if (error == 0) {
        *counts = own;
        cupro__grouping_report(grouping);
    }
    cupro__grouping_close(grouping);
    return error;
}

/* -- The faces --------------------------------------------------------------------------------- */

int cupro_count_by_with(const void *base, size_t n, size_t size, const cupro_key *key,
                        cupro_counts *counts, const cupro_call *call)
{
    struct cupro__grouping grouping;
    if (counts == NULL)
        return CUPRO_EINVAL;
    int error = cupro__grouping_open(&grouping, base, n, size, key, call);
    return error == 0 ? count(&grouping, counts) : error;
}

int cupro_distinct_with(const void *base, size_t n, size_t size, const cupro_key *key,
                        size_t **indexes, size_t *m, const cupro_call *call)
{
    cupro_counts counts;
    if (indexes == NULL || m == NULL)
        return CUPRO_EINVAL;
    int error = cupro_count_by_with(base, n, size, key, &counts, call);
    if (error != 0)
        return error;
    *indexes = counts.first;
    *m = counts.count;
    free(counts.size);
    return 0;
}

static int count_values(const void *x, size_t n, size_t size, struct cupro__key_form form,
                        cupro_counts *counts, const cupro_call *call)
{
    struct cupro__grouping grouping;
    if (counts == NULL)
        return CUPRO_EINVAL;
    int error = cupro__grouping_open_numbers(&grouping, x, n, size, form, call);
    return error == 0 ? count(&grouping, counts) : error;
}

#define DEFINE_COUNT_VALUES(tag, T, S)                                       \
    int cupro_count_values_##tag(const T *x, size_t n, cupro_counts *counts, \
                                 const cupro_call *call)                     \
    {                                                                        \
        return count_values(x, n, sizeof *x, CUPRO__FORM(T), counts, call);  \
    }
CUPRO_NUMBERS(DEFINE_COUNT_VALUES)

void cupro_counts_free(cupro_counts *counts)
{
    if (counts == NULL)
        return;
    free(counts->first);
    free(counts->size);
    *counts = (cupro_counts){0};
}
