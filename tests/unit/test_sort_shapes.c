/* SPDX-License-Identifier: MIT */
/* Sorts of every small size, and of all shapes and types at many lengths, against qsort. */
#include "places.h"
#include "run_tests.h"
#include "sorts.h"

#include <stdlib.h>

/* All of them on one place, as they stay on the caller. */
START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = 0; n <= 520; n += _i == 0 ? 1 : 1 + dice_below(&dice, 99)) {
        enum shape shape = (enum shape)dice_below(&dice, ALL_SHAPES);
        CUPRO_NUMBERS(CHECK_SORT)
        shape = UNIFORM;
        CUPRO_NUMBERS(CHECK_SORT)
    }
    place_close(&place);
}
END_TEST

/* Around the borders between one way and the next, some by chance. */
START_TEST(every_shape)
{
    static const size_t lengths[] = {1024,  1025,  4097,  16384, 16385, 32767,
                                     32768, 32769, 65535, 65536, 65537};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    enum shape shape = (enum shape)(_i % ALL_SHAPES);
    size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
    CUPRO_NUMBERS(CHECK_SORT)
    n = 32769 + dice_below(&dice, 60000);
    CUPRO_NUMBERS(CHECK_SORT)
    shape = (enum shape)dice_below(&dice, ALL_SHAPES);
    CUPRO_NUMBERS(CHECK_SORT)
    place_close(&place);
}
END_TEST

/* Zeros and NaNs of both signs, infinities, denormals, extremes. */
START_TEST(odd_numbers)
{
    static const size_t lengths[] = {3, 40, 300, 3000, 40000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    enum shape shape = ODD;
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        size_t n = lengths[l];
        CUPRO_NUMBERS(CHECK_SORT)
    }
    place_close(&place);
}
END_TEST

/* So large that the stores go past the caches, and that all threads divide what is sorted in place.
 */
START_TEST(many)
{
    enum { N = 2100003 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    enum shape shape = (enum shape)(_i % ODD);
    for (int in_place = 0; in_place < 2; in_place++) {
        uint64_t *x = shaped_u64(&dice, shape, N), sum = 0, sorted_sum = 0;
        size_t falls = 0;
        for (size_t i = 0; i < N; i++)
            sum += scramble(x[i]);
        int error = cupro_sort(x, N, AT(place), .in_place = in_place == 1);
        for (size_t i = 0; i < N; i++) {
            falls += i > 0 && x[i] < x[i - 1];
            sorted_sum += scramble(x[i]);
        }
        ck_assert_msg(error == 0 && falls == 0 && sum == sorted_sum, "shape %d, in place %d",
                      (int)shape, in_place);
        free(x);
    }
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("sort_shapes", PLACES, every_small_size, every_shape, odd_numbers, many);
}
