/* SPDX-License-Identifier: MIT */
/*
 * cupro_group_by (see <cupro/group.h>): divided elements whose groups are numbered part by part
 * (parted.h), so that where a group begins in the result is known when all have been counted, and
 * each part's indexes can be written there, in their order.
 *
 * Written once more for n elements: 8 n bytes of numbers and 8 n of indexes.
 */
#include <cupro/group.h>

#include "group/parts/parted.h"
#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

struct writing {
    const struct cupro__parted *parted;
    size_t *starts, *order;
};

/* The indexes of heavy keys' elements; units are stretches. */
static int write_heavy(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct writing *writing = arg;
    const struct cupro__parted *parted = writing->parted;
    const struct cupro__divided *divided = &parted->divided;
    const size_t heavy = divided->heavy->count;
    size_t next[CUPRO__MOST_HEAVY];
    for (size_t stretch = lo; stretch < hi; stretch++) {
        for (size_t h = 0; h < heavy; h++)
            next[h] = writing->starts[parted->lists.list[h].first[0]] +
                      parted->before[stretch * heavy + h];
        for (size_t block = cupro__stretch_begin(parted, stretch);
             block < cupro__stretch_begin(parted, stretch + 1); block++)
            for (size_t h = 0; h < heavy; h++) {
                struct cupro__segment segment = cupro__divided_segment(divided, block, h);
                for (size_t k = 0; k < segment.n; k++)
                    writing->order[next[h]++] = segment.at + divided->within[segment.row + k];
            }
    }
    return 0;
}

/* Those of the other parts; the sizes of their groups become places, and rise. */
static int write_parts(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct writing *writing = arg;
    const struct cupro__parted *parted = writing->parted;
    const struct cupro__divided *divided = &parted->divided;
    for (size_t light = lo; light < hi; light++) {
        const size_t part = light + divided->heavy->count;
        const struct cupro__group_list *list = &parted->lists.list[part];
        size_t *next = list->size;
        for (size_t g = 0; g < list->count; g++)
            next[g] = writing->starts[list->first[g]];
        for (size_t block = 0; block < divided->blocks && list->count > 0; block++) {
            struct cupro__segment segment = cupro__divided_segment(divided, block, part);
            cupro__divided_fetch(divided, block, part);
            for (size_t row = segment.row; row < segment.row + segment.n; row++) {
                const uint64_t numbered = cupro__numbered_row(divided, row);
                writing->order[next[cupro__row_group(numbered)]++] =
                    segment.at + cupro__row_within(numbered);
            }
        }
    }
    return 0;
}

static int write_groups(const struct writing *writing, const struct cupro__grouping *grouping)
{
    const struct cupro__divided *divided = &writing->parted->divided;
    cupro_call silent = grouping->call;
    silent.progress = NULL;
    struct cupro__work work = {.units = divided->heavy->count > 0 ? writing->parted->stretches : 0,
                               .run = write_heavy,
                               .arg = (void *)writing,
                               .grain = 1};
    int error = cupro__engine_run(&grouping->crew, &work, &silent);
    work.units = divided->parts - divided->heavy->count;
    work.run = write_parts;
    return error == 0 ? cupro__engine_run(&grouping->crew, &work, &silent) : error;
}

/* The sizes of groups in order, which end with room for one more, become where they start. */
static void add_up(size_t *sizes, size_t count)
{
    size_t sum = 0;
    for (size_t g = 0; g < count; g++) {
        size_t size = sizes[g];
        sizes[g] = sum;
        sum += size;
    }
    sizes[count] = sum;
}

static int group_parted(struct cupro__parted *parted, const struct cupro__grouping *grouping,
                        cupro_groups *groups)
{
    struct writing writing = {.parted = parted};
    size_t *first;
    int error = cupro__group_lists_place(&parted->lists, &first, &writing.starts, &grouping->crew,
                                         &grouping->call);
    if (error != 0)
        return error;
    free(first);
    add_up(writing.starts, parted->lists.count);
    writing.order = cupro__pages_new((grouping->keyed.n + 1) * sizeof *writing.order);
    error = writing.order != NULL ? write_groups(&writing, grouping) : CUPRO_ENOMEM;
    if (error != 0) {
        free(writing.starts);
        free(writing.order);
        return error;
    }
    *groups = (cupro_groups){parted->lists.count, writing.starts, writing.order};
    return 0;
}

int cupro_group_by_with(const void *base, size_t n, size_t size, const cupro_key *key,
                        cupro_groups *groups, const cupro_call *call)
{
    struct cupro__grouping grouping;
    struct cupro__parted parted;
    if (groups == NULL || n >= SIZE_MAX / sizeof(size_t))
        return CUPRO_EINVAL;
    int error = cupro__grouping_open(&grouping, base, n, size, key, call);
    if (error != 0)
        return error;
    error = cupro__parted_open(&parted, &grouping, NULL, true);
    if (error == 0)
        error = group_parted(&parted, &grouping, groups);
    if (error == 0)
        cupro__grouping_report(&grouping);
    cupro__parted_close(&parted);
    cupro__grouping_close(&grouping);
    return error;
}

void cupro_groups_free(cupro_groups *groups)
{
    if (groups == NULL)
        return;
    free(groups->starts);
    free(groups->order);
    *groups = (cupro_groups){0};
}
