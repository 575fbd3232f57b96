/* SPDX-License-Identifier: MIT */
/* Joins of arrays by keys of all kinds, against two loops, and of large ones against what is known
 * of them. */
#include "dice.h"
#include "group/hash.h"
#include "places.h"
#include "reports.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/join_by.h>
#include <stdlib.h>
#include <string.h>

struct order {
    uint64_t customer;
    char name[24];
    uint32_t high, low; /* of the customer's number, in two ways */
    uint64_t same, wide[2];
};

struct customer {
    uint64_t same, wide[2];
    char more[4];
    uint32_t id, high, low;
    char name[24];
};

#define FILL_FIELDS(x, number)                                                  \
    ((x).low = (uint32_t)((number) % 10), (x).high = (uint32_t)((number) / 10), \
     (x).wide[0] = (number))

CUPRO_KEY(customer_of, struct order, o, o.customer);
CUPRO_KEY(id_of, struct customer, c, (uint64_t)c.id);
CUPRO_KEY(small_customer_of, struct order, o, (int)o.customer);
CUPRO_KEY(small_id_of, struct customer, c, (int)c.id);
CUPRO_KEY(real_customer_of, struct order, o, (double)o.customer / *(const double *)ctx);
CUPRO_KEY(real_id_of, struct customer, c, (double)c.id / *(const double *)ctx);
CUPRO_KEY_FIELDS(order_digits, struct order, high, low, same);
CUPRO_KEY_FIELDS(customer_digits, struct customer, high, low, same);
CUPRO_KEY_FIELDS(order_fields, struct order, same, wide[1], wide[0], low);
CUPRO_KEY_FIELDS(customer_fields, struct customer, same, wide[1], wide[0], low);
CUPRO_KEY(number_of, uint64_t, x, x);

/* Slices of the elements themselves, which a key does not see. */
static int names_of_orders(const void *in, void *keys, size_t n, void *ctx)
{
    (void)ctx;
    const struct order *orders = in;
    for (size_t i = 0; i < n; i++)
        ((cupro_slice *)keys)[i] = (cupro_slice){orders[i].name, strlen(orders[i].name)};
    return CUPRO_KEY_SLICE;
}

static int names_of_customers(const void *in, void *keys, size_t n, void *ctx)
{
    (void)ctx;
    const struct customer *customers = in;
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(customers[i].name);
        ((cupro_slice *)keys)[i] = (cupro_slice){length > 0 ? customers[i].name : NULL, length};
    }
    return CUPRO_KEY_SLICE;
}

static const cupro_key order_name = {sizeof(struct order), names_of_orders};
static const cupro_key customer_name = {sizeof(struct customer), names_of_customers};

/* Names of 0 to 21 bytes, one for each number. */
static void write_name(char *name, uint64_t number)
{
    memset(name, 'x', 21);
    if (number % 3 == 0)
        snprintf(name, 24, "%u", (unsigned)number);
    else
        name[snprintf(name, 8, "%u", (unsigned)number)] = 'x';
    if (number == 0)
        name[0] = '\0';
    name[21] = '\0';
}

static struct order *throw_orders(struct dice *dice, size_t n, size_t keys)
{
    struct order *x = calloc(n + 1, sizeof *x);
    for (size_t i = 0; i < n; i++) {
        x[i].customer = dice_below(dice, keys);
        write_name(x[i].name, x[i].customer);
        FILL_FIELDS(x[i], x[i].customer);
    }
    return x;
}

static struct customer *throw_customers(struct dice *dice, size_t n, size_t keys)
{
    struct customer *x = calloc(n + 1, sizeof *x);
    for (size_t i = 0; i < n; i++) {
        x[i].id = (uint32_t)dice_below(dice, keys);
        write_name(x[i].name, x[i].id);
        FILL_FIELDS(x[i], x[i].id);
    }
    return x;
}

/* All pairs by two loops, and whether these are they. */
static bool are_pairs(const cupro_pair *pairs, size_t count, const struct order *a, size_t na,
                      const struct customer *b, size_t nb)
{
    size_t k = 0;
    for (size_t i = 0; i < na; i++)
        for (size_t j = 0; j < nb; j++)
            if (a[i].customer == b[j].id && (k >= count || pairs[k].a != i || pairs[k++].b != j))
                return false;
    return k == count;
}

static const double three = 3;

static void check(const struct place *place, struct dice *dice, size_t na, size_t nb, size_t keys)
{
    static const struct {
        const cupro_key *a, *b;
    } kinds[] = {{&customer_of.key, &id_of.key},
                 {&small_customer_of.key, &small_id_of.key},
                 {&real_customer_of.key, &real_id_of.key},
                 {&order_digits.key, &customer_digits.key},
                 {&order_fields.key, &customer_fields.key},
                 {&order_name, &customer_name}};
    struct order *a = throw_orders(dice, na, keys);
    struct customer *b = throw_customers(dice, nb, keys);
    const cupro_call call = {AT(*place), .ctx = (void *)(uintptr_t)&three};
    for (size_t kind = 0; kind < COUNT_OF(kinds); kind++) {
        cupro_pair *pairs = NULL;
        size_t count = 77;
        int error = cupro_join_by_with(a, na, sizeof *a, kinds[kind].a, b, nb, sizeof *b,
                                       kinds[kind].b, &pairs, &count, &call);
        ck_assert_msg(error == 0 && pairs != NULL && are_pairs(pairs, count, a, na, b, nb),
                      "%zu and %zu, %zu keys of kind %zu: %d, %zu", na, nb, keys, kind, error,
                      count);
        free(pairs);
    }
    free(b);
    free(a);
}

static void check_some(const struct place *place, struct dice *dice)
{
    static const size_t lengths[] = {0, 1, 2, 5, 100, 255, 256, 257, 1023, 1024, 1025, 2000};
    static const size_t key_counts[] = {1, 2, 10, 1000, 100000};
    for (int repeat = 0; repeat < 8; repeat++) {
        size_t keys = key_counts[dice_below(dice, COUNT_OF(key_counts))];
        size_t na = lengths[dice_below(dice, COUNT_OF(lengths))];
        size_t nb = lengths[dice_below(dice, COUNT_OF(lengths))];
        check(place, dice, keys == 1 ? na / 4 : na, nb, keys);
    }
}

START_TEST(are_those_of_two_loops)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    check_some(&place, &dice);
    place_close(&place);
}
END_TEST

/* Many different keys with the same hash. */
START_TEST(whatever_the_hash)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct cupro__hash_key few = *cupro__hash_key();
    few.mask = _i % 2 == 0 ? 0 : (uint64_t)7 << 60;
    cupro__hash_key_set(&few);
    check_some(&place, &dice);
    cupro__hash_key_set(NULL);
    place_close(&place);
}
END_TEST

/* Each of a's numbers is in b three times, at known places. */
START_TEST(many)
{
    enum { NA = 120000, NB = 300000, KEYS = NB / 3 };
    struct place place = place_open(_i);
    uint64_t *a = malloc(NA * sizeof *a), *b = malloc(NB * sizeof *b);
    cupro_pair *pairs;
    size_t count, wrong = 0;
    for (uint64_t i = 0; i < NA; i++)
        a[i] = i % 2 == 0 ? i / 2 : UINT64_MAX - i; /* every second one is not there */
    for (uint64_t j = 0; j < NB; j++)
        b[j] = j % KEYS;
    ck_assert_int_eq(cupro_join_by(a, NA, &number_of, b, NB, &number_of, &pairs, &count, AT(place)),
                     0);
    ck_assert_uint_eq(count, NA / 2 * 3);
    for (size_t k = 0; k < count; k++)
        wrong += pairs[k].a != k / 3 * 2 || pairs[k].b != k / 3 + k % 3 * KEYS;
    ck_assert_uint_eq(wrong, 0);
    free(pairs);
    free(b);
    free(a);
    place_close(&place);
}
END_TEST

/* One key: the pairs of one element are written by several threads. */
START_TEST(one_key_for_all)
{
    enum { NA = 7, NB = 100000 };
    struct place place = place_open(_i);
    static uint64_t a[NA], b[NB];
    cupro_pair *pairs;
    size_t count, wrong = 0;
    ck_assert_int_eq(cupro_join_by(a, NA, &number_of, b, NB, &number_of, &pairs, &count, AT(place)),
                     0);
    ck_assert_uint_eq(count, NA * NB);
    for (size_t k = 0; k < count; k++)
        wrong += pairs[k].a != k / NB || pairs[k].b != k % NB;
    free(pairs);
    ck_assert_int_eq(cupro_join_by(b, NB, &number_of, a, NA, &number_of, &pairs, &count, AT(place)),
                     0);
    for (size_t k = 0; k < count; k++)
        wrong += pairs[k].a != k / NA || pairs[k].b != k % NA;
    ck_assert(count == NA * NB && wrong == 0);
    free(pairs);
    place_close(&place);
}
END_TEST

static int no_slice(const void *in, void *keys, size_t n, void *ctx)
{
    (void)in, (void)ctx;
    for (size_t i = 0; i < n; i++)
        ((cupro_slice *)keys)[i] = (cupro_slice){NULL, 1};
    return CUPRO_KEY_SLICE;
}

START_TEST(what_is_wrong_is_refused)
{
    uint64_t a[3] = {1, 2, 5}, b[2] = {2, 1}, *none = NULL;
    struct order orders[2] = {{.customer = 1}, {.customer = 2}};
    cupro_pair unused, *pairs = &unused, **nowhere = NULL;
    size_t count = 77, *no_count = NULL;
    const cupro_key no_step = {.size = sizeof *a}, no_slices = {sizeof *orders, no_slice};
    cupro_progress no_report = {.report = NULL};
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
#define JOIN(a, na, b, nb, pairs, count, ...) \
    cupro_join_by(a, na, &number_of, b, nb, &number_of, pairs, count, __VA_ARGS__)
    ck_assert_int_eq(JOIN(a, 3, b, 2, &pairs, &count, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert(pairs == NULL);
    ck_assert_int_eq(JOIN(none, 3, b, 2, &pairs, &count, .threads = 1), CUPRO_EINVAL);
    ck_assert_int_eq(JOIN(a, 3, none, 2, &pairs, &count, .threads = 1), CUPRO_EINVAL);
    ck_assert_int_eq(JOIN(a, 3, b, 2, nowhere, &count, .threads = 1), CUPRO_EINVAL);
    ck_assert_int_eq(JOIN(a, 3, b, 2, &pairs, no_count, .threads = 1), CUPRO_EINVAL);
    ck_assert_int_eq(JOIN(a, SIZE_MAX / 4, b, 2, &pairs, &count, .threads = 1), CUPRO_EINVAL);
    ck_assert_int_eq(JOIN(a, 3, b, SIZE_MAX / 4, &pairs, &count, .threads = 1), CUPRO_EINVAL);
    ck_assert_int_eq(JOIN(a, 3, b, 2, &pairs, &count, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(JOIN(a, 3, b, 2, &pairs, &count, .keep_going = true), CUPRO_EINVAL);
    ck_assert_int_eq(JOIN(a, 3, b, 2, &pairs, &count, .progress = &no_report), CUPRO_EINVAL);
    ck_assert_int_eq(
        cupro_join_by_with(a, 3, 4, &number_of.key, b, 2, 8, &number_of.key, &pairs, &count, NULL),
        CUPRO_EINVAL);
    ck_assert_int_eq(
        cupro_join_by_with(a, 3, 8, NULL, b, 2, 8, &number_of.key, &pairs, &count, NULL),
        CUPRO_EINVAL);
    ck_assert_int_eq(
        cupro_join_by_with(a, 3, 8, &number_of.key, b, 2, 8, &no_step, &pairs, &count, NULL),
        CUPRO_EINVAL);
    ck_assert_int_eq(cupro_join_by_with(orders, 2, sizeof *orders, &small_customer_of.key, b, 2, 8,
                                        &number_of.key, &pairs, &count, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_join_by_with(orders, 2, sizeof *orders, &order_digits.key, orders, 2,
                                        sizeof *orders, &order_fields.key, &pairs, &count, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_join_by_with(orders, 2, sizeof *orders, &order_name, b, 2, 8,
                                        &number_of.key, &pairs, &count, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_join_by_with(orders, 2, sizeof *orders, &order_name, orders, 2,
                                        sizeof *orders, &no_slices, &pairs, &count, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_join_by_with(orders, 2, sizeof *orders, &no_slices, orders, 2,
                                        sizeof *orders, &order_name, &pairs, &count, NULL),
                     CUPRO_EINVAL);
    ck_assert(pairs == NULL && count == 77);
    ck_assert_int_eq(JOIN(none, 0, none, 0, &pairs, &count, .threads = 1), 0);
    ck_assert(pairs != NULL && count == 0);
    free(pairs);
    struct reports reports = {.total = 0};
    cupro_progress progress = REPORTS_TO(&reports);
    ck_assert_int_eq(JOIN(a, 3, b, 2, &pairs, &count, .progress = &progress), 0);
    ck_assert(reports_are_complete(&reports) && count == 2 && pairs[0].b == 1 && pairs[1].a == 1);
    free(pairs);
    b[0] = b[1] = 7;
    reports = (struct reports){.total = 0};
    ck_assert_int_eq(JOIN(a, 3, b, 2, &pairs, &count, .progress = &progress), 0);
    ck_assert(reports_are_complete(&reports) && count == 0);
    free(pairs);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("join_by", PLACES, are_those_of_two_loops, whatever_the_hash, many,
                     one_key_for_all, what_is_wrong_is_refused);
}
