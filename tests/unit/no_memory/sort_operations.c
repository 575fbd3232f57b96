/* SPDX-License-Identifier: MIT */
/* Sorts, and what is done with sorted arrays, without memory: an array is then as it was. */
#include "unit/no_memory/no_memory.h"

struct wide {
    uint64_t number[5];
};

/* Numbers of three ways to be sorted; without memory they are as they were. */
static int sort(const cupro_call *call)
{
    enum { MANY = 40000 };
    static uint64_t uniform[MANY], few[MANY];
    static uint16_t small[MANY];
    for (size_t i = 0; i < MANY; i++) {
        uniform[i] = i * 0x9e3779b97f4a7c15u;
        few[i] = uniform[i] >> 62;
        small[i] = (uint16_t)(uniform[i] >> 48);
    }
    uint64_t second = uniform[1], second_few = few[1];
    uint16_t second_small = small[1];
    int error = cupro_sort_u64(uniform, MANY, call);
    if (error != 0)
        return uniform[1] == second ? error : WRONG;
    error = cupro_sort_descending_u64(few, MANY, call);
    if (error != 0)
        return few[1] == second_few ? error : WRONG;
    error = cupro_sort_u16(small, MANY, call);
    bool sorted = uniform[0] == 0 && few[0] == 3 && few[MANY - 1] == 0 && small[0] == 0;
    return (error != 0 ? small[1] == second_small : sorted) ? error : WRONG;
}

CUPRO_KEY(first_of, struct wide, x, x.number[0]);

/* Strings that are the elements' own bytes. */
static int words_of(const void *in, void *out, size_t n, void *ctx)
{
    (void)ctx;
    const struct wide *element = in;
    for (size_t i = 0; i < n; i++)
        ((cupro_slice *)out)[i] = (cupro_slice){(const char *)element[i].number, 8};
    return CUPRO_KEY_SLICE;
}

static const cupro_key word_of = {sizeof(struct wide), words_of};

/* Elements that are large, half of which have one key, in all ways that need memory. */
static int sort_by_keys(const cupro_call *call)
{
    enum { MANY = 150000 };
    static struct wide elements[MANY];
    static uint64_t keys[MANY], index[MANY];
    for (size_t i = 0; i < MANY; i++) {
        keys[i] = i % 2 != 0 ? 77 : i * 0x9e3779b97f4a7c15u;
        elements[i].number[0] = keys[i];
        elements[i].number[1] = i;
        index[i] = 7;
    }
    int error = cupro_argsort_u64(keys, MANY, index, sizeof *index, call);
    if (error != 0)
        return index[0] == 7 && index[MANY - 1] == 7 ? error : WRONG;
    uint64_t first = keys[index[0]], last = elements[index[MANY - 1]].number[1];
    error = cupro_sort_pairs_u64(keys, index, MANY, sizeof *index, call);
    if (error != 0)
        return keys[1] == 77 && keys[3] == 77 ? error : WRONG;
    error = cupro_sort_by_key_with(elements, 3000, sizeof *elements, &word_of, call);
    if (error != 0)
        return elements[1].number[1] == 1 ? error : WRONG;
    for (size_t i = 0; i < 1000; i++)
        elements[i] = (struct wide){{i % 2 != 0 ? 77 : i * 0x9e3779b97f4a7c15u, i}};
    error = cupro_sort_by_key_with(elements, MANY, sizeof *elements, &first_of.key, call);
    if (error != 0)
        return elements[1].number[1] == 1 ? error : WRONG;
    return checked(0, elements[0].number[0] == first && elements[MANY - 1].number[1] == last);
}

struct item {
    uint64_t key, place, more[6];
};
CUPRO_ORDER(by_key, struct item, a, b, a.key < b.key);

static int compare_items(const void *a, const void *b, void *ctx)
{
    const struct item *left = a, *right = b;
    (void)ctx;
    return (left->key > right->key) - (left->key < right->key);
}

/* Items by their keys, `way` by way; each has its place in it, so that none may be lost. */
static int sort_items(const cupro_call *call, int way)
{
    enum { MANY = 20000 };
    static struct item items[MANY], out[MANY];
    for (size_t i = 0; i < MANY; i++)
        items[i] = (struct item){way == 4 ? i % (MANY / 2) : i * 0x9e3779b97f4a7c15u >> 8, i, {0}};
    cupro_call own = *call;
    own.in_place = way == 2 || way == 3;
    own.unstable = way == 3;
    size_t size = sizeof *items;
    int error = way == 1   ? cupro_sort_any_with(items, MANY, size, compare_items, &own)
                : way == 5 ? cupro_nth_by_with(items, MANY, 77, size, &by_key.order, &own)
                : way == 6 ? cupro_top_by_with(items, MANY, 77, size, out, &by_key.order, &own)
                           : cupro_sort_by_with(items, MANY, size, &by_key.order, &own);
    uint64_t places = 0;
    bool sorted = true;
    for (size_t i = 0; i < MANY; i++) {
        places += items[i].place;
        sorted = sorted && (i == 0 || way > 4 || items[i - 1].key <= items[i].key);
    }
    bool whole = places == (uint64_t)MANY * (MANY - 1) / 2;
    return whole && (error != 0 || sorted) ? error : WRONG;
}

#define SORT_ITEMS(way)                              \
    static int sort_by_##way(const cupro_call *call) \
    {                                                \
        return sort_items(call, way);                \
    }
SORT_ITEMS(0)
SORT_ITEMS(1)
SORT_ITEMS(2)
SORT_ITEMS(3)
SORT_ITEMS(4)
SORT_ITEMS(5)
SORT_ITEMS(6)
#undef SORT_ITEMS

/* More than a desk holds, with a large bucket and a small one. */
static int sort_strings(const cupro_call *call)
{
    enum { MANY = 20000 };
    static const char words[] = "the same beginnings, 01234567";
    static cupro_slice x[MANY];
    for (size_t i = 0; i < MANY; i++)
        x[i] = (cupro_slice){words + (i % 5 == 0), sizeof words - 2 - i % 7};
    int error = cupro_sort_strings_with(x, MANY, call);
    size_t second = x[1].length;
    bool sorted = x[0].begin == words + 1 && second == sizeof words - 8;
    return (error != 0 ? second == sizeof words - 3 : sorted) ? error : WRONG;
}

static int sort_in_place(const cupro_call *call)
{
    enum { MANY = 300000 };
    static uint64_t x[MANY];
    for (size_t i = 0; i < MANY; i++)
        x[i] = i * 0x9e3779b97f4a7c15u;
    uint64_t second = x[1];
    cupro_call own = *call;
    own.in_place = true;
    int error = cupro_sort_u64(x, MANY, &own);
    return (error != 0 ? x[1] == second : x[0] == 0 && x[1] < x[2]) ? error : WRONG;
}

static int select_numbers(const cupro_call *call)
{
    enum { MANY = 40000 };
    static uint32_t x[MANY], out[MANY];
    uint64_t sum = 0;
    for (uint32_t i = 0; i < MANY; i++)
        x[i] = (i * 7919u) % MANY;
    int error = cupro_nth_u32(x, MANY, MANY / 3, call);
    if (error == 0)
        error = cupro_top_u32(x, MANY, MANY / 2, out, call);
    for (size_t i = 0; i < MANY; i++)
        sum += x[i];
    bool right = x[MANY / 3] == MANY / 3 && out[0] == MANY - 1 && out[MANY / 2 - 1] == MANY / 2;
    return (error != 0 || right) && sum == (uint64_t)MANY * (MANY - 1) / 2 ? error : WRONG;
}

/* Several blocks: without memory the array is as it was. */
static int unique(const cupro_call *call)
{
    enum { MANY = 400000 };
    static uint64_t x[MANY];
    size_t count = 77;
    for (size_t i = 0; i < MANY; i++)
        x[i] = i / 2;
    int error = cupro_unique_u64(x, MANY, &count, call);
    if (error != 0)
        return x[1] == 0 && x[MANY - 1] == MANY / 2 - 1 && count == 77 ? error : WRONG;
    return checked(error, count == MANY / 2 && x[1] == 1 && x[count - 1] == count - 1);
}

static int merge(const cupro_call *call)
{
    enum { MANY = 1100000 }; /* the result is streamed */
    static uint64_t a[MANY], b[MANY], out[2 * MANY];
    for (size_t i = 0; i < MANY; i++) {
        a[i] = 2 * i;
        b[i] = 2 * i + 1;
    }
    size_t at[3];
    int error = cupro_merge_u64(a, MANY, b, MANY, out, call);
    if (error == 0)
        error = cupro_lower_bound_u64(out, 2 * MANY, &a[MANY / 2], 3, at, call);
    return checked(error, out[MANY] == MANY && out[2 * MANY - 1] == 2 * MANY - 1 &&
                              at[0] == MANY / 2 * 2 && at[2] == MANY / 2 * 2 + 4);
}

static int sets(const cupro_call *call)
{
    static int64_t odd[N], out[2 * N];
    size_t count = 77;
    bool yes = true;
    for (size_t i = 0; i < N; i++)
        odd[i] = 2 * (int64_t)i + 1;
    int error = cupro_set_union_i64(numbers, N, odd, N, out, &count, call);
    if (error != 0)
        return count == 77 ? error : WRONG;
    bool right = count == N + N / 2 && out[N] == N + 1;
    error = cupro_set_intersection_i64(numbers, N, odd, 7, out, &count, call);
    if (error == 0)
        error = cupro_includes_i64(numbers, N, odd, N, &yes, call);
    return checked(error, right && count == 7 && out[6] == 13 && !yes);
}

const struct operation sort_operations[] = {
    OPERATION(sort),          OPERATION(sort_by_keys),
    OPERATION(sort_by_0),     OPERATION(sort_by_1),
    OPERATION(sort_by_2),     OPERATION(sort_by_3),
    OPERATION(sort_by_4),     OPERATION(sort_by_5),
    OPERATION(sort_by_6),     OPERATION(sort_strings),
    OPERATION(sort_in_place), OPERATION(select_numbers),
    OPERATION(unique),        OPERATION(merge),
    OPERATION(sets),          {NULL, NULL},
};
