/* SPDX-License-Identifier: MIT */
/* Needles in texts, on the instruction set that CUPRO_ISA leaves, against the plain loop. */
#include "dice.h"
#include "fence.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/needles.h>
#include <ctype.h>

enum { ROUNDS = 200, MOST = 400, MOST_NEEDLES = 300 };

struct case_of {
    struct dice dice;
    unsigned char bytes[MOST_NEEDLES * 40];
    cupro_slice strings[MOST_NEEDLES];
    size_t count;
    cupro_letters letters;
};

/* Few kinds of bytes, so that needles are found, in part and whole. */
static unsigned char throw_byte(struct dice *dice)
{
    static const unsigned char kinds[] = {'a', 'b', 'A', 'c', 0, 0xe4, '[', '{'};
    return kinds[dice_below(dice, dice_once_in(dice, 3) ? sizeof kinds : 3)];
}

static void throw_needles(struct case_of *c, size_t count, size_t shortest, size_t longest)
{
    size_t used = 0;
    c->count = count;
    for (size_t i = 0; i < count; i++) {
        size_t length = shortest + dice_below(&c->dice, longest - shortest + 1);
        for (size_t k = 0; k < length; k++)
            c->bytes[used + k] = throw_byte(&c->dice);
        c->strings[i] = (cupro_slice){(const char *)c->bytes + used, length};
        used += length;
    }
}

static bool alike(const struct case_of *c, unsigned char a, unsigned char b)
{
    bool folded = c->letters == CUPRO_FOLDED && a < 0x80 && b < 0x80;
    return a == b || (folded && isalpha(a) && tolower(a) == tolower(b));
}

static bool stands(const struct case_of *c, const cupro_slice *string, const unsigned char *text,
                   size_t n)
{
    size_t i = 0;
    if (string->length > n)
        return false;
    while (i < string->length && alike(c, (unsigned char)string->begin[i], text[i]))
        i++;
    return i == string->length;
}

static bool next_plainly(const struct case_of *c, const unsigned char *text, size_t n, size_t from,
                         cupro_needle_hit *hit)
{
    for (size_t at = from; at < n; at++) {
        const cupro_slice *best = NULL;
        for (size_t i = 0; i < c->count; i++)
            if (stands(c, &c->strings[i], text + at, n - at) &&
                (best == NULL || c->strings[i].length > best->length))
                best = &c->strings[i];
        if (best != NULL) {
            *hit = (cupro_needle_hit){at, best->length, (size_t)(best - c->strings)};
            return true;
        }
    }
    return false;
}

/* All hits of the text, each looked for from behind the beginning of the one before. */
static void check_hits(const struct case_of *c, const cupro_needles *needles,
                       const unsigned char *text, size_t n)
{
    bool found = true;
    for (size_t from = 0; found && from <= n + 1;) {
        cupro_needle_hit expected = {0}, hit = {0};
        found = next_plainly(c, text, n, from, &expected);
        ck_assert_int_eq(cupro_needles_next(needles, text, n, from, &hit), found);
        ck_assert_uint_eq(hit.at, expected.at);
        ck_assert_uint_eq(hit.length, expected.length);
        ck_assert_uint_eq(hit.which, expected.which);
        from = hit.at + 1;
    }
}

/* Bytes, and beginnings of needles: all of them too, and as they go on elsewhere. */
static void throw_text(struct case_of *c, unsigned char *text, size_t n)
{
    for (size_t i = 0; i < n;) {
        const cupro_slice *string = &c->strings[dice_below(&c->dice, c->count)];
        size_t first = dice_below(&c->dice, string->length), end = string->length;
        if (dice_once_in(&c->dice, 2))
            end = first + dice_below(&c->dice, end - first + 1);
        for (size_t k = first; k < end && i < n; k++)
            text[i++] = (unsigned char)string->begin[k];
        if (i < n)
            text[i++] = throw_byte(&c->dice);
    }
}

static void check_needles(int number, size_t most_needles, size_t shortest, size_t longest)
{
    struct case_of c = {.dice = dice_for(number)};
    struct fence fence = fence_new(MOST);
    for (int round = 0; round < ROUNDS; round++) {
        cupro_needles *needles;
        throw_needles(&c, 1 + dice_below(&c.dice, most_needles), shortest, longest);
        c.letters = dice_once_in(&c.dice, 2) ? CUPRO_EXACT : CUPRO_FOLDED;
        ck_assert_int_eq(cupro_needles_new(&needles, c.strings, c.count, c.letters), 0);
        size_t n = dice_below(&c.dice, MOST);
        unsigned char *text = fence_last(&fence, n);
        throw_text(&c, text, n);
        check_hits(&c, needles, text, n);
        cupro_needles_free(needles);
    }
    fence_free(&fence);
}

START_TEST(one_needle_is_found)
{
    check_needles(1, 1, 1, 12);
}
END_TEST

START_TEST(few_needles_are_found)
{
    check_needles(2, 8, 1, 8);
    check_needles(3, 64, 1, 12);
}
END_TEST

START_TEST(many_needles_are_found)
{
    check_needles(4, MOST_NEEDLES, 1, 12);
    check_needles(5, MOST_NEEDLES, 8, 40);
}
END_TEST

/* Each byte as a needle in a text of all. */
START_TEST(every_byte_can_be_a_needle)
{
    unsigned char text[256];
    for (unsigned i = 0; i < 256; i++)
        text[i] = (unsigned char)i;
    for (unsigned i = 0; i < 512; i++) {
        cupro_needles *needles;
        cupro_needle_hit hit;
        const cupro_slice one = {(const char *)text + i % 256, 1};
        bool folded = i >= 256, is_lower = i % 256 >= 'a' && i % 256 <= 'z';
        ck_assert_int_eq(cupro_needles_new(&needles, &one, 1, folded ? CUPRO_FOLDED : CUPRO_EXACT),
                         0);
        ck_assert(cupro_needles_next(needles, text, 256, 0, &hit));
        ck_assert_uint_eq(hit.at, i % 256 - (folded && is_lower ? 32 : 0));
        cupro_needles_free(needles);
    }
}
END_TEST

/* a, aa, aaa … in a text of nothing else: the longest is found everywhere, in time that does not
 * depend on how long they are. */
START_TEST(needles_within_each_other)
{
    enum { LONGEST = 1000, LENGTH = 1 << 16 };
    static char text[LENGTH];
    static cupro_slice strings[LONGEST];
    cupro_needles *needles;
    cupro_needle_hit hit;
    memset(text, 'a', sizeof text);
    for (size_t i = 0; i < LONGEST; i++)
        strings[i] = (cupro_slice){text, i + 1};
    ck_assert_int_eq(cupro_needles_new(&needles, strings, LONGEST, CUPRO_EXACT), 0);
    for (size_t from = 0; from < LENGTH; from += hit.length) {
        size_t left = LENGTH - from;
        ck_assert(cupro_needles_next(needles, text, LENGTH, from, &hit));
        ck_assert_uint_eq(hit.at, from);
        ck_assert_uint_eq(hit.length, left < LONGEST ? left : LONGEST);
    }
    cupro_needles_free(needles);
}
END_TEST

/* Runs of all lengths and in all places, against counting. */
START_TEST(runs_are_found)
{
    enum { TEXT = 9000 };
    struct dice dice = dice_for(9);
    struct fence fence = fence_new(TEXT);
    cupro_bytes set = cupro_bytes_of("ab", 2);
    for (int round = 0; round < 3000; round++) {
        size_t n = dice_below(&dice, dice_once_in(&dice, 10) ? TEXT : 300);
        size_t length = 1 + dice_below(&dice, dice_once_in(&dice, 2) ? 20 : 200), run = 0;
        size_t rare = 2 + dice_below(&dice, 2 * length), from = dice_below(&dice, n + 1), i;
        unsigned char *text = fence_last(&fence, n);
        for (i = 0; i < n; i++)
            text[i] = dice_once_in(&dice, rare) ? 'x' : dice_once_in(&dice, 2) ? 'a' : 'b';
        for (i = from; i < n && run < length; i++)
            run = text[i] == 'x' ? 0 : run + 1;
        size_t expected = run == length ? i - length : CUPRO_NOWHERE;
        ck_assert_uint_eq(cupro_next_run(&set, length, text, n, from), expected);
    }
    ck_assert_uint_eq(cupro_next_run(&set, 0, "", 0, 0), 0);
    fence_free(&fence);
}
END_TEST

START_TEST(what_is_no_needle_is_refused)
{
    cupro_needles *needles = (cupro_needles *)&needles;
    const cupro_slice good = {"a", 1}, empty = {"", 0}, null = {NULL, 1};
    const cupro_slice both[] = {good, empty};
    ck_assert_int_eq(cupro_needles_new(&needles, &good, 0, CUPRO_EXACT), CUPRO_EINVAL);
    ck_assert_ptr_null(needles);
    ck_assert_int_eq(cupro_needles_new(&needles, NULL, 1, CUPRO_EXACT), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_needles_new(&needles, &null, 1, CUPRO_EXACT), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_needles_new(&needles, both, 2, CUPRO_EXACT), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_needles_new(&needles, &good, 1, (cupro_letters)2), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_needles_new(NULL, &good, 1, CUPRO_EXACT), CUPRO_EINVAL);
    cupro_needles_free(NULL);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("needles", 1, one_needle_is_found, few_needles_are_found,
                     many_needles_are_found, every_byte_can_be_a_needle, needles_within_each_other,
                     runs_are_found, what_is_no_needle_is_refused);
}
