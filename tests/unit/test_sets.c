/* SPDX-License-Identifier: MIT */
/* Set operations on sorted arrays of all types, and of elements in an order, against one step after
 * the other. */
#include "places.h"
#include "reports.h"
#include "run_tests.h"
#include "shaped.h"

#include <cupro/error.h>
#include <cupro/sets.h>
#include <stdlib.h>

enum { BOTH = 1, ONLY_A = 2, ONLY_B = 4 };

static const unsigned keeps_of[] = {BOTH | ONLY_A | ONLY_B, BOTH, ONLY_A, ONLY_A | ONLY_B};

/* How much room there has to be. */
static size_t room_of(unsigned keeps, size_t na, size_t nb)
{
    return keeps == BOTH ? (na < nb ? na : nb) : keeps == ONLY_A ? na : na + nb;
}

/* What there is of two arrays, in elements of a size; how many. */
static size_t take(const char *a, size_t na, const char *b, size_t nb, size_t size, unsigned keeps,
                   int (*compare)(const void *a, const void *b), char *out)
{
    size_t i = 0, j = 0, m = 0;
    while (i < na || j < nb) {
        int sign = j == nb ? -1 : i == na ? 1 : compare(a + i * size, b + j * size);
        unsigned kind = sign == 0 ? BOTH : sign < 0 ? ONLY_A : ONLY_B;
        if ((keeps & kind) != 0)
            memcpy(out + m++ * size, sign <= 0 ? a + i * size : b + j * size, size);
        i += sign <= 0;
        j += sign >= 0;
    }
    return m;
}

/* -- Numbers ----------------------------------------------------------------------------------- */

#define DEFINE_CHECK(tag, T, S)                                                                  \
    static int run_##tag(int verb, const T *a, size_t na, const T *b, size_t nb, T *out,         \
                         size_t *m, const cupro_call *call)                                      \
    {                                                                                            \
        return verb == 0   ? cupro_set_union_##tag(a, na, b, nb, out, m, call)                   \
               : verb == 1 ? cupro_set_intersection_##tag(a, na, b, nb, out, m, call)            \
               : verb == 2 ? cupro_set_difference_##tag(a, na, b, nb, out, m, call)              \
                           : cupro_set_symmetric_difference_##tag(a, na, b, nb, out, m, call);   \
    }                                                                                            \
    static void check_verb_##tag(const struct place *place, int verb, const T *a, size_t na,     \
                                 const T *b, size_t nb)                                          \
    {                                                                                            \
        size_t room = room_of(keeps_of[verb], na, nb), m = 77;                                   \
        T *out = malloc((room + 2) * sizeof *out), *all = malloc((na + nb + 1) * sizeof *all);   \
        size_t n = take((const char *)a, na, (const char *)b, nb, sizeof *a, keeps_of[verb],     \
                        order_##tag, (char *)all);                                               \
        out[0] = out[room + 1] = 77;                                                             \
        int error = run_##tag(verb, a, na, b, nb, out + 1, &m, &(const cupro_call){AT(*place)}); \
        bool same = m == n && memcmp(out + 1, all, n * sizeof *out) == 0;                        \
        ck_assert_msg(error == 0 && same && out[0] == 77 && out[room + 1] == 77,                 \
                      #tag " verb %d, %zu and %zu: %d, %zu for %zu", verb, na, nb, error, m, n); \
        free(all);                                                                               \
        free(out);                                                                               \
    }                                                                                            \
    static void check_##tag(const struct place *place, struct dice *dice, size_t na, size_t nb)  \
    {                                                                                            \
        enum shape shape = (enum shape)dice_below(dice, ALL_SHAPES);                             \
        size_t n = na + nb, shared = dice_below(dice, (na < nb ? na : nb) + 1);                  \
        T *both = shaped_##tag(dice, shape, n), *a, *b;                                          \
        bool yes = false;                                                                        \
        memcpy(both + na, both, shared * sizeof *both); /* in both */                            \
        a = sorted_##tag(both, na);                                                              \
        b = sorted_##tag(both + na, nb);                                                         \
        for (int verb = 0; verb < 4; verb++)                                                     \
            check_verb_##tag(place, verb, a, na, b, nb);                                         \
        T *missing = malloc((n + 1) * sizeof *missing);                                          \
        size_t lost = take((const char *)a, na, (const char *)b, nb, sizeof *a, ONLY_B,          \
                           order_##tag, (char *)missing);                                        \
        int error = cupro_includes(a, na, b, nb, &yes, AT(*place));                              \
        ck_assert_msg(error == 0 && yes == (lost == 0), #tag " includes: %d, %d", error, yes);   \
        free(missing);                                                                           \
        free(b);                                                                                 \
        free(a);                                                                                 \
        free(both);                                                                              \
    }
CUPRO_NUMBERS(DEFINE_CHECK)

#define CHECK(tag, T, S) check_##tag(&place, &dice, na, nb);

START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = (size_t)_i; n <= 200; n += PLACES) {
        size_t na = dice_below(&dice, n + 1), nb = n - na;
        CUPRO_NUMBERS(CHECK)
    }
    place_close(&place);
}
END_TEST

/* Blocks of 256 and more; and one array much smaller, up to what is looked up in several blocks. */
START_TEST(around_borders)
{
    static const size_t lengths[] = {0, 1, 3, 255, 256, 257, 511, 1000, 8192, 16385, 50000, 100001};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t na = lengths[dice_below(&dice, COUNT_OF(lengths))];
    size_t nb = lengths[dice_below(&dice, COUNT_OF(lengths))];
    CUPRO_NUMBERS(CHECK)
    na = 700, nb = 60000;
    CUPRO_NUMBERS(CHECK)
    na = 50000, nb = 300;
    CUPRO_NUMBERS(CHECK)
    place_close(&place);
}
END_TEST

/* One array several times larger: by windows of it, narrow and wide ones, in one block and more. */
START_TEST(unequal_sizes)
{
    static const size_t small[] = {1, 40, 700}, times[] = {4, 6, 7, 11, 12, 13, 31, 33};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 2; round++) {
        const size_t n = small[dice_below(&dice, COUNT_OF(small))] + dice_below(&dice, 9);
        const size_t more = n * times[dice_below(&dice, COUNT_OF(times))] + dice_below(&dice, 9);
        const bool swaps = dice_below(&dice, 2);
        const size_t na = swaps ? more : n, nb = swaps ? n : more;
        CUPRO_NUMBERS(CHECK)
    }
    place_close(&place);
}
END_TEST

/* So many that results are streamed, on some places; every number three times in a, and twice in b.
 */
START_TEST(many)
{
    enum { N = 2100000 };
    if (_i % 4 != 0)
        return;
    struct place place = place_open(_i);
    uint64_t *a = malloc(N * sizeof *a), *b = malloc(N * sizeof *b);
    uint64_t *out = malloc(2 * (size_t)N * sizeof *out);
    size_t m, wrong = 0;
    for (size_t i = 0; i < N; i++) {
        a[i] = i / 3;
        b[i] = i / 2;
    }
    ck_assert_int_eq(cupro_set_union(a, N, b, N, out, &m, AT(place)), 0);
    ck_assert_uint_eq(m, N + N - N / 3 * 2);
    for (size_t i = 0; i < m; i++)
        wrong += out[i] != (i < N ? i / 3 : N / 3 + (i - N) / 2);
    ck_assert_int_eq(cupro_set_intersection(a, N, b, N, out, &m, AT(place)), 0);
    ck_assert_uint_eq(m, N / 3 * 2);
    for (size_t i = 0; i < m; i++)
        wrong += out[i] != i / 2;
    ck_assert_uint_eq(wrong, 0);
    free(out);
    free(b);
    free(a);
    place_close(&place);
}
END_TEST

/* -- Elements in an order: which of the equal ones ----------------------------------------------
 */

struct pair {
    uint32_t key;
    uint32_t at; /* where it was; 2^31 more in b */
};

CUPRO_ORDER(by_key, struct pair, x, y, x.key < y.key);

struct large {
    struct pair pair;
    char more[92];
};

CUPRO_ORDER(large_by_key, struct large, x, y, x.pair.key < y.pair.key);

static int sign_of_keys(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Keys rise, each some times. */
static void fill_pairs(struct dice *dice, char *x, size_t n, size_t size, uint32_t times,
                       uint32_t from)
{
    uint32_t key = 0;
    memset(x, 0, n * size);
    for (uint32_t i = 0; i < n; i++) {
        key += dice_once_in(dice, times) ? 1 + (uint32_t)dice_below(dice, 2) : 0;
        memcpy(x + i * size, &(struct pair){key, from + i}, sizeof(struct pair));
    }
}

static void check_pairs(const struct place *place, struct dice *dice, size_t na, size_t nb,
                        const cupro_order *order)
{
    size_t size = order->size;
    char *a = malloc(na * size + 1), *b = malloc(nb * size + 1);
    char *out = malloc((na + nb) * size + 1), *all = malloc((na + nb) * size + 1);
    const cupro_call call = {AT(*place)};
    uint32_t times[] = {1, 2, 7, 1000, 1000000};
    fill_pairs(dice, a, na, size, times[dice_below(dice, COUNT_OF(times))], 0);
    fill_pairs(dice, b, nb, size, times[dice_below(dice, COUNT_OF(times))], 1u << 31);
    for (int verb = 0; verb < 4; verb++) {
        size_t m = 77, n = take(a, na, b, nb, size, keeps_of[verb], sign_of_keys, all);
        int error = cupro_set_by_with((cupro_set_verb)(verb + 1), a, na, b, nb, size, out, &m,
                                      order, &call);
        ck_assert_msg(error == 0 && m == n && memcmp(out, all, n * size) == 0,
                      "verb %d, %zu and %zu: %d, %zu for %zu", verb, na, nb, error, m, n);
    }
    bool yes, is_in = take(a, na, b, nb, size, ONLY_B, sign_of_keys, all) == 0;
    ck_assert_int_eq(cupro_includes_by_with(a, na, b, nb, size, &yes, order, &call), 0);
    ck_assert(yes == is_in);
    free(all);
    free(out);
    free(b);
    free(a);
}

START_TEST(elements_in_an_order)
{
    static const size_t lengths[] = {0, 1, 2, 30, 256, 1000, 5000, 20000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int repeat = 0; repeat < 8; repeat++) {
        size_t na = lengths[dice_below(&dice, COUNT_OF(lengths))];
        size_t nb = lengths[dice_below(&dice, COUNT_OF(lengths))];
        check_pairs(&place, &dice, na, nb, &by_key.order);
        check_pairs(&place, &dice, na / 4, nb / 4, &large_by_key.order);
    }
    check_pairs(&place, &dice, 100000, 100000, &by_key.order);
    check_pairs(&place, &dice, 600, 100000, &by_key.order);
    check_pairs(&place, &dice, 100000, 600, &by_key.order);
    place_close(&place);
}
END_TEST

/* Comparisons that contradict themselves, and each other: no more results than there is room for,
 * all of them elements. */
CUPRO_ORDER(lies, struct pair, x, y,
            (scramble(x.key * 77ull + y.key + (*(_Atomic uint64_t *)ctx)++) & 1) != 0);

START_TEST(lies_do_no_harm)
{
    enum { NA = 9000, NB = 7000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t na = NA; na > 10; na /= 10) {
        struct pair *a = malloc(NA * sizeof *a), *b = malloc(NB * sizeof *b);
        _Atomic uint64_t what = dice_bits(&dice);
        fill_pairs(&dice, (char *)a, na, sizeof *a, 1, 0);
        fill_pairs(&dice, (char *)b, NB, sizeof *b, 1, 1u << 31);
        for (int verb = 0; verb < 4; verb++) {
            size_t room = room_of(keeps_of[verb], na, NB), m = 0, wrong = 0;
            struct pair *out = malloc((room + 1) * sizeof *out);
            ck_assert_int_eq(cupro_set_by_with((cupro_set_verb)(verb + 1), a, na, b, NB, sizeof *a,
                                               out, &m, &lies.order,
                                               &(const cupro_call){AT(place), .ctx = &what}),
                             0);
            ck_assert(m <= room);
            for (size_t i = 0; i < m; i++) {
                size_t at = out[i].at & ~(1u << 31);
                const struct pair *from = out[i].at >> 31 != 0 ? b : a;
                wrong += at >= (from == a ? na : NB) || from[at].key != out[i].key;
            }
            ck_assert_uint_eq(wrong, 0);
            free(out);
        }
        free(b);
        free(a);
    }
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    double a[3] = {1, 2, 5}, b[6] = {2, 4}, out[6] = {42}, *none = NULL;
    size_t m = 77, *nowhere = NULL;
    bool yes = true, *no = NULL;
    cupro_order old = by_key.order;
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    old.set = NULL;
    ck_assert_int_eq(cupro_set_union(a, 3, b, 2, out, &m, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_includes(a, 3, b, 2, &yes, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_set_union(none, 3, b, 2, out, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_union(a, 3, none, 2, out, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_union(a, 3, b, 2, none, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_union(a, 3, b, 2, out, nowhere), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_union(a, SIZE_MAX / 4, b, 2, out, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_union(a, SIZE_MAX / 16 + 1, b, SIZE_MAX / 16 + 1, out, &m),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_union(a, 3, b, 2, b + 1, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_intersection(a, 3, b, 2, a + 2, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_difference(a, 3, b, 2, b + 1, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_symmetric_difference(a, 3, b, 2, none, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_union(a, 3, b, 2, out, &m, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_union(a, 3, b, 2, out, &m, .keep_going = true), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_includes(a, 3, b, 2, no), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_includes(none, 3, b, 2, &yes), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_by_with(0, a, 3, b, 2, 8, out, &m, &by_key.order, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_by_with(5, a, 3, b, 2, 8, out, &m, &by_key.order, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(
        cupro_set_by_with(CUPRO_SET_UNION, a, 3, b, 2, 4, out, &m, &by_key.order, NULL),
        CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_by_with(CUPRO_SET_UNION, a, 3, b, 2, 8, out, &m, &old, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_set_by_with(CUPRO_SET_UNION, a, 3, b, 2, 8, out, &m, NULL, NULL),
                     CUPRO_EINVAL);
    ck_assert(out[0] == 42 && m == 77 && b[1] == 4 && a[2] == 5);
    ck_assert_int_eq(cupro_set_union(none, 0, none, 0, none, &m), 0);
    ck_assert_uint_eq(m, 0);
    ck_assert_int_eq(cupro_set_difference(none, 0, b, 2, none, &m), 0);
    ck_assert_int_eq(cupro_set_intersection(a, 3, none, 0, none, &m, .threads = 2), 0);
    ck_assert_int_eq(cupro_set_union(none, 0, none, 0, none, &m, .threads = 2, .grain = 1), 0);
    struct reports reports = {.total = 0};
    cupro_progress progress = REPORTS_TO(&reports);
    ck_assert_int_eq(cupro_set_union(a, 3, b, 2, out, &m, .progress = &progress), 0);
    ck_assert(reports_are_complete(&reports) && reports.total == 5 && m == 4 && out[3] == 5);
    ck_assert_int_eq(cupro_includes(a, 3, b, 1, &yes, .progress = &progress), 0);
    ck_assert(yes);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("sets", PLACES, every_small_size, around_borders, unequal_sizes, many,
                     elements_in_an_order, lies_do_no_harm, what_is_wrong_is_refused);
}
