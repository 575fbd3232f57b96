/* SPDX-License-Identifier: MIT */
/* Arrays filled, numbered and turned around, against plain loops. */
#include "each.h"
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/arrays.h>

/* -- Filling and numbering --------------------------------------------------------------------- */

/* One element more than is written, to see that it is not. */
#define DEFINE_CHECK(tag, T, S)                                                          \
    static void check_fill_##tag(const struct place *place, struct dice *dice, size_t n) \
    {                                                                                    \
        T *x = calloc(n + 1, sizeof *x), one;                                            \
        fill_##tag(dice, &one, 1, 0);                                                    \
        ck_assert_int_eq(cupro_fill(x, n, one, AT(*place)), 0);                          \
        size_t wrong = x[n] == 0 ? 0 : 1;                                                \
        for (size_t i = 0; i < n; i++)                                                   \
            wrong += memcmp(&x[i], &one, sizeof one) != 0;                               \
        ck_assert_msg(wrong == 0, #tag ", n %zu: %zu wrong", n, wrong);                  \
        free(x);                                                                         \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

#define DEFINE_CHECK(tag, T, numbered)                                                   \
    static void check_iota_##tag(const struct place *place, struct dice *dice, size_t n) \
    {                                                                                    \
        T *x = calloc(n + 1, sizeof *x), of[2];                                          \
        fill_##tag(dice, of, 2, 0);                                                      \
        const T start = of[0], step = of[1];                                             \
        ck_assert_int_eq(cupro_iota(x, n, start, step, AT(*place)), 0);                  \
        size_t wrong = x[n] == 0 ? 0 : 1;                                                \
        for (size_t i = 0; i < n; i++)                                                   \
            wrong += x[i] != (T)(numbered);                                              \
        ck_assert_msg(wrong == 0, #tag ", n %zu: %zu wrong", n, wrong);                  \
        free(x);                                                                         \
    }
static double product(double a, double b)
{
    volatile double rounded = a * b;
    return rounded;
}
#define CHECK_INTEGER(tag, T, S) DEFINE_CHECK(tag, T, (uint64_t)start + i * (uint64_t)step)
#define CHECK_FLOAT(tag, T, S) \
    DEFINE_CHECK(tag, T, (double)start + product((double)i, (double)step))
CUPRO_INTEGERS(CHECK_INTEGER)
CUPRO_FLOATS(CHECK_FLOAT)
#undef DEFINE_CHECK

START_TEST(arrays_are_filled_and_numbered)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
#define CHECK(tag, T, S)                       \
    check_fill_##tag(&place, &dice, sizes[s]); \
    check_iota_##tag(&place, &dice, sizes[s]);
        CUPRO_NUMBERS(CHECK)
#undef CHECK
    }
    place_close(&place);
}
END_TEST

/* -- Turning around ---------------------------------------------------------------------------- */

/* Bytes of an element: those with a kernel of their own, and around the part that is swapped. */
static const size_t elements[] = {1, 2, 3, 4, 8, 12, 16, 24, 63, 64, 65, 200};

static unsigned char *throw_bytes(struct dice *dice, size_t n)
{
    unsigned char *bytes = malloc(n + 1);
    for (size_t i = 0; i <= n; i++)
        bytes[i] = (unsigned char)dice_bits(dice);
    return bytes;
}

/* How many elements are not what stood at source(i). */
static size_t differences(const unsigned char *after, const unsigned char *before, size_t n,
                          size_t size, size_t first, bool reversed)
{
    size_t wrong = after[n * size] != before[n * size];
    for (size_t i = 0; i < n; i++) {
        size_t from = reversed ? n - 1 - i : i < n - first ? i + first : i - (n - first);
        wrong += memcmp(after + i * size, before + from * size, size) != 0;
    }
    return wrong;
}

static void check_turns(const cupro_call *call, struct dice *dice, size_t n, size_t size)
{
    unsigned char *before = throw_bytes(dice, n * size), *after = malloc(n * size + 1);
    memcpy(after, before, n * size + 1);
    ck_assert_int_eq(cupro_reverse_with(after, n, size, call), 0);
    ck_assert_msg(differences(after, before, n, size, 0, true) == 0, "%zu of %zu bytes", n, size);
    size_t firsts[] = {0, n, dice_below(dice, n + 1), n / 2};
    for (size_t f = 0; f < COUNT_OF(firsts); f++) {
        memcpy(after, before, n * size + 1);
        ck_assert_int_eq(cupro_rotate_with(after, n, firsts[f], size, call), 0);
        ck_assert_msg(differences(after, before, n, size, firsts[f], false) == 0,
                      "%zu of %zu bytes, from %zu", n, size, firsts[f]);
    }
    free(before);
    free(after);
}

START_TEST(elements_of_any_size_are_reversed_and_rotated)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t e = 0; e < COUNT_OF(elements); e++)
        for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] * elements[e] < 3000000; s++)
            check_turns(&(cupro_call){AT(place)}, &dice, sizes[s], elements[e]);
    place_close(&place);
}
END_TEST

START_TEST(any_grain_turns_as_well)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t grain = 1; grain < 3000; grain = 3 * grain + 1) {
        check_turns(&(cupro_call){AT(place), .grain = grain}, &dice, 2001, 4);
        check_turns(&(cupro_call){AT(place), .max_grain = grain}, &dice, 30000, 1);
    }
    place_close(&place);
}
END_TEST

START_TEST(the_type_says_how_large_elements_are)
{
    struct place place = place_open(_i);
    struct {
        char name[20];
        int number;
    } x[5] = {{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}, {"e", 5}};
    ck_assert_int_eq(cupro_reverse(x, 5, AT(place)), 0);
    ck_assert_int_eq(cupro_rotate(x, 5, 3, AT(place)), 0);
    ck_assert_int_eq(x[0].number, 2);
    ck_assert_str_eq(x[1].name, "a");
    ck_assert_str_eq(x[4].name, "c");
    place_close(&place);
}
END_TEST

START_TEST(a_stopped_rotation_keeps_each_element)
{
    struct place place = place_open(_i);
    static uint32_t x[100000];
    cupro_stop stop = {0};
    ck_assert_int_eq(cupro_iota(x, 100000, 0, 1, AT(place)), 0);
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_rotate(x, 100000, 7, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_fill(x, 100000, 0, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    for (uint32_t i = 0; i < 100000; i++)
        ASSERT_EACH_EQ(x[i], i);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("arrays", PLACES, arrays_are_filled_and_numbered,
                     elements_of_any_size_are_reversed_and_rotated, any_grain_turns_as_well,
                     the_type_says_how_large_elements_are, a_stopped_rotation_keeps_each_element);
}
