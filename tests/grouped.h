/* SPDX-License-Identifier: MIT */
/* Elements whose groups are known, keys of all kinds that say so, and what verbs should find. */
#ifndef CUPRO_TEST_GROUPED_H
#define CUPRO_TEST_GROUPED_H

#include "dice.h"

#include <check.h>
#include <cupro/group.h>
#include <stdlib.h>
#include <string.h>

struct item {
    uint64_t number; /* all else follows from it */
    double real;
    float tenth;
    int32_t low;
    int16_t high;
    uint8_t part;
    bool is_odd;
    uint32_t label; /* which group it is of, below n */
    char text[28];
    cupro_slice name;
};

CUPRO_KEY(number_of, struct item, x, x.number);
CUPRO_KEY(signed_of, struct item, x, (int64_t)x.number);
CUPRO_KEY(real_of, struct item, x, x.real);
CUPRO_KEY(label_of, struct item, x, x.label);
CUPRO_KEY(name_of, struct item, x, x.name);
CUPRO_KEY_FIELDS(narrow_of, struct item, high, low);
CUPRO_KEY_FIELDS(middle_of, struct item, part, number, is_odd);
CUPRO_KEY_FIELDS(wide_of, struct item, tenth, real, number, low);

#define SIGN(a, b) (((a) > (b)) - ((a) < (b)))

static inline int order_numbers(const struct item *a, const struct item *b)
{
    return SIGN(a->number, b->number);
}

static inline int order_signed(const struct item *a, const struct item *b)
{
    return SIGN((int64_t)a->number, (int64_t)b->number);
}

static inline int order_reals(const struct item *a, const struct item *b)
{
    return SIGN(a->real, b->real);
}

static inline int order_labels(const struct item *a, const struct item *b)
{
    return SIGN(a->label, b->label);
}

static inline int order_names(const struct item *a, const struct item *b)
{
    size_t both = a->name.length < b->name.length ? a->name.length : b->name.length;
    int sign = memcmp(a->name.begin, b->name.begin, both);
    return sign != 0 ? sign : SIGN(a->name.length, b->name.length);
}

static inline int order_narrow(const struct item *a, const struct item *b)
{
    return a->high != b->high ? SIGN(a->high, b->high) : SIGN(a->low, b->low);
}

static inline int order_middle(const struct item *a, const struct item *b)
{
    return a->part != b->part ? SIGN(a->part, b->part) : SIGN(a->number, b->number);
}

static inline int order_wide(const struct item *a, const struct item *b)
{
    if (a->tenth != b->tenth)
        return SIGN(a->tenth, b->tenth);
    if (a->real != b->real)
        return SIGN(a->real, b->real);
    return a->number != b->number ? SIGN(a->number, b->number) : SIGN(a->low, b->low);
}

static const struct {
    const cupro_key *key;
    int (*order)(const struct item *a, const struct item *b);
} group_keys[] = {{&number_of.key, order_numbers}, {&signed_of.key, order_signed},
                  {&real_of.key, order_reals},     {&label_of.key, order_labels},
                  {&name_of.key, order_names},     {&narrow_of.key, order_narrow},
                  {&middle_of.key, order_middle},  {&wide_of.key, order_wide}};

enum { GROUP_KEYS = sizeof group_keys / sizeof *group_keys };

/* How many groups there are, and how large. */
enum crowd { ONE, TWO, HUNDRED, THOUSANDS, HALF, ALL, GIANT, SKEW, STEPS, CROWDS };

static inline uint32_t crowd_label(struct dice *dice, enum crowd crowd, size_t i, size_t n)
{
    size_t random = dice_below(dice, n), label = 0;
    switch (crowd) {
    case TWO:
        label = random % 2;
        break;
    case HUNDRED:
        label = random % 100;
        break;
    case THOUSANDS:
        label = random % 5000;
        break;
    case HALF:
        label = random / 2;
        break;
    case ALL:
        label = n - 1 - i;
        break;
    case GIANT:
        label = dice_once_in(dice, 2) ? n / 3 : i;
        break;
    case SKEW:
        label = n / (random + 1);
        break;
    case STEPS:
        label = i / 1000;
        break;
    default:
        break;
    }
    return (uint32_t)(label < n ? label : n - 1);
}

/* What makes keys different: all bits, low ones, high ones. */
enum pattern { MIXED_BITS, LOW_BITS_ONLY, HIGH_BITS_ONLY, PATTERNS };

static inline void item_fill(struct item *item, uint32_t label, enum pattern pattern)
{
    memset(item, 0, sizeof *item);
    item->label = label;
    item->number = pattern == MIXED_BITS      ? scramble(label + 1)
                   : pattern == LOW_BITS_ONLY ? label
                                              : (uint64_t)label << 40;
    item->real = (double)label - 1000;
    item->tenth = (float)(label % 10);
    item->low = (int32_t)(label * 2654435769u);
    item->high = (int16_t)(label % 7 - 3);
    item->part = (uint8_t)(label % 3);
    item->is_odd = item->number % 2 != 0;
    /* Of 1 to 27 bytes, with the same ones at their beginning, or the same ones at their end. */
    int length = snprintf(item->text, sizeof item->text, label % 2 != 0 ? "%u%.*s" : "a%.0u%.*s%u",
                          label, (int)(label % 17), "................", label);
    item->name.length = (size_t)length;
}

/* n elements; a name points to the text of the element itself. */
static inline struct item *items_throw(struct dice *dice, enum crowd crowd, enum pattern pattern,
                                       size_t n)
{
    struct item *items = malloc((n + 1) * sizeof *items);
    for (size_t i = 0; i < n; i++) {
        item_fill(&items[i], crowd_label(dice, crowd, i, n), pattern);
        items[i].name.begin = items[i].text;
    }
    return items;
}

/* What is in each group, by its label. */
struct expected {
    size_t count;
    size_t *size, *first;
};

static inline struct expected expected_of(const struct item *items, size_t n)
{
    struct expected expected = {0, calloc(n + 1, sizeof(size_t)), calloc(n + 1, sizeof(size_t))};
    for (size_t i = 0; i < n; i++) {
        if (expected.size[items[i].label]++ == 0) {
            expected.first[items[i].label] = i;
            expected.count++;
        }
    }
    return expected;
}

static inline void expected_free(struct expected *expected)
{
    free(expected->size);
    free(expected->first);
}

/* Whether these are the first elements of all groups, in the order of their places or keys. */
static inline size_t wrong_firsts(const struct item *items, const struct expected *expected,
                                  const size_t *first, size_t count, size_t which, bool sorted)
{
    size_t wrong = count != expected->count;
    for (size_t g = 0; g < count; g++) {
        const struct item *item = &items[first[g]];
        wrong += expected->first[item->label] != first[g];
        if (g > 0 && sorted)
            wrong += group_keys[which].order(&items[first[g - 1]], item) >= 0;
        else if (g > 0)
            wrong += first[g - 1] >= first[g];
    }
    return wrong;
}

#endif
