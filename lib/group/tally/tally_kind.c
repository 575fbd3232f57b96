/* SPDX-License-Identifier: MIT */
/* What is different between tallies of bytes and of numbers, once they are merged. */
#include "group/tally/tally.h"

#include <cupro/order.h>
#include <cupro/sort_by_key.h>
#include <cupro/sort_strings.h>

/* Less than, equal to or greater than 0, as memcmp, and by length. */
static int compare_keys(cupro_slice a, cupro_slice b)
{
    size_t least = a.length < b.length ? a.length : b.length;
    int order = least > 0 ? memcmp(a.begin, b.begin, least) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

CUPRO_KEY(count_of_entry, cupro_tally_entry, entry, entry.count);
CUPRO_KEY(count_of_number, cupro_tally_number, number, number.count);
CUPRO_KEY(key_of_number, cupro_tally_number, number, number.key);
CUPRO_ORDER(commoner_entry, cupro_tally_entry, a, b,
            a.count != b.count ? a.count > b.count : compare_keys(a.key, b.key) < 0);
CUPRO_ORDER(commoner_number, cupro_tally_number, a, b,
            a.count != b.count ? a.count > b.count : a.key < b.key);

static void convert_to_entry(const struct cupro__tally_slot *slot, void *element)
{
    *(cupro_tally_entry *)element = (cupro_tally_entry){cupro__slot_key(slot), slot->count};
}

static void convert_to_number(const struct cupro__tally_slot *slot, void *element)
{
    *(cupro_tally_number *)element = (cupro_tally_number){slot->key.half[0], slot->count};
}

static int sort_entries_by_key(void *elements, size_t n, const cupro_call *call)
{
    return cupro_sort_by_string_with(elements, n, sizeof(cupro_tally_entry),
                                     offsetof(cupro_tally_entry, key), call);
}

static int sort_numbers_by_key(void *elements, size_t n, const cupro_call *call)
{
    return cupro_sort_by_key_with(elements, n, sizeof(cupro_tally_number), &key_of_number.key,
                                  call);
}

static int sort_entries_by_count(void *elements, size_t n, const cupro_call *call)
{
    return cupro_sort_by_key_descending_with(elements, n, sizeof(cupro_tally_entry),
                                             &count_of_entry.key, call);
}

static int sort_numbers_by_count(void *elements, size_t n, const cupro_call *call)
{
    return cupro_sort_by_key_descending_with(elements, n, sizeof(cupro_tally_number),
                                             &count_of_number.key, call);
}

static int top_entries(const void *elements, size_t n, size_t k, void *out, const cupro_call *call)
{
    return cupro_top_by_with(elements, n, k, sizeof(cupro_tally_entry), out, &commoner_entry.order,
                             call);
}

static int top_numbers(const void *elements, size_t n, size_t k, void *out, const cupro_call *call)
{
    return cupro_top_by_with(elements, n, k, sizeof(cupro_tally_number), out,
                             &commoner_number.order, call);
}

const struct cupro__tally_kind *cupro__tally_kind(bool of_numbers)
{
    static const struct cupro__tally_kind kinds[] = {
        {sizeof(cupro_tally_entry), convert_to_entry, sort_entries_by_key, sort_entries_by_count,
         top_entries},
        {sizeof(cupro_tally_number), convert_to_number, sort_numbers_by_key, sort_numbers_by_count,
         top_numbers}};
    return &kinds[of_numbers];
}
