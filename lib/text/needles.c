/* SPDX-License-Identifier: MIT */
/*
 * Sets of needles (see cupro/needles.h): made, and what kernels find in a text checked.
 *
 * Up to 64 needles are put into eight groups by their beginnings, neighbours in order together: so
 * groups differ in their first bytes, and few places pass for the beginning of any.
 */
#include "text/needles.h"

#include "text/trie.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 64 };

/* -- Making ------------------------------------------------------------------------------------ */

static int order_of_needles(const void *a, const void *b)
{
    const struct cupro__needle *x = a, *y = b;
    size_t common = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->bytes, y->bytes, common);
    if (order != 0)
        return order;
    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    return (x->which > y->which) - (x->which < y->which);
}

static bool are_equal(const struct cupro__needle *x, const struct cupro__needle *y)
{
    return x->length == y->length && memcmp(x->bytes, y->bytes, x->length) == 0;
}

static void copy_needles(cupro_needles *set, const cupro_slice *strings, size_t count)
{
    unsigned char *at = set->bytes;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *from = (const unsigned char *)strings[i].begin;
        for (size_t k = 0; k < strings[i].length; k++)
            at[k] = set->folded ? cupro__lower(from[k]) : from[k];
        set->needles[i] = (struct cupro__needle){at, strings[i].length, i};
        at += strings[i].length;
    }
    qsort(set->needles, count, sizeof *set->needles, order_of_needles);
    set->count = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !are_equal(&set->needles[set->count - 1], &set->needles[i]))
            set->needles[set->count++] = set->needles[i];
    set->shortest = set->needles[0].length;
    for (size_t i = 1; i < set->count; i++)
        if (set->needles[i].length < set->shortest)
            set->shortest = set->needles[i].length;
}

static void add_prefix(struct cupro__prefixes *prefixes, const unsigned char *bytes, unsigned group,
                       bool folded)
{
    for (unsigned k = 0; k < prefixes->depth; k++) {
        unsigned char byte = bytes[k], bit = (unsigned char)(1u << group);
        bool has_case = folded && byte >= 'a' && byte <= 'z';
        prefixes->low[k][byte % 16] |= bit;
        prefixes->high[k][byte / 16] |= bit;
        if (has_case)
            prefixes->high[k][(byte - 0x20) / 16] |= bit;
    }
}

static void group_needles(cupro_needles *set)
{
    struct cupro__prefixes *prefixes = &set->prefixes;
    prefixes->depth = (unsigned)(set->shortest < CUPRO__DEEPEST ? set->shortest : CUPRO__DEEPEST);
    size_t size = (set->count + CUPRO__GROUPS - 1) / CUPRO__GROUPS;
    for (size_t b = 0; b <= CUPRO__GROUPS; b++)
        set->group[b] = b * size < set->count ? b * size : set->count;
    for (unsigned b = 0; b < CUPRO__GROUPS; b++)
        for (size_t i = set->group[b]; i < set->group[b + 1]; i++)
            add_prefix(prefixes, set->needles[i].bytes, b, set->folded);
}

/* The bytes of all, or SIZE_MAX: more than there may be, or a needle that is none. */
static size_t bytes_of_all(const cupro_slice *strings, size_t count)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (strings[i].begin == NULL || strings[i].length == 0 ||
            strings[i].length > (size_t)1 << 31)
            return SIZE_MAX;
        sum += strings[i].length;
        if (sum > (size_t)1 << 31)
            return SIZE_MAX;
    }
    return sum;
}

int cupro_needles_new(cupro_needles **needles, const cupro_slice *strings, size_t count,
                      cupro_letters letters)
{
    if (needles != NULL)
        *needles = NULL;
    if (needles == NULL || strings == NULL || count == 0 || letters < CUPRO_EXACT ||
        letters > CUPRO_FOLDED)
        return CUPRO_EINVAL;
    size_t bytes = bytes_of_all(strings, count);
    if (bytes == SIZE_MAX)
        return CUPRO_EINVAL;
    cupro_needles *set = calloc(1, sizeof *set);
    int error = CUPRO_ENOMEM;
    if (set == NULL)
        return error;
    set->folded = letters == CUPRO_FOLDED;
    set->kernels = cupro__needle_kernels();
    set->bytes = malloc(bytes);
    set->needles = malloc(count * sizeof *set->needles);
    if (set->bytes == NULL || set->needles == NULL)
        goto out;
    copy_needles(set, strings, count);
    set->pair = cupro__choose_pair(set->needles[0].bytes, set->needles[0].length, set->folded);
    error = 0;
    if (set->count > FEW)
        error = cupro__trie_new(&set->trie, set->needles, set->count, set->folded);
    else
        group_needles(set);
out:
    if (error == 0)
        *needles = set;
    else
        cupro_needles_free(set);
    return error;
}

void cupro_needles_free(cupro_needles *needles)
{
    if (needles == NULL)
        return;
    cupro__trie_free(needles->trie);
    free(needles->needles);
    free(needles->bytes);
    free(needles);
}

/* -- Looking ----------------------------------------------------------------------------------- */

static bool stands_at(const struct cupro__needle *needle, const unsigned char *text, bool folded)
{
    if (!folded)
        return memcmp(needle->bytes, text, needle->length) == 0;
    size_t i = 0;
    while (i < needle->length && cupro__lower(text[i]) == needle->bytes[i])
        i++;
    return i == needle->length;
}

static bool next_of_one(const cupro_needles *set, const unsigned char *text, size_t n, size_t from,
                        cupro_needle_hit *hit)
{
    const struct cupro__needle *needle = set->needles;
    size_t last = n - needle->length;
    while ((from = set->kernels->pair(&set->pair, text, from, last)) <= last) {
        if (stands_at(needle, text + from, set->folded)) {
            *hit = (cupro_needle_hit){from, needle->length, needle->which};
            return true;
        }
        from++;
    }
    return false;
}

/* The longest needle at a place where these groups may begin. */
static const struct cupro__needle *longest_at(const cupro_needles *set, unsigned groups,
                                              const unsigned char *text, size_t n)
{
    const struct cupro__needle *best = NULL;
    for (; groups != 0; groups &= groups - 1) {
        unsigned b = (unsigned)__builtin_ctz(groups);
        for (size_t i = set->group[b]; i < set->group[b + 1]; i++) {
            const struct cupro__needle *needle = &set->needles[i];
            if (needle->length <= n && (best == NULL || needle->length > best->length) &&
                stands_at(needle, text, set->folded))
                best = needle;
        }
    }
    return best;
}

static bool next_of_few(const cupro_needles *set, const unsigned char *text, size_t n, size_t from,
                        cupro_needle_hit *hit)
{
    size_t last = n - set->shortest;
    while ((from = set->kernels->prefixes(&set->prefixes, text, from, last)) <= last) {
        unsigned groups = cupro__prefix_groups(&set->prefixes, text + from);
        const struct cupro__needle *needle = longest_at(set, groups, text + from, n - from);
        if (needle != NULL) {
            *hit = (cupro_needle_hit){from, needle->length, needle->which};
            return true;
        }
        from++;
    }
    return false;
}

bool cupro_needles_next(const cupro_needles *needles, const void *text, size_t n, size_t from,
                        cupro_needle_hit *hit)
{
    if (n < needles->shortest || from > n - needles->shortest)
        return false;
    if (needles->count == 1)
        return next_of_one(needles, text, n, from, hit);
    if (needles->trie == NULL)
        return next_of_few(needles, text, n, from, hit);
    if (!cupro__trie_next(needles->trie, text, n, from, hit))
        return false;
    hit->which = needles->needles[hit->which].which;
    return true;
}
