/* SPDX-License-Identifier: MIT */
/*
 * Sorts by orders and comparisons, of all sizes of elements and shapes of arrays, against a merge
 * sort of the test's own.
 */
#include "ordered_items.h"
#include "places.h"
#include "run_tests.h"

#include <string.h>

#ifdef FEW_SIZES /* CMakeLists.txt says when */
#define SIZES(X) X(1) X(7) X(8) X(24) X(33) X(200)
#else
#define SIZES(X) X(1) X(2) X(4) X(7) X(8) X(12) X(16) X(24) X(33) X(64) X(200)
#endif
SIZES(DEFINE_ITEM)

static const struct sized {
    size_t size;
    const cupro_order *order;
} sized[] = {
#define LIST(size) {size, &order##size.order},
    SIZES(LIST)
#undef LIST
};

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

int main(void)
{
    dice_announce();
    return RUN_TESTS("order", PLACES, every_small_size, every_shape, many);
}
