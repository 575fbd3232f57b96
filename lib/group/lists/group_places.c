/* SPDX-License-Identifier: MIT */
/*
 * The places of groups in the result (see group_lists.h).
 *
 * In the order of first elements: lists that are in it are merged (rising_places.h). Else each
 * first element's index is a bit, and a group's place how many bits are set before it. Bits, with
 * the number of those before them beside each word, are n / 4 bytes, and nothing is sorted: two
 * passes over them, and one visit for each group. Where groups are few these passes would cost more
 * than sorting the indexes of the first elements does.
 *
 * In the order of keys: these are sorted, with the groups' numbers beside them.
 */
#include "group/lists/group_lists.h"
#include "group/lists/rising_places.h"

#include "memory/pages.h"
#include "sort/rows/moving.h"

#include <cupro/error.h>
#include <cupro/sort_strings.h>
#include <stdlib.h>

enum {
    FEW = 256,    /* elements a group                     */
    WORDS = 4096, /* of a stretch                         */
    AT_ONCE = 64  /* groups whose bits or places are fetched */
};

struct word {
    uint64_t bits;
    size_t before;
};

struct placing {
    struct cupro__group_lists *lists;
    const struct cupro__crew *crew;
    const cupro_call *call;
    struct word *word;
    size_t words;
    size_t *before; /* bits before each stretch of words               */
    size_t *base;   /* groups before each list                         */
    size_t *place;  /* of each group, in the order of lists            */
    size_t *first, *size;
};

static int run(const struct placing *placing, size_t units, cupro__run *what)
{
    struct cupro__work work = {.units = units, .run = what, .arg = (void *)placing};
    return cupro__engine_run(placing->crew, &work, placing->call);
}

/* -- By bits ----------------------------------------------------------------------------------- */

static int set_bits(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct placing *placing = arg;
    for (size_t i = lo; i < hi; i++) {
        const struct cupro__group_list *list = &placing->lists->list[i];
        for (size_t g = 0; g < list->count; g++) {
            size_t at = list->first[g], next = g + AT_ONCE < list->count ? g + AT_ONCE : g;
            __builtin_prefetch(&placing->word[list->first[next] / 64].bits, 1);
            __atomic_fetch_or(&placing->word[at / 64].bits, (uint64_t)1 << at % 64,
                              __ATOMIC_RELAXED);
        }
    }
    return 0;
}

static size_t stretch_end(const struct placing *placing, size_t stretch)
{
    size_t end = (stretch + 1) * WORDS;
    return end < placing->words ? end : placing->words;
}

static int count_bits(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct placing *placing = arg;
    for (size_t i = lo; i < hi; i++) {
        size_t count = 0;
        for (size_t w = i * WORDS; w < stretch_end(placing, i); w++)
            count += (size_t)__builtin_popcountll(placing->word[w].bits);
        placing->before[i + 1] = count;
    }
    return 0;
}

static int list_firsts(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct placing *placing = arg;
    for (size_t i = lo; i < hi; i++) {
        size_t place = placing->before[i];
        for (size_t w = i * WORDS; w < stretch_end(placing, i); w++) {
            placing->word[w].before = place;
            for (uint64_t bits = placing->word[w].bits; bits != 0; bits &= bits - 1)
                placing->first[place++] = w * 64 + (size_t)__builtin_ctzll(bits);
        }
    }
    return 0;
}

/* The places of up to AT_ONCE groups: what they need is anywhere in memory. */
static void look_up(const struct placing *placing, size_t *at, const size_t *size, size_t n)
{
    for (size_t g = 0; g < n; g++)
        __builtin_prefetch(&placing->word[at[g] / 64]);
    for (size_t g = 0; g < n; g++) {
        const struct word *word = &placing->word[at[g] / 64];
        uint64_t below = word->bits & (((uint64_t)1 << at[g] % 64) - 1);
        at[g] = word->before + (size_t)__builtin_popcountll(below);
        __builtin_prefetch(&placing->size[at[g]], 1);
    }
    for (size_t g = 0; g < n; g++)
        placing->size[at[g]] = size[g];
}

static int look_up_places(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct placing *placing = arg;
    for (size_t i = lo; i < hi; i++) {
        const struct cupro__group_list *list = &placing->lists->list[i];
        for (size_t g = 0, n; g < list->count; g += n) {
            n = list->count - g < AT_ONCE ? list->count - g : AT_ONCE;
            look_up(placing, list->first + g, list->size + g, n);
        }
    }
    return 0;
}

static int place_by_bits(struct placing *placing)
{
    size_t stretches = (placing->words - 1) / WORDS + 1;
    int error = run(placing, placing->lists->lists, set_bits);
    if (error == 0)
        error = run(placing, stretches, count_bits);
    if (error != 0)
        return error;
    placing->before[0] = 0;
    for (size_t i = 0; i < stretches; i++)
        placing->before[i + 1] += placing->before[i];
    error = run(placing, stretches, list_firsts);
    return error == 0 ? run(placing, placing->lists->lists, look_up_places) : error;
}

static int place_by_first(struct placing *placing)
{
    placing->words = placing->lists->keyed->n / 64 + 1;
    placing->word = cupro__pages_zeroed(placing->words * sizeof *placing->word);
    placing->before = malloc((placing->words / WORDS + 2) * sizeof *placing->before);
    int error = CUPRO_ENOMEM;
    if (placing->word != NULL && placing->before != NULL)
        error = place_by_bits(placing);
    free(placing->word);
    free(placing->before);
    return error;
}

/* -- By sorting -------------------------------------------------------------------------------- */

static int load_flat(void *arg, size_t at, size_t n, uint64_t *room, const uint64_t **keys)
{
    (void)n, (void)room;
    *keys = (const uint64_t *)arg + at;
    return 0;
}

static void emit_places(void *arg, const char *rows, size_t row, const uint64_t *order,
                        size_t begin, size_t n)
{
    size_t *place = arg;
    for (size_t k = 0; k < n; k++)
        place[cupro__row_index(cupro__row_at(rows, row, order, k), row)] = begin + k;
}

static void keep_places(void *arg, size_t lo, size_t hi)
{
    size_t *place = arg;
    for (size_t i = lo; i < hi; i++)
        place[i] = i;
}

/* The keys, or indexes of first elements, of all lists. */
static void flatten(const struct placing *placing, uint64_t *flat)
{
    const struct cupro__group_lists *lists = placing->lists;
    for (size_t i = 0; i < lists->lists; i++)
        for (size_t g = 0; g < lists->list[i].count; g++)
            *flat++ = lists->sorted ? lists->list[i].key[g] : lists->list[i].first[g];
}

static int sort_numbers(const struct placing *placing)
{
    uint64_t *flat = cupro__pages_new((placing->lists->count + 1) * sizeof *flat);
    struct cupro__rows rows = {.n = placing->lists->count,
                               .emit = emit_places,
                               .keep = keep_places,
                               .arg = placing->place};
    rows.from = (struct cupro__rows_from){.load = load_flat, .arg = flat, .size = sizeof *flat};
    bool emits;
    if (flat == NULL)
        return CUPRO_ENOMEM;
    flatten(placing, flat);
    int error = cupro__rows_sort(&rows, placing->crew, placing->call, &emits);
    free(flat);
    return error;
}

struct named {
    cupro_slice key;
    size_t flat;
};

static int name_groups(const struct placing *placing, struct named *named, unsigned char *bytes)
{
    const struct cupro__group_lists *lists = placing->lists;
    size_t flat = 0;
    for (size_t i = 0; i < lists->lists; i++)
        for (size_t g = 0; g < lists->list[i].count; g++, flat++) {
            unsigned char *room = bytes + flat * lists->keyed->width;
            named[flat].flat = flat;
            int error =
                cupro__keyed_slice(lists->keyed, lists->list[i].first[g], room, &named[flat].key);
            if (error != 0)
                return error;
        }
    return 0;
}

static int sort_names(const struct placing *placing)
{
    const size_t count = placing->lists->count;
    struct named *named = cupro__pages_new((count + 1) * sizeof *named);
    unsigned char *bytes = cupro__pages_new(count * placing->lists->keyed->width + 1);
    int error = named != NULL && bytes != NULL ? name_groups(placing, named, bytes) : CUPRO_ENOMEM;
    if (error == 0)
        error = cupro_sort_by_string_with(named, count, sizeof *named, offsetof(struct named, key),
                                          placing->call);
    for (size_t i = 0; i < count && error == 0; i++)
        placing->place[named[i].flat] = i;
    free(named);
    free(bytes);
    return error;
}

static int put_in_places(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct placing *placing = arg;
    for (size_t i = lo; i < hi; i++) {
        const struct cupro__group_list *list = &placing->lists->list[i];
        for (size_t g = 0; g < list->count; g++) {
            size_t place = placing->place[placing->base[i] + g];
            placing->first[place] = list->first[g];
            placing->size[place] = list->size[g];
            list->first[g] = place;
        }
    }
    return 0;
}

static int place_by_order(struct placing *placing)
{
    const struct cupro__group_lists *lists = placing->lists;
    placing->place = cupro__pages_new((lists->count + 1) * sizeof *placing->place);
    placing->base = malloc((lists->lists + 1) * sizeof *placing->base);
    int error = CUPRO_ENOMEM;
    if (placing->place != NULL && placing->base != NULL) {
        placing->base[0] = 0;
        for (size_t i = 0; i < lists->lists; i++)
            placing->base[i + 1] = placing->base[i] + lists->list[i].count;
        error = lists->sorted && lists->keyed->words != CUPRO__NUMBER_WORDS ? sort_names(placing)
                                                                            : sort_numbers(placing);
    }
    if (error == 0)
        error = run(placing, lists->lists, put_in_places);
    free(placing->place);
    free(placing->base);
    return error;
}

/* -- All --------------------------------------------------------------------------------------- */

int cupro__group_lists_place(struct cupro__group_lists *lists, size_t **first, size_t **size,
                             const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call silent = *call; /* reports are about elements */
    silent.progress = NULL;
    struct placing placing = {.lists = lists, .crew = crew, .call = &silent};
    lists->count = 0;
    for (size_t i = 0; i < lists->lists; i++)
        lists->count += lists->list[i].count;
    placing.first = cupro__pages_new((lists->count + 1) * sizeof **first);
    placing.size = cupro__pages_new((lists->count + 1) * sizeof **size);
    int error = CUPRO_ENOMEM;
    if (placing.first != NULL && placing.size != NULL) {
        if (lists->sorted || lists->count < lists->keyed->n / FEW)
            error = place_by_order(&placing);
        else if (lists->rise)
            error = cupro__place_rising(lists, placing.first, placing.size, crew, &silent);
        else
            error = place_by_first(&placing);
    }
    if (error != 0) {
        free(placing.first);
        free(placing.size);
        return error;
    }
    *first = placing.first;
    *size = placing.size;
    return 0;
}
