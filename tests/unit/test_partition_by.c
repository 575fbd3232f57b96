/* SPDX-License-Identifier: MIT */
/* Elements divided into classes, of all sizes and numbers of ways, against a loop for each class.
 */
#include "dice.h"
#include "places.h"
#include "reports.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/partition_by.h>
#include <stdlib.h>
#include <string.h>

/* -- All sizes: the class is in the first bytes, in the others is where an element was ----------
 */

enum { MOST_SIZE = 70 };

static size_t size_now; /* of an element, for the key below */

static size_t class_of(const char *element)
{
    uint16_t class = 0;
    memcpy(&class, element, size_now < sizeof class ? size_now : sizeof class);
    return class;
}

/* Of u64, and of i64 if ctx says so. */
static int find_classes(const void *in, void *keys, size_t n, void *ctx)
{
    const bool *is_signed = ctx;
    for (size_t i = 0; i < n; i++)
        ((uint64_t *)keys)[i] = class_of((const char *)in + i * size_now) ^ (uint64_t)*is_signed
                                                                                << 63;
    return CUPRO_KEY_NUMBER64;
}

static char *thrown(struct dice *dice, size_t n, size_t ways, int shape)
{
    char *x = malloc(n * size_now + 1);
    for (size_t i = 0; i < n; i++) {
        char element[MOST_SIZE] = {0};
        size_t class = shape == 0 ? dice_below(dice, ways) : shape == 1 ? ways - 1 : i * ways / n;
        memcpy(element + 2, &i, sizeof i);
        memcpy(element, &class, size_now < 2 ? size_now : 2);
        memcpy(x + i * size_now, element, size_now);
    }
    return x;
}

static void divide(const char *x, size_t n, size_t ways, char *out, size_t *starts)
{
    size_t *next = calloc(ways + 1, sizeof *next);
    for (size_t i = 0; i < n; i++)
        next[class_of(x + i * size_now) + 1]++;
    for (size_t way = 0; way < ways; way++)
        next[way + 1] += next[way];
    memcpy(starts, next, (ways + 1) * sizeof *starts);
    for (size_t i = 0; i < n; i++)
        memcpy(out + next[class_of(x + i * size_now)]++ * size_now, x + i * size_now, size_now);
    free(next);
}

static void check(const struct place *place, struct dice *dice, size_t n)
{
    static const size_t element_sizes[] = {1, 2, 3, 4, 8, 12, 16, 24, 32, 40, 64, MOST_SIZE};
    static const size_t many_ways[] = {1, 2, 3, 16, 100, 255, 256, 257, 512, 513, 3000, 65536};
    size_now = element_sizes[dice_below(dice, COUNT_OF(element_sizes))];
    size_t ways = many_ways[dice_below(dice, size_now == 1 ? 7 : COUNT_OF(many_ways))];
    bool is_signed = dice_once_in(dice, 2);
    const cupro_key key = {size_now, find_classes};
    char *x = thrown(dice, n, ways, (int)dice_below(dice, 3));
    char *out = malloc((n + 2) * size_now), *expected = malloc(n * size_now + 1);
    size_t *starts = malloc((ways + 2) * sizeof *starts);
    size_t *expected_starts = malloc((ways + 1) * sizeof *starts);
    memset(out, 77, (n + 2) * size_now);
    starts[ways + 1] = 77;
    divide(x, n, ways, expected, expected_starts);
    int error = cupro_partition_by_with(x, n, size_now, ways, &key, out + size_now, starts,
                                        &(const cupro_call){AT(*place), .ctx = &is_signed});
    ck_assert_msg(error == 0 && memcmp(out + size_now, expected, n * size_now) == 0 &&
                      memcmp(starts, expected_starts, (ways + 1) * sizeof *starts) == 0 &&
                      out[0] == 77 && out[(n + 1) * size_now] == 77 && starts[ways + 1] == 77,
                  "%zu of %zu bytes, %zu ways: %d", n, size_now, ways, error);
    free(expected_starts);
    free(starts);
    free(expected);
    free(out);
    free(x);
}

START_TEST(are_those_of_a_loop)
{
    static const size_t lengths[] = {0, 1, 2, 3, 100, 255, 256, 257, 5000, 32768, 32769, 100000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++)
        for (int repeat = 0; repeat < 6; repeat++)
            check(&place, &dice, lengths[l]);
    size_now = 8;
    check(&place, &dice, 1000003);
    place_close(&place);
}
END_TEST

/* -- Keys of all types ------------------------------------------------------------------------- */

struct item {
    uint32_t class, at;
};
enum color { RED, GREEN, BLUE };
struct wide_item {
    uint64_t a, b, c, d, e, f, g, h;
};

CUPRO_KEY(u64_of, struct item, x, (uint64_t)x.class);
CUPRO_KEY(i64_of, struct item, x, (int64_t)x.class);
CUPRO_KEY(u32_of, struct item, x, x.class);
CUPRO_KEY(i32_of, struct item, x, (int)x.class);
CUPRO_KEY(i16_of, struct item, x, (int16_t)x.class);
CUPRO_KEY(u16_of, struct item, x, (uint16_t)x.class);
CUPRO_KEY(u8_of, struct item, x, (uint8_t)x.class);
CUPRO_KEY(char_of, struct item, x, (char)x.class);
CUPRO_KEY(color_of, struct item, x, (enum color)x.class);
CUPRO_KEY(is_odd, struct item, x, (bool)(x.class % 2 != 0));
CUPRO_KEY(less_of, struct item, x, x.class - *(const uint32_t *)ctx);
CUPRO_KEY(signed_less_of, struct item, x, (int)(x.class - *(const uint32_t *)ctx));
CUPRO_KEY_FIELDS(fields_of, struct wide_item, a, b, c, d, e, f, g, h);
CUPRO_KEY(name_of, struct item, x, ((void)x, (cupro_slice){"name", 4}));

START_TEST(classes_of_all_types)
{
    static const cupro_key *const keys[] = {&u64_of.key, &i64_of.key,  &u32_of.key,
                                            &i32_of.key, &i16_of.key,  &u16_of.key,
                                            &u8_of.key,  &char_of.key, &color_of.key};
    enum { N = 1000 };
    struct place place = place_open(_i);
    struct item x[N], out[N];
    size_t starts[4];
    for (uint32_t i = 0; i < N; i++)
        x[i] = (struct item){i * 7 % 3, i};
    const cupro_call call = {AT(place)};
    for (size_t k = 0; k < COUNT_OF(keys); k++) {
        memset(out, 0, sizeof out);
        ck_assert_int_eq(cupro_partition_by_with(x, N, sizeof *x, 3, keys[k], out, starts, &call),
                         0);
        ck_assert(starts[1] == 334 && starts[2] == 667 && starts[3] == N);
        ck_assert(out[0].at == 0 && out[334].at == 1 && out[335].at == 4 && out[N - 1].at == 998);
    }
    ck_assert_int_eq(cupro_partition_by(x, N, 2, &is_odd, out, starts, AT(place)), 0);
    ck_assert(starts[2] == N && out[starts[1]].class == 1 && out[0].class == 0);
    place_close(&place);
}
END_TEST

/* Nothing is written when a class is not one, wherever it stands. */
START_TEST(other_classes_are_refused)
{
    enum { N = 100000 };
    struct place place = place_open(_i);
    struct item *x = calloc(N, sizeof *x), *out = calloc(N, sizeof *out);
    size_t starts[4] = {42, 42, 42, 42};
    uint32_t less = 0;
    for (size_t at = 0; at < N; at += N / 3) {
        x[at].class = 3;
        ck_assert_int_eq(cupro_partition_by(x, N, 3, &u32_of, out, starts, AT(place)),
                         CUPRO_EINVAL);
        ck_assert_int_eq(cupro_partition_by(x, N, 3, &i64_of, out, starts, AT(place)),
                         CUPRO_EINVAL);
        x[at].class = UINT32_MAX;
        ck_assert_int_eq(cupro_partition_by(x, N, 3, &i32_of, out, starts, AT(place)),
                         CUPRO_EINVAL);
        x[at].class = 0;
    }
    less = 1;
    ck_assert_int_eq(cupro_partition_by(x, N, 3, &less_of, out, starts, .ctx = &less, AT(place)),
                     CUPRO_EINVAL);
    ck_assert_int_eq(
        cupro_partition_by(x, N, 3, &signed_less_of, out, starts, .ctx = &less, AT(place)),
        CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, N, 3, &name_of, out, starts, AT(place)), CUPRO_EINVAL);
    struct wide_item wide[2] = {{.a = 0}}, none[2];
    ck_assert_int_eq(cupro_partition_by(wide, 2, 3, &fields_of, none, starts), CUPRO_EINVAL);
    ck_assert(starts[0] == 42 && starts[3] == 42 && out[0].class == 0);
    free(out);
    free(x);
    place_close(&place);
}
END_TEST

/* A key that is another one each time cannot make elements go astray: it is asked once. */
static int count_up(const void *in, void *keys, size_t n, void *ctx)
{
    (void)in;
    for (size_t i = 0; i < n; i++)
        ((uint64_t *)keys)[i] = (*(uint64_t *)ctx)++ % 5;
    return CUPRO_KEY_NUMBER64;
}

START_TEST(keys_are_believed_once)
{
    enum { N = 10000 };
    static const cupro_key fickle = {sizeof(struct item), count_up};
    uint64_t asked = 3;
    static struct item x[N], out[N];
    size_t starts[6];
    bool found[N] = {false};
    for (uint32_t i = 0; i < N; i++)
        x[i].at = i;
    const cupro_call call = {.ctx = &asked, .threads = 1};
    ck_assert_int_eq(cupro_partition_by_with(x, N, sizeof *x, 5, &fickle, out, starts, &call), 0);
    for (size_t i = 0; i < N; i++)
        found[out[i].at] = true;
    ck_assert(memchr(found, false, sizeof found) == NULL && starts[5] == N && asked == N + 4);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    struct item x[8] = {{1, 0}, {0, 1}, {1, 2}}, out[8] = {{42, 42}}, *none = NULL;
    size_t starts[3] = {42, 42, 42}, *nowhere = NULL;
    const cupro_key no_step = {.size = sizeof *x};
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_partition_by(x, 3, 2, &u32_of, out, starts, .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_partition_by(none, 3, 2, &u32_of, out, starts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 3, 2, &u32_of, none, starts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 3, 2, &u32_of, out, nowhere), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 3, 0, &u32_of, out, starts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 3, 65537, &u32_of, out, starts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, SIZE_MAX / 4, 2, &u32_of, out, starts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 3, 2, &u32_of, x + 2, starts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 8, 2, &u32_of, out, (size_t *)(void *)(x + 7)),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 8, 2, &u32_of, out, (size_t *)(void *)(out + 7)),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 3, 2, &u32_of, out, starts, .threads = -1),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by(x, 3, 2, &u32_of, out, starts, .keep_going = true),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by_with(x, 3, 4, 2, &u32_of.key, out, starts, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by_with(x, 3, 8, 2, NULL, out, starts, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition_by_with(x, 3, 8, 2, &no_step, out, starts, NULL),
                     CUPRO_EINVAL);
    ck_assert(out[0].class == 42 && starts[0] == 42 && x[2].at == 2);
    ck_assert_int_eq(cupro_partition_by(none, 0, 2, &u32_of, none, starts), 0);
    ck_assert(starts[0] == 0 && starts[1] == 0 && starts[2] == 0);
    struct reports reports = {.total = 0};
    cupro_progress progress = REPORTS_TO(&reports);
    ck_assert_int_eq(cupro_partition_by(x, 3, 2, &u32_of, out, starts, .progress = &progress), 0);
    ck_assert(reports_are_complete(&reports) && starts[1] == 1 && out[2].at == 2);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("partition_by", PLACES, are_those_of_a_loop, classes_of_all_types,
                     other_classes_are_refused, keys_are_believed_once, what_is_wrong_is_refused);
}
