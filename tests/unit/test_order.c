/* SPDX-License-Identifier: MIT */
/*
 * Sorts by orders and comparisons, of all sizes of elements and shapes of arrays, against a merge
 * sort of the test's own; what hostile comparisons and stops leave; merging.
 */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/order.h>
#include <stdatomic.h>
#include <string.h>

/* Elements of some bytes, in an order of one or two of them; where they stood is in the others, so
 * far as there are any. */
#define DEFINE_ITEM(size)         \
    struct item##size {           \
        unsigned char byte[size]; \
    };                            \
    CUPRO_ORDER(order##size, struct item##size, a, b, key_of(a.byte, size) < key_of(b.byte, size));

static inline int key_of(const unsigned char *byte, size_t size)
{
    return size < 4 ? byte[0] : byte[0] + 256 * byte[1];
}

#ifdef FEW_SIZES /* CMakeLists.txt says when */
#define SIZES(X) X(1) X(7) X(8) X(24) X(33) X(200)
#else
#define SIZES(X) X(1) X(2) X(4) X(7) X(8) X(12) X(16) X(24) X(33) X(64) X(200)
#endif
SIZES(DEFINE_ITEM)
#undef DEFINE_ITEM

static const struct sized {
    size_t size;
    const cupro_order *order;
} sized[] = {
#define LIST(size) {size, &order##size.order},
    SIZES(LIST)
#undef LIST
};

enum shape {
    RANDOM,
    RISING,
    FALLING,
    RUNS,
    FALLING_RUNS,
    PIPE,
    FEW,
    HEAPS, /* half of them have one of two keys */
    EQUAL,
    NEARLY,
    SHAPES
};

static int key_at(struct dice *dice, enum shape shape, size_t i, size_t n)
{
    size_t random = dice_below(dice, 65536);
    switch (shape) {
    case RISING:
        return (int)(i * 65535 / (n + 1));
    case FALLING:
        return (int)((n - i) % 65536);
    case RUNS:
        return (int)(i % (n / 5 + 1) % 65536);
    case FALLING_RUNS:
        return (int)((n - i) % (n / 20 + 1) % 65536);
    case PIPE:
        return (int)((i < n / 2 ? i : n - i) % 65536);
    case FEW:
        return (int)(random % 3);
    case HEAPS:
        return random % 4 == 0 ? 30000 : random % 4 == 1 ? 40077 : (int)random;
    case EQUAL:
        return 77;
    case NEARLY:
        return (int)(i % 1000 == 999 ? random : i * 65535 / (n + 1));
    default:
        return (int)random;
    }
}

static unsigned char *throw_items(struct dice *dice, enum shape shape, size_t n, size_t size)
{
    unsigned char *x = calloc(n + 1, size);
    for (size_t i = 0; i < n; i++) {
        int key = key_at(dice, shape, i, n);
        int key_bits = size < 4 ? 8 : 16;
        uint64_t item = (uint64_t)i << key_bits | ((uint64_t)key & ((1u << key_bits) - 1));
        unsigned char bytes[8];
        for (int k = 0; k < 8; k++)
            bytes[k] = (unsigned char)(item >> 8 * k);
        memcpy(x + i * size, bytes, size < 8 ? size : 8);
        if (size > 8)
            x[(i + 1) * size - 1] ^= (unsigned char)i;
    }
    return x;
}

/* -- The reference: a merge sort ----------------------------------------------------------------
 */

static void reference(unsigned char *x, unsigned char *spare, size_t n, size_t size)
{
    if (n < 2)
        return;
    size_t half = n / 2, a = 0, b = half;
    reference(x, spare, half, size);
    reference(x + half * size, spare, n - half, size);
    for (size_t i = 0; i < n; i++) {
        bool second =
            a == half || (b < n && key_of(x + b * size, size) < key_of(x + a * size, size));
        memcpy(spare + i * size, x + (second ? b++ : a++) * size, size);
    }
    memcpy(x, spare, n * size);
}

static unsigned char *sorted_copy(const unsigned char *x, size_t n, size_t size)
{
    unsigned char *copy = malloc((n + 1) * size), *spare = malloc((n + 1) * size);
    memcpy(copy, x, n * size);
    reference(copy, spare, n, size);
    free(spare);
    return copy;
}

static int compare_items(const void *a, const void *b, void *ctx)
{
    size_t size = *(const size_t *)ctx;
    int left = key_of(a, size), right = key_of(b, size);
    return (left > right) - (left < right);
}

enum way { BY, ANY, IN_PLACE, UNSTABLE, UNSTABLE_IN_PLACE, WAYS };

static int sort_items(unsigned char *x, size_t n, const struct sized *of, enum way way,
                      const struct place *place)
{
    size_t size = of->size;
    const cupro_call call = {.abi = CUPRO_ABI,
                             .ctx = &size,
                             .in_place = way == IN_PLACE || way == UNSTABLE_IN_PLACE,
                             .unstable = way >= UNSTABLE,
                             AT(*place)};
    return way == ANY ? cupro_sort_any_with(x, n, size, compare_items, &call)
                      : cupro_sort_by_with(x, n, size, of->order, &call);
}

/* A number for an element, whatever its place. */
static uint64_t digest_of(const unsigned char *item, size_t size)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < size; i++)
        digest = scramble(digest + item[i] + 1);
    return digest;
}

/* The same elements; where it may be unstable, only keys in the same places. */
static bool is_as_expected(const unsigned char *x, const unsigned char *expected, size_t n,
                           size_t size, bool is_unstable)
{
    if (!is_unstable)
        return memcmp(x, expected, n * size) == 0;
    uint64_t sum = 0;
    bool in_order = true;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *a = x + i * size, *b = expected + i * size;
        in_order = in_order && key_of(a, size) == key_of(b, size);
        sum += digest_of(a, size) - digest_of(b, size);
    }
    return in_order && sum == 0;
}

static void check(const struct place *place, struct dice *dice, const struct sized *of,
                  enum shape shape, size_t n)
{
    size_t size = of->size;
    unsigned char *before = throw_items(dice, shape, n, size), *x = malloc((n + 2) * size);
    unsigned char *expected = sorted_copy(before, n, size);
    for (enum way way = BY; way < WAYS; way++) {
        memset(x, 0xa5, (n + 2) * size);
        memcpy(x + size, before, n * size);
        int code = sort_items(x + size, n, of, way, place);
        ck_assert_msg(code == 0, "size %zu, n %zu, shape %d, way %d: %d", size, n, (int)shape,
                      (int)way, code);
        ck_assert_msg(is_as_expected(x + size, expected, n, size, way >= UNSTABLE),
                      "size %zu, n %zu, shape %d, way %d: not as the reference", size, n,
                      (int)shape, (int)way);
        ck_assert(x[size - 1] == 0xa5 && x[(n + 1) * size] == 0xa5);
    }
    free(expected);
    free(x);
    free(before);
}

START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = 0; n <= 500; n += _i == 0 ? 1 + n / 100 : 1 + dice_below(&dice, 99)) {
        const struct sized *of = &sized[dice_below(&dice, COUNT_OF(sized))];
        check(&place, &dice, of, (enum shape)dice_below(&dice, SHAPES), n);
        check(&place, &dice, &sized[n % COUNT_OF(sized)], RANDOM, n);
    }
    place_close(&place);
}
END_TEST

/* Around the borders between one way and the next. */
START_TEST(every_shape)
{
    static const size_t lengths[] = {1023, 1024, 1025, 4095, 4096, 4097, 8191, 16384, 16385, 20000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (enum shape shape = RANDOM; shape < SHAPES; shape++) {
        size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
        check(&place, &dice, &sized[dice_below(&dice, COUNT_OF(sized))], shape, n);
    }
    for (size_t s = 0; s < COUNT_OF(sized); s++)
        check(&place, &dice, &sized[s], (enum shape)dice_below(&dice, SHAPES),
              4097 + dice_below(&dice, 3000));
    place_close(&place);
}
END_TEST

START_TEST(many)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    enum shape shape = (enum shape)(_i % SHAPES);
    check(&place, &dice, &sized[COUNT_OF(sized) - 5 + (size_t)_i % 3], shape, 90007);
    place_close(&place);
}
END_TEST

/* -- Hostile comparisons ------------------------------------------------------------------------
 */

static inline bool lie(int kind, const void *a, const void *b)
{
    static _Thread_local uint64_t state = 1;
    uint32_t left, right;
    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    state = state * 6364136223846793005u + 1442695040888963407u;
    switch (kind) {
    case 0:
        return true;
    case 1:
        return false;
    case 2:
        return state >> 63;
    case 3:
        return (left - right) % 3 == 1; /* in a circle */
    case 4:
        return left <= right;
    case 5:
        return left % 4 != 0; /* once those are gone, no partition gets anywhere */
    case 6:
        return state >> 60 != 0;
    default:
        return state >> 60 == 0 ? left > right : left < right;
    }
}
enum { LIES = 8 };

struct pair {
    uint32_t key, at;
};
struct large {
    uint32_t key, at, rest[10];
};
CUPRO_ORDER(pair_lies, struct pair, a, b, lie(*(const int *)ctx, &a, &b));
CUPRO_ORDER(large_lies, struct large, a, b, lie(*(const int *)ctx, &a, &b));

static int lie_in_words(const void *a, const void *b, void *ctx)
{
    return lie(*(const int *)ctx, a, b) ? -1 : 1;
}

/* Whether each of n elements is there once, as `at` says. */
static bool is_permutation(const void *x, size_t n, size_t size)
{
    unsigned char *seen = calloc(n + 1, 1);
    bool is_one = true;
    for (size_t i = 0; i < n; i++) {
        struct pair item;
        memcpy(&item, (const char *)x + i * size, sizeof item);
        is_one = is_one && item.at < n && seen[item.at]++ == 0;
    }
    free(seen);
    return is_one;
}

static void *throw_lies(struct dice *dice, size_t n, size_t size)
{
    char *x = calloc(n + 1, size);
    for (size_t i = 0; i < n; i++) {
        struct pair item = {(uint32_t)dice_bits(dice), (uint32_t)i};
        memcpy(x + i * size, &item, sizeof item);
    }
    return x;
}

START_TEST(hostile_comparisons)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    static const size_t lengths[] = {3, 33, 500, 5000, 20000};
    for (int kind = _i % 2; kind < LIES * 4; kind += 2) {
        size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))], half = n / 3;
        struct pair *x = throw_lies(&dice, n, sizeof *x), *merged = calloc(n, sizeof *merged);
        struct large *y = throw_lies(&dice, n, sizeof *y);
        int what = kind % LIES;
        bool in_place = kind / LIES % 2, unstable = kind / LIES / 2;
        ck_assert_int_eq(cupro_merge_by(x, half, x + half, n - half, merged, &pair_lies,
                                        .ctx = &what, AT(place)),
                         0);
        ck_assert(is_permutation(merged, n, sizeof *merged));
        ck_assert_int_eq(cupro_sort_by(x, n, &pair_lies, .ctx = &what, AT(place),
                                       .in_place = in_place, .unstable = unstable),
                         0);
        ck_assert(is_permutation(x, n, sizeof *x));
        ck_assert_int_eq(cupro_sort_by(y, n, &large_lies, .ctx = &what, AT(place),
                                       .in_place = in_place, .unstable = unstable),
                         0);
        ck_assert(is_permutation(y, n, sizeof *y));
        ck_assert_int_eq(cupro_sort_any(y, n, sizeof *y, lie_in_words, .ctx = &what, AT(place)), 0);
        ck_assert(is_permutation(y, n, sizeof *y));
        ck_assert_int_eq(cupro_top_by(x, n, half, merged, &pair_lies, .ctx = &what, AT(place)), 0);
        ck_assert_int_eq(cupro_nth_by(x, n, half, &pair_lies, .ctx = &what, AT(place)), 0);
        ck_assert(is_permutation(x, n, sizeof *x));
        free(y);
        free(merged);
        free(x);
    }
    place_close(&place);
}
END_TEST

/* -- Stops ------------------------------------------------------------------------------------- */

struct watch {
    cupro_stop stop;
    atomic_int left; /* comparisons until it is raised */
};

static inline bool count_down(struct watch *watch)
{
    if (atomic_fetch_sub_explicit(&watch->left, 1, memory_order_relaxed) == 1)
        cupro_stop_request(&watch->stop);
    return true;
}

CUPRO_ORDER(stopping, struct pair, a, b, count_down(ctx) && a.key < b.key);

START_TEST(a_stopped_sort_leaves_a_permutation)
{
    enum { N = 20000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct pair *before = throw_lies(&dice, N, sizeof *before), *x = malloc(N * sizeof *x);
    for (int i = 0; i < 6; i++) {
        struct watch watch = {.left = 1 + (int)dice_below(&dice, 400000)};
        memcpy(x, before, N * sizeof *x);
        int code = cupro_sort_by(x, N, &stopping, .ctx = &watch, .stop = &watch.stop, AT(place),
                                 .in_place = i % 3 > 0, .unstable = i % 3 > 1);
        ck_assert(code == 0 || code == CUPRO_ESTOPPED);
        ck_assert(is_permutation(x, N, sizeof *x));
        bool sorted = false;
        watch.left = 0;
        ck_assert_int_eq(cupro_is_sorted_by(x, N, &stopping, &sorted, .ctx = &watch), 0);
        ck_assert(code != 0 || sorted);
    }
    struct watch watch = {.left = 0};
    cupro_stop_request(&watch.stop);
    memcpy(x, before, N * sizeof *x);
    ck_assert_int_eq(cupro_sort_by(x, N, &stopping, .ctx = &watch, .stop = &watch.stop, AT(place)),
                     CUPRO_ESTOPPED);
    ck_assert(memcmp(x, before, N * sizeof *x) == 0);
    free(x);
    free(before);
    place_close(&place);
}
END_TEST

/* -- Merging, and whether it is sorted ----------------------------------------------------------
 */

START_TEST(merging_is_stable)
{
    static const size_t lengths[] = {0, 1, 2, 31, 100, 4096, 5000, 60000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int k = 0; k < 20; k++) {
        size_t na = lengths[dice_below(&dice, COUNT_OF(lengths))];
        size_t nb = lengths[dice_below(&dice, COUNT_OF(lengths))], n = na + nb;
        struct item8 *x = (void *)throw_items(&dice, (enum shape)dice_below(&dice, SHAPES), n, 8);
        struct item8 *a = (void *)sorted_copy(x->byte, na, 8), *out = calloc(n + 1, 8);
        struct item8 *b = (void *)sorted_copy(x[na].byte, nb, 8);
        memcpy(x, a, na * sizeof *x);
        memcpy(x + na, b, nb * sizeof *x);
        struct item8 *expected = (void *)sorted_copy(x->byte, n, 8);
        ck_assert_int_eq(cupro_merge_by(a, na, b, nb, out, &order8, AT(place)), 0);
        ck_assert(memcmp(out, expected, n * sizeof *out) == 0);
        free(expected);
        free(b);
        free(out);
        free(a);
        free(x);
    }
    place_close(&place);
}
END_TEST

CUPRO_ORDER(by_key, struct pair, a, b, a.key < b.key);

START_TEST(whether_it_is_sorted)
{
    static const size_t lengths[] = {0, 1, 2, 4096, 4097, 4098, 50000};
    struct place place = place_open(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        size_t n = lengths[l], places[] = {1, 4096, 4097, n / 2, n - 1};
        struct pair *x = calloc(n + 1, sizeof *x);
        for (size_t i = 0; i < n; i++)
            x[i].key = (uint32_t)(i / 2);
        bool sorted = false;
        ck_assert_int_eq(cupro_is_sorted_by(x, n, &by_key, &sorted, AT(place)), 0);
        ck_assert(sorted);
        for (size_t p = 0; p < COUNT_OF(places); p++) {
            if (places[p] < 1 || places[p] >= n)
                continue;
            uint32_t key = x[places[p] - 1].key;
            x[places[p] - 1].key = UINT32_MAX;
            ck_assert_int_eq(cupro_is_sorted_by(x, n, &by_key, &sorted, AT(place), .grain = p), 0);
            ck_assert_msg(!sorted, "n %zu, descent at %zu", n, places[p]);
            x[places[p] - 1].key = key;
        }
        free(x);
    }
    place_close(&place);
}
END_TEST

/* -- Parts of a sort --------------------------------------------------------------------------- */

START_TEST(places_and_tops)
{
    static const size_t lengths[] = {1, 2, 100, 4096, 4097, 30000, 100000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 8; round++) {
        size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
        size_t k = dice_below(&dice, dice_once_in(&dice, 2) ? n : n / 50 + 1);
        enum shape shape = (enum shape)dice_below(&dice, SHAPES);
        struct item8 *x = (void *)throw_items(&dice, shape, n, 8), *out = calloc(n + 1, 8);
        struct item8 *expected = (void *)sorted_copy(x->byte, n, 8);
        ck_assert_int_eq(cupro_top_by(x, n, k, out, &order8, AT(place)), 0);
        ck_assert_msg(memcmp(out, expected, k * sizeof *out) == 0, "top %zu of %zu, shape %d", k, n,
                      (int)shape);
        ck_assert(is_as_expected(out[k].byte, (unsigned char[8]){0}, 1, 8, false));
        ck_assert_int_eq(cupro_nth_by(x, n, k, &order8, AT(place)), 0);
        bool right = key_of(x[k].byte, 8) == key_of(expected[k].byte, 8);
        for (size_t i = 0; i < n; i++) {
            int sign = compare_items(x[i].byte, x[k].byte, &(size_t){8});
            right = right && (i < k ? sign <= 0 : sign >= 0);
        }
        ck_assert_msg(right, "place %zu of %zu, shape %d", k, n, (int)shape);
        reference(x->byte, out->byte, n, 8);
        ck_assert(is_as_expected(x->byte, expected->byte, n, 8, true));
        free(expected);
        free(out);
        free(x);
    }
    place_close(&place);
}
END_TEST

START_TEST(bounds_of_keys)
{
    static const size_t lengths[] = {0, 1, 2, 3, 100, 5000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        size_t n = lengths[l], m = 1 + dice_below(&dice, 3000);
        struct item7 *thrown = (void *)throw_items(&dice, _i % 2 ? FEW : RANDOM, n, 7);
        struct item7 *x = (void *)sorted_copy(thrown->byte, n, 7);
        struct item7 *keys = (void *)throw_items(&dice, _i % 3 ? FEW : RANDOM, m, 7);
        size_t *low = calloc(m, sizeof *low), *high = calloc(m, sizeof *high);
        ck_assert_int_eq(cupro_lower_bound_by(x, n, keys, m, low, &order7, AT(place)), 0);
        ck_assert_int_eq(cupro_upper_bound_by(x, n, keys, m, high, &order7, AT(place)), 0);
        bool right = true;
        for (size_t i = 0; i < m; i++) {
            int key = key_of(keys[i].byte, 7);
            right = right && low[i] <= n && (low[i] == n || key_of(x[low[i]].byte, 7) >= key);
            right = right && (low[i] == 0 || key_of(x[low[i] - 1].byte, 7) < key);
            right = right && high[i] <= n && (high[i] == n || key_of(x[high[i]].byte, 7) > key);
            right = right && (high[i] == 0 || key_of(x[high[i] - 1].byte, 7) <= key);
        }
        ck_assert(right);
        free(high);
        free(low);
        free(keys);
        free(x);
        free(thrown);
    }
    place_close(&place);
}
END_TEST

/* The sanitizers see where one stands as none may. */
struct aligned {
    _Alignas(32) uint32_t key;
    uint32_t at;
};
struct very_aligned {
    _Alignas(64) uint32_t key;
    uint32_t at;
};
CUPRO_ORDER(aligned_order, struct aligned, a, b, a.key < b.key);
CUPRO_ORDER(very_aligned_order, struct very_aligned, a, b, a.key < b.key);

#define CHECK_ALIGNED(T, order)                                                                 \
    do {                                                                                        \
        size_t n = _i % 2 ? 600 : 9000;                                                         \
        T *x = aligned_alloc(64, n * sizeof *x), *out = aligned_alloc(64, n * sizeof *x);       \
        for (size_t i = 0; i < n; i++)                                                          \
            x[i] = (T){(uint32_t)(dice_bits(&dice) % 1000), (uint32_t)i};                       \
        ck_assert_int_eq(cupro_top_by(x, n, 9, out, &(order), AT(place)), 0);                   \
        ck_assert_int_eq(cupro_nth_by(x, n, 9, &(order), AT(place)), 0);                        \
        ck_assert_uint_le(x[8].key, x[9].key);                                                  \
        ck_assert_int_eq(cupro_sort_by(x, n, &(order), AT(place), .in_place = _i % 3 == 1), 0); \
        ck_assert_uint_le(x[0].key, x[n / 2].key);                                              \
        ck_assert(is_permutation(x, n, sizeof *x));                                             \
        free(out);                                                                              \
        free(x);                                                                                \
    } while (0)

START_TEST(aligned_elements)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    CHECK_ALIGNED(struct aligned, aligned_order);
    CHECK_ALIGNED(struct very_aligned, very_aligned_order);
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    struct pair x[4] = {{4, 0}, {3, 1}, {2, 2}, {1, 3}}, out[4], *none = NULL;
    bool sorted = true;
    ck_assert_int_eq(cupro_sort_by(none, 3, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by(none, 0, &by_key), 0);
    ck_assert_int_eq(cupro_sort_by(x, SIZE_MAX / 4, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by(x, 4, &by_key, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_with(x, 4, 8, NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_with(x, 4, 4, &by_key.order, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_any(x, 4, sizeof *x, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_any(x, 4, 0, compare_items), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_is_sorted_by(x, 4, &by_key, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge_by(x, 2, x + 2, 2, none, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge_by(x, 2, x + 2, 2, x + 1, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge_by(x, SIZE_MAX / 16, x, SIZE_MAX / 8, out, &by_key), CUPRO_EINVAL);
    size_t at[2] = {7, 7};
    ck_assert_int_eq(cupro_nth_by(x, 4, 4, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_top_by(x, 4, 5, out, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_top_by(x, 4, 2, x + 3, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_lower_bound_by(x, 4, none, 1, at, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_upper_bound_by(x, 4, x, 1, (size_t *)(void *)x, &by_key), CUPRO_EINVAL);
    ck_assert(x[0].key == 4 && x[3].key == 1 && sorted && at[0] == 7);
    ck_assert_int_eq(cupro_sort_by_with(x, 4, sizeof *x, &by_key.order, NULL), 0);
    ck_assert(x[0].key == 1 && x[3].key == 4);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("order", PLACES, every_small_size, every_shape, many, hostile_comparisons,
                     a_stopped_sort_leaves_a_permutation, merging_is_stable, whether_it_is_sorted,
                     places_and_tops, bounds_of_keys, aligned_elements, what_is_wrong_is_refused);
}
