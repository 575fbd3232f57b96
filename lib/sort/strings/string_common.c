/* SPDX-License-Identifier: MIT */
/* What all strings of a part have in common (see string_sorter.h): all of them are compared with
 * the first, as far as those before agree with it. */
#include "sort/strings/string_sorter.h"

#include <cupro/error.h>

static void lower(_Atomic size_t *least, size_t number)
{
    size_t now = atomic_load_explicit(least, memory_order_relaxed);
    while (number < now && !atomic_compare_exchange_weak_explicit(
                               least, &now, number, memory_order_relaxed, memory_order_relaxed))
        continue;
}

static void raise(_Atomic size_t *most, size_t number)
{
    size_t now = atomic_load_explicit(most, memory_order_relaxed);
    while (number > now && !atomic_compare_exchange_weak_explicit(
                               most, &now, number, memory_order_relaxed, memory_order_relaxed))
        continue;
}

static int compare_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    struct cupro__string_sorter *sorter = arg;
    cupro_slice first = cupro__string_at(&sorter->strings, 0);
    size_t depth = sorter->part.depth, end = (hi - 1) * sorter->block, longest = first.length;
    size_t common = atomic_load_explicit(&sorter->common, memory_order_relaxed);
    end += cupro__strings_of_block(sorter, hi - 1);
    if (depth == 0 &&
        cupro__strings_missing(&sorter->strings, lo * sorter->block, end - lo * sorter->block))
        return CUPRO_EINVAL;
    for (size_t i = lo * sorter->block; i < end && (common > depth || longest == depth); i++) {
        cupro_slice string = cupro__string_at(&sorter->strings, i);
        longest = longest > string.length ? longest : string.length;
        common = common < string.length ? common : string.length;
        if (common > depth)
            common = cupro__strings_common(first.begin, string.begin, depth, common);
    }
    lower(&sorter->common, common);
    raise(&sorter->longest, longest);
    return 0;
}

int cupro__strings_skip_common(struct cupro__string_sorter *sorter, bool *equal)
{
    struct cupro__work work = {
        .units = sorter->blocks, .run = compare_blocks, .arg = sorter, .grain = 1};
    if (sorter->part.depth == 0 && cupro__strings_missing(&sorter->strings, 0, 1))
        return CUPRO_EINVAL;
    atomic_init(&sorter->common, cupro__string_at(&sorter->strings, 0).length);
    atomic_init(&sorter->longest, 0);
    int error = cupro__engine_run(sorter->crew, &work, &sorter->silent);
    if (error != 0)
        return error;
    sorter->part.depth = atomic_load_explicit(&sorter->common, memory_order_relaxed);
    *equal = atomic_load_explicit(&sorter->longest, memory_order_relaxed) == sorter->part.depth;
    return 0;
}
