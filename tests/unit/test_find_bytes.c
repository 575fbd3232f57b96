/* SPDX-License-Identifier: MIT */
/* A needle in a text, on all places where work can run, against the plain loop. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/find_bytes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NEEDLE = 100 };

/* Needles of one byte, some, and many, of few kinds of bytes; one text in three has none of them.
 */
static size_t throw_needle(struct dice *dice, char *needle)
{
    static const size_t lengths[] = {1, 2, 3, 9, MOST_NEEDLE};
    size_t m = lengths[dice_below(dice, COUNT_OF(lengths))];
    for (size_t i = 0; i < m; i++)
        needle[i] = (char)dice_below(dice, 2);
    return m;
}

static void throw_text(struct dice *dice, char *text, size_t n, const char *needle, size_t m)
{
    char least = (char)(dice_once_in(dice, 3) ? 2 : 0);
    bool dense = dice_once_in(dice, 2);
    for (size_t i = 0; i < n; i++)
        text[i] = (char)(least + (dense || dice_once_in(dice, 20) ? (char)dice_below(dice, 2) : 5));
    for (size_t i = dice_below(dice, 1 + n / 2); least == 0 && n >= m && i <= n - m;
         i += 1 + dice_below(dice, n))
        memcpy(text + i, needle, m);
}

static size_t find_plainly(const char *text, size_t n, const char *needle, size_t m, size_t *places)
{
    size_t count = 0;
    for (size_t i = 0; n >= m && i <= n - m; i++)
        if (memcmp(text + i, needle, m) == 0)
            places[count++] = i;
    return count;
}

static void check_text(struct place place, const char *text, size_t n, const char *needle, size_t m,
                       size_t grain)
{
    size_t *expected = malloc((n + 1) * sizeof *expected), *all = NULL;
    size_t known = find_plainly(text, n, needle, m, expected), at = 42, count = 42, listed = 42;
    ck_assert_int_eq(cupro_find_bytes(text, n, needle, m, &at, AT(place), .grain = grain), 0);
    ck_assert_uint_eq(at, known > 0 ? expected[0] : CUPRO_NOWHERE);
    ck_assert_int_eq(cupro_count_bytes(text, n, needle, m, &count, AT(place), .grain = grain), 0);
    ck_assert_uint_eq(count, known);
    ck_assert_int_eq(
        cupro_find_bytes_all(text, n, needle, m, &all, &listed, AT(place), .grain = grain), 0);
    ck_assert_uint_eq(listed, known);
    ck_assert(known > 0 ? memcmp(all, expected, known * sizeof *all) == 0 : all == NULL);
    free(all);
    free(expected);
}

START_TEST(needles_are_found)
{
    static const size_t grains[] = {0, 1000, 1};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(sizes) - 1; s++)
        for (size_t g = 0; g < COUNT_OF(grains); g++) {
            char needle[MOST_NEEDLE], *text = malloc(sizes[s] + 1);
            size_t m = throw_needle(&dice, needle);
            size_t n = grains[g] == 1 && sizes[s] > 2049 ? 2049 : sizes[s];
            throw_text(&dice, text, n, needle, m);
            check_text(place, text, n, needle, m, grains[g]);
            free(text);
        }
    place_close(&place);
}
END_TEST

START_TEST(what_cannot_be_looked_for_is_refused)
{
    const char text[] = "text";
    size_t at = 42, count = 42, *places = &at;
    cupro_failures failures = {0};
    ck_assert_int_eq(cupro_find_bytes(text, 4, "", 0, &at), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_bytes(text, 4, NULL, 1, &at), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_bytes(NULL, 4, "t", 1, &at), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_bytes(text, 4, "t", 1, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_bytes(text, 4, "", 0, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_bytes(NULL, 4, "t", 1, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_bytes(text, 4, "t", 1, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_bytes(text, 4, "t", 1, &count, .failures = &failures),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_bytes_all(text, 4, "", 0, &places, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_bytes_all(text, 4, "t", 1, NULL, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_bytes_all(text, 4, "t", 1, &places, NULL), CUPRO_EINVAL);
    ck_assert_uint_eq(at, 42);
    ck_assert_uint_eq(count, 42);
    ck_assert_int_eq(cupro_find_bytes(NULL, 0, "t", 1, &at), 0);
    ck_assert_uint_eq(at, CUPRO_NOWHERE);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("find_bytes", PLACES, needles_are_found, what_cannot_be_looked_for_is_refused);
}
