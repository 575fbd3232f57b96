/* SPDX-License-Identifier: MIT */
/* Sorts of strings: of all lengths, alphabets and places, against a stable merge sort; structures
 * with strings in them; and what a failed one leaves. */
#include "dice.h"
#include "fence.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/sort_strings.h>
#include <stdlib.h>
#include <string.h>

/* -- The reference -------------------------------------------------------------------------------
 */

/* A structure of an odd size, with the string in it where it is not aligned. */
struct __attribute__((packed)) entry {
    char tag;
    cupro_slice name;
    uint32_t number;
};

static bool is_before(cupro_slice a, cupro_slice b)
{
    size_t least = a.length < b.length ? a.length : b.length;
    int order = least > 0 ? memcmp(a.begin, b.begin, least) : 0;
    return order != 0 ? order < 0 : a.length < b.length;
}

/* Both arrays hold the strings; they are sorted into `to`, of equal ones in the order they are. */
static void merge_sort(cupro_slice *from, cupro_slice *to, size_t n, bool descending)
{
    size_t half = n / 2, left = 0, right = half;
    if (n < 2)
        return;
    merge_sort(to, from, half, descending);
    merge_sort(to + half, from + half, n - half, descending);
    for (size_t i = 0; i < n; i++) {
        bool take =
            left == half || (right < n && (descending ? is_before(from[left], from[right])
                                                      : is_before(from[right], from[left])));
        to[i] = take ? from[right++] : from[left++];
    }
}

static cupro_slice *copy_of(const cupro_slice *x, size_t n)
{
    cupro_slice *copy = malloc((n + 1) * sizeof *copy);
    if (n > 0)
        memcpy(copy, x, n * sizeof *copy);
    return copy;
}

static void check_structures(const struct place *place, const cupro_slice *before,
                             const cupro_slice *expected, size_t n, bool descending)
{
    struct entry *entries = malloc((n + 1) * sizeof *entries);
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct entry){(char)(i * 7), before[i], (uint32_t)i};
    entries[n].number = 42;
    ck_assert_int_eq(descending ? cupro_sort_by_string_descending(entries, n, name, AT(*place))
                                : cupro_sort_by_string(entries, n, name, AT(*place)),
                     0);
    for (size_t i = 0; i < n; i++) {
        size_t from = entries[i].number;
        wrong += entries[i].name.begin != expected[i].begin || from >= n ||
                 entries[i].name.length != expected[i].length ||
                 before[from % n].begin != expected[i].begin || entries[i].tag != (char)(from * 7);
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(entries[n].number, 42);
    free(entries);
}

/* Equal strings have different beginnings or are both empty, so that their order can be seen. */
static void check(const struct place *place, const cupro_slice *before, size_t n)
{
    for (int descending = 0; descending < 2; descending++) {
        cupro_slice *x = copy_of(before, n), *expected = copy_of(before, n);
        cupro_slice *spare = copy_of(before, n);
        x[n] = (cupro_slice){"guard", 5};
        merge_sort(spare, expected, n, descending);
        ck_assert_int_eq(descending ? cupro_sort_strings_descending(x, n, AT(*place))
                                    : cupro_sort_strings(x, n, AT(*place)),
                         0);
        size_t wrong = 0, first = 0;
        for (size_t i = n; i-- > 0;)
            if (x[i].begin != expected[i].begin || x[i].length != expected[i].length) {
                wrong++;
                first = i;
            }
        ck_assert_msg(wrong == 0, "%zu of %zu, from %zu on", wrong, n, first);
        ck_assert_uint_eq(x[n].length, 5);
        if (n <= 40000)
            check_structures(place, before, expected, n, descending);
        free(spare);
        free(expected);
        free(x);
    }
}

/* -- Texts ---------------------------------------------------------------------------------------
 */

/* Strings of bytes from `alphabet` below `letters`, of `least` bytes and up to `more`, after the
 * first `same` bytes, which are all alike. `text` is theirs. */
struct kind {
    size_t letters, least, more, same;
};

static const struct kind kinds[] = {
    {256, 0, 20, 0}, {256, 16, 1, 0}, {2, 0, 12, 0},  {2, 0, 40, 0},
    {1, 0, 30, 0},   {1, 9, 1, 0},    {26, 0, 4, 0},  {26, 5, 20, 13},
    {3, 0, 9, 100},  {26, 3, 5, 7},   {2, 60, 30, 3}, {256, 0, 3, 300},
    {1, 0, 3, 7},    {200, 7, 3, 0},  {2, 6, 4, 8},   {1, 1, 1, 0},
};

static const unsigned char letters_of[] = {0, 255, 'a', 1, 127, 128, 'z', 8};

static unsigned char letter(struct dice *dice, size_t letters)
{
    size_t i = dice_below(dice, letters);
    return i < sizeof letters_of && letters < 9 ? letters_of[i] : (unsigned char)i;
}

static char *throw_strings(struct dice *dice, struct kind kind, cupro_slice *x, size_t n)
{
    size_t most = kind.same + kind.least + kind.more;
    char *text = malloc(n * most + 1), *at = text;
    for (size_t i = 0; i < n; i++) {
        size_t own = kind.least + dice_below(dice, kind.more);
        x[i] = (cupro_slice){at, kind.same + own};
        memset(at, '=', kind.same);
        for (at += kind.same; own > 0; own--)
            *at++ = (char)letter(dice, kind.letters);
        if (dice_once_in(dice, 50)) /* out of the common beginning, some early */
            x[i].length = dice_below(dice, x[i].length + 1);
    }
    for (size_t i = n; i-- > 1;) { /* so that they do not lie in order */
        size_t k = dice_below(dice, i + 1);
        cupro_slice other = x[k];
        x[k] = x[i];
        x[i] = other;
    }
    return text;
}

static void check_kind(const struct place *place, struct dice *dice, struct kind kind, size_t n)
{
    cupro_slice *x = malloc((n + 1) * sizeof *x);
    char *text = throw_strings(dice, kind, x, n);
    check(place, x, n);
    free(text);
    free(x);
}

/* -- Tests ---------------------------------------------------------------------------------------
 */

START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = 0; n <= 500; n += _i == 0 ? 1 : 1 + dice_below(&dice, 60))
        check_kind(&place, &dice, kinds[dice_below(&dice, COUNT_OF(kinds))], n);
    place_close(&place);
}
END_TEST

/* Around the borders between one way and the next, and some by chance. */
START_TEST(every_kind)
{
    static const size_t lengths[] = {1000, 2047, 2048, 2049, 4096, 8191, 8192, 8193, 16385};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t k = (size_t)_i % 3; k < COUNT_OF(kinds); k += 3)
        check_kind(&place, &dice, kinds[k], lengths[dice_below(&dice, COUNT_OF(lengths))]);
    size_t large = (size_t)_i + dice_below(&dice, COUNT_OF(kinds) - PLACES + 1);
    check_kind(&place, &dice, kinds[large], 17000 + dice_below(&dice, 20000));
    place_close(&place);
}
END_TEST

/* Where a part ends that is too large for one thread: around a key's seven bytes. */
START_TEST(common_beginnings_of_any_length)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    check_kind(&place, &dice, (struct kind){26, 3, 5, 5 + (size_t)_i}, 20000);
    place_close(&place);
}
END_TEST

START_TEST(many)
{
    static const struct kind some[] = {
        {256, 16, 1, 0}, {26, 0, 12, 0}, {2, 0, 60, 0}, {4, 3, 9, 9}};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    check_kind(&place, &dice, some[_i % 4], _i == 0 ? 1000000 : 50000);
    place_close(&place);
}
END_TEST

/* Each string is the beginning of the next, in one text; and the same over and over. */
START_TEST(beginnings_of_each_other)
{
    enum { N = 3000, LONGEST = 1500 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    char *text = malloc(2 * LONGEST);
    memset(text, _i % 2 == 0 ? 0 : 'x', 2 * LONGEST);
    cupro_slice *x = malloc(N * sizeof *x);
    for (size_t i = 0; i < N; i++)
        x[i] = (cupro_slice){text + dice_below(&dice, LONGEST), dice_below(&dice, LONGEST)};
    check(&place, x, N);
    free(x);
    free(text);
    place_close(&place);
}
END_TEST

/* Long strings that are equal, or differ in their last byte only, are read a few times each. */
START_TEST(long_strings)
{
    enum { N = 3000, LENGTH = 200000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    char *text = malloc(16 * (LENGTH + 1));
    cupro_slice *x = malloc(N * sizeof *x);
    memset(text, 'x', 16 * (LENGTH + 1));
    for (size_t i = 0; i < 16; i++)
        text[i * (LENGTH + 1) + LENGTH] = (char)(i % 5);
    for (size_t i = 0; i < N; i++) {
        size_t end = i < 40 ? LENGTH : LENGTH / 30;
        size_t which = dice_below(&dice, 16);
        x[i] = (cupro_slice){text + which * (LENGTH + 1) + LENGTH + 1 - end, end};
    }
    check(&place, x, _i % 2 == 0 ? 40 : N);
    free(x);
    free(text);
    place_close(&place);
}
END_TEST

/* Strings that end where nobody may read on, of all lengths. */
START_TEST(no_byte_behind_a_string_is_read)
{
    enum { MOST = 64, N = 5000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct fence fence = fence_new(MOST);
    char *last = fence_last(&fence, MOST);
    for (size_t i = 0; i < MOST; i++)
        last[i] = _i % 2 == 0 ? 'a' : (char)dice_below(&dice, 2);
    cupro_slice *x = malloc(N * sizeof *x);
    for (size_t n = 2; n <= N; n = n * 3 / 2 + 1) {
        for (size_t i = 0; i < n; i++) {
            size_t length = dice_below(&dice, MOST + 1);
            x[i] = (cupro_slice){last + MOST - length, length};
        }
        check(&place, x, n);
    }
    free(x);
    fence_free(&fence);
    place_close(&place);
}
END_TEST

/* A sort that is stopped at once has not begun to write; later, the strings are all there. */
START_TEST(stopped_sorts_lose_nothing)
{
    enum { N = 50000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    cupro_slice *x = malloc(N * sizeof *x);
    char *text = throw_strings(&dice, kinds[3], x, N);
    cupro_slice *before = copy_of(x, N);
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_sort_strings(x, N, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_sort_strings(x, 5, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert(memcmp(x, before, N * sizeof *x) == 0);
    uintptr_t sum = 0;
    for (size_t i = 0; i < N; i++)
        sum += (uintptr_t)scramble((uintptr_t)before[i].begin + before[i].length);
    for (int k = 0; k < 12; k++) {
        uintptr_t sum_after = 0;
        cupro_stop soon = {.deadline = cupro_after((double)dice_below(&dice, 4) * 1e-3)};
        int error = cupro_sort_strings(x, N, AT(place), .stop = &soon);
        for (size_t i = 0; i < N; i++)
            sum_after += (uintptr_t)scramble((uintptr_t)x[i].begin + x[i].length);
        ck_assert(error == 0 || error == CUPRO_ETIMEDOUT);
        ck_assert_uint_eq(sum_after, sum);
        memcpy(x, before, N * sizeof *x);
    }
    free(before);
    free(text);
    free(x);
    place_close(&place);
}
END_TEST

/* Numbers as text, each at a place of its own. */
static cupro_slice number_at(char *text, size_t i, size_t number, size_t digits)
{
    char *begin = text + i * 24;
    for (size_t k = digits; k-- > 0; number /= 10)
        begin[k] = (char)('0' + number % 10);
    return (cupro_slice){begin, digits};
}

/* Alone, in pairs of equal ones, and with one at the end that is out of order. */
START_TEST(strings_that_rise_or_fall)
{
    static const size_t lengths[] = {2, 3, 300, 3000, 20001};
    struct place place = place_open(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        size_t n = lengths[l];
        char *text = malloc(n * 24);
        cupro_slice *x = malloc((n + 1) * sizeof *x);
        for (int way = _i % 2; way < 8; way += 2) {
            for (size_t i = 0; i < n; i++) {
                size_t rank = way & 1 ? n - i : i;
                x[i] = number_at(text, i, way & 2 ? rank / 2 : rank, 6);
            }
            if (way & 4)
                x[n - 1] = x[n / 2];
            check(&place, x, n);
        }
        free(x);
        free(text);
    }
    place_close(&place);
}
END_TEST

/* Which are more than a desk has room for, and do not end with the first key. */
START_TEST(few_different_strings)
{
    enum { N = 50000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    char *text = malloc(N * 24);
    cupro_slice *x = malloc((N + 1) * sizeof *x);
    size_t different = 1 + dice_below(&dice, 4), longer = dice_below(&dice, 2);
    for (size_t i = 0; i < N; i++) {
        size_t which = dice_below(&dice, different);
        x[i] = number_at(text, i, (which + 1) * 10000000000000000u, 20);
        memset(text + i * 24 + 20, '0', 4);
        x[i].length += longer * dice_below(&dice, 2) * 4;
    }
    check(&place, x, N);
    free(x);
    free(text);
    place_close(&place);
}
END_TEST

/* One that is not there, among many. */
START_TEST(missing_strings_are_refused)
{
    enum { MOST = 30000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    cupro_slice *x = malloc(MOST * sizeof *x), *before = NULL;
    for (size_t n = 1; n < MOST; n = 3 * n + 1) {
        for (size_t i = 0; i < n; i++)
            x[i] = (cupro_slice){_i % 2 == 0 ? "same" : &"some thing"[i % 5], 4};
        size_t at = n < 10 ? 0 : dice_below(&dice, n);
        x[at] = (cupro_slice){NULL, 0};
        ck_assert_int_eq(cupro_sort_strings(x, n, AT(place)), 0);
        ck_assert_uint_eq(x[0].length, 0);
        x[at] = (cupro_slice){NULL, 1};
        before = copy_of(x, n);
        ck_assert_int_eq(cupro_sort_strings(x, n, AT(place)), CUPRO_EINVAL);
        ck_assert(memcmp(x, before, n * sizeof *x) == 0);
        free(before);
    }
    free(x);
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    cupro_slice x[2] = {{"b", 1}, {"a", 1}};
    struct entry entries[2] = {{'1', {"b", 1}, 1}, {'2', {"a", 1}, 2}};
    ck_assert_int_eq(cupro_sort_strings((cupro_slice *)NULL, 0), 0);
    ck_assert_int_eq(cupro_sort_strings((cupro_slice *)NULL, 2), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_strings(x, SIZE_MAX / 8), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_strings(x, 2, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_string_with(entries, 2, 0, 0, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_string_with(entries, 2, 15, 0, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_string_with(entries, 2, 16, 1, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_string_descending_with(entries, 2, 21, 6, NULL), CUPRO_EINVAL);
    ck_assert(x[0].begin[0] == 'b' && entries[0].tag == '1');
    ck_assert_int_eq(cupro_sort_strings_with(x, 2, NULL), 0);
    ck_assert_int_eq(cupro_sort_by_string_with(entries, 2, sizeof *entries, 1, NULL), 0);
    ck_assert(x[0].begin[0] == 'a' && entries[0].tag == '2');
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("sort_strings", PLACES, every_small_size, every_kind,
                     common_beginnings_of_any_length, many, beginnings_of_each_other, long_strings,
                     no_byte_behind_a_string_is_read, stopped_sorts_lose_nothing,
                     strings_that_rise_or_fall, few_different_strings, missing_strings_are_refused,
                     what_is_wrong_is_refused);
}
