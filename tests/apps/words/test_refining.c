/* SPDX-License-Identifier: MIT */
/* Folding and normal forms of words against libunistring's of whole strings, keys that are refined
 * in batches against one after the other, and n-grams against a loop. */
#include "word_list.h"

#include "dice.h"
#include "run_tests.h"

#include "count/words/unicode/folding.h"
#include "count/words/unicode/normal.h"

#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

const char program_name[] = "test_refining";

/* -- Normal forms ------------------------------------------------------------------------------ */

/* What normal_is() relies on: a character that composes with one before it is never one of those
 * that it takes for harmless. */
START_TEST(no_second_half_of_a_composition_is_harmless)
{
    if (_i > 0) /* there is nothing random in it */
        return;
    const enum normal_form forms[] = {NORMAL_NFC, NORMAL_NFKC};
    for (size_t i = 0; i < 2; i++) {
        struct normal normal;
        ck_assert_int_eq(normal_open(&normal, forms[i]), 0);
        for (ucs4_t code = 0; code < 0x110000; code++) {
            ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
            if (uc_canonical_decomposition(code, parts) != 2)
                continue;
            ck_assert_msg(code_pages_byte(normal.changing, parts[1]), "U+%04X in U+%04X", parts[1],
                          code);
        }
        normal_close(&normal);
    }
}
END_TEST

/* Letters, marks of several classes, characters that have other forms, Hangul in parts. */
static ucs4_t random_code(struct dice *dice)
{
    static const ucs4_t some[] = {
        'a',    'A',    'q',    'k',    0xe9,   0xc4,    0x130,   0x1e9e,  0xdf,   0x149,
        0x390,  0x3a3,  0x3c2,  0x345,  0x301,  0x307,   0x323,   0x316,   0x1100, 0x1161,
        0x11a8, 0xac00, 0xac01, 0xfb01, 0x2121, 0x2460,  0x212b,  0x1e63,  0x9be,  0x9c7,
        0xf71,  0xf72,  0x3099, 0x304b, 0xfdfa, 0x1f600, 0x10400, 0x1d15e, 0xf900, 0x2f800};
    if (dice_once_in(dice, 4)) {
        const ucs4_t code = (ucs4_t)dice_below(dice, dice_once_in(dice, 2) ? 0x3000 : 0x30000);
        return code < 0xd800 || code > 0xdfff ? code : 'x';
    }
    return some[dice_below(dice, sizeof some / sizeof some[0])];
}

static size_t random_word(struct dice *dice, uint8_t *word, size_t characters)
{
    size_t length = 0;
    while (characters-- > 0)
        length += (size_t)u8_uctomb(word + length, random_code(dice), 8);
    return length;
}

static void assert_bytes(const uint8_t *want, size_t want_length, const uint8_t *got,
                         size_t got_length)
{
    ck_assert_uint_eq(want_length, got_length);
    ck_assert_mem_eq(want, got, got_length);
}

START_TEST(normal_forms_are_those_of_u8_normalize)
{
    const uninorm_t theirs[] = {UNINORM_NFC, UNINORM_NFKC};
    const enum normal_form ours[] = {NORMAL_NFC, NORMAL_NFKC};
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 4000; round++) {
        static struct normal normals[2];
        struct normal *normal = &normals[round % 2];
        uint8_t word[64];
        const size_t length = random_word(&dice, word, 1 + dice_below(&dice, 8));
        size_t want_length, used = 3;
        uint8_t *want = u8_normalize(theirs[round % 2], word, length, NULL, &want_length);
        struct buffer got = {0};
        if (!normal->changing)
            ck_assert_int_eq(normal_open(normal, ours[round % 2]), 0);
        ck_assert_int_eq(buffer_reserve(&got, used), 0);
        ck_assert_int_eq(normal_append(normal, word, length, &got, &used), 0);
        assert_bytes(want, want_length, got.bytes + 3, used - 3);
        if (normal_is(normal, word, length))
            assert_bytes(word, length, want, want_length);
        buffer_free(&got);
        free(want);
    }
}
END_TEST

/* -- Folding ----------------------------------------------------------------------------------- */

START_TEST(folding_is_that_of_u8_casefold)
{
    if (_i > 0) /* there is nothing random in it */
        return;
    struct code_pages *folding = folding_new();
    ck_assert_ptr_nonnull(folding);
    for (ucs4_t code = 1; code < 0x30000; code++) {
        uint8_t text[8], want[64];
        size_t want_length = sizeof want, used = 0;
        struct buffer got = {0};
        if (code >= 0xd800 && code <= 0xdfff)
            continue;
        const size_t length = (size_t)u8_uctomb(text, code, 8);
        ck_assert_ptr_eq(u8_casefold(text, length, NULL, NULL, want, &want_length), want);
        ck_assert_int_eq(folding_append(folding, text, length, &got, &used), 0);
        assert_bytes(want, want_length, got.bytes, used);
        buffer_free(&got);
    }
    code_pages_free(folding);
}
END_TEST

START_TEST(ascii_is_folded_in_place_and_nothing_else)
{
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 3000; round++) {
        uint8_t text[64], want[64];
        const size_t begin = dice_below(&dice, 20), length = dice_below(&dice, 30);
        for (size_t i = 0; i < sizeof text; i++)
            want[i] = text[i] = (uint8_t)dice_bits(&dice);
        for (size_t i = begin; i < begin + length; i++)
            want[i] = (uint8_t)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
        folding_in_place(text + begin, length);
        ck_assert_mem_eq(want, text, sizeof text);
    }
}
END_TEST

/* -- Keys -------------------------------------------------------------------------------------- */

/* Normalised, folded and normalised again, by the library. */
static uint8_t *refined_by_library(const uint8_t *word, size_t length, size_t *result)
{
    size_t a, b;
    uint8_t *normal = u8_normalize(UNINORM_NFKC, word, length, NULL, &a);
    uint8_t *folded = u8_casefold(normal, a, NULL, NULL, NULL, &b);
    uint8_t *again = u8_normalize(UNINORM_NFKC, folded, b, NULL, result);
    free(normal);
    free(folded);
    return again;
}

static size_t random_ascii(struct dice *dice, uint8_t *word)
{
    const size_t length = 1 + dice_below(dice, 12);
    for (size_t i = 0; i < length; i++)
        word[i] = (uint8_t)("etaoinSHRDLU"[dice_below(dice, 12)]);
    return length;
}

/* A text of words between newlines, and what is to come of them. */
static size_t make_words(struct dice *dice, uint8_t *text, size_t words, struct word_list *want)
{
    size_t length = 0;
    const size_t ascii = dice_below(dice, 4); /* how common it is */
    for (size_t i = 0; i < words; i++) {
        uint8_t *word = text + length;
        size_t bytes = dice_below(dice, 4) < ascii ? random_ascii(dice, word)
                                                   : random_word(dice, word, dice_below(dice, 9));
        for (size_t j = 0; j < bytes; j++)
            word[j] = word[j] == '\n' ? ' ' : word[j];
        size_t refined_length;
        uint8_t *refined = refined_by_library(word, bytes, &refined_length);
        const size_t characters = u8_mbsnlen(refined, refined_length);
        if (characters >= 2 && characters <= 7)
            word_list_put(want, refined, refined_length);
        free(refined);
        word[bytes] = '\n';
        length += bytes + 1;
    }
    return length;
}

START_TEST(keys_are_refined_as_one_after_the_other)
{
    static const struct word_wish wish = {.rule = WORDS_LINES,
                                          .terminator = '\n',
                                          .fold = true,
                                          .utf8 = true,
                                          .normal = NORMAL_NFKC,
                                          .shortest = 2,
                                          .longest = 7};
    struct dice dice = dice_for(_i);
    struct word_plan plan;
    ck_assert_int_eq(word_plan_open(&plan, &wish), 0);
    for (int round = 0; round < 20; round++) {
        static uint8_t text[300 * 40];
        struct word_list want = {0}, got = {0};
        const size_t length = make_words(&dice, text, dice_below(&dice, 300), &want);
        word_list_add(&got, &plan, text, length);
        assert_same_words(&want, &got, text, length);
        free(want.bytes);
        free(got.bytes);
    }
    word_plan_close(&plan);
}
END_TEST

/* -- N-grams ----------------------------------------------------------------------------------- */

/* Texts of one input, of no words up to many, whose borders lie anywhere; in any order. */
START_TEST(ngrams_do_not_depend_on_where_the_input_is_cut)
{
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 60; round++) {
        const struct word_wish wish = {.rule = WORDS_SPACE, .grams = 1 + dice_below(&dice, 5)};
        struct word_plan plan;
        struct word_list whole = {0}, parts = {0};
        uint8_t text[600];
        const size_t words = dice_below(&dice, 200);
        for (size_t i = 0; i < words; i++)
            memcpy(text + 3 * i, (uint8_t[]){(uint8_t)('a' + i % 26), (uint8_t)('a' + i / 26), ' '},
                   3);
        ck_assert_int_eq(word_plan_open(&plan, &wish), 0);
        word_list_add(&whole, &plan, text, 3 * words);
        size_t cut[64], cuts = 0;
        for (size_t at = 0; at < words && cuts < 63; at += dice_below(&dice, 9))
            cut[cuts++] = at;
        cut[cuts] = words;
        /* Every second one first. */
        for (size_t k = 0; k < 2 * cuts; k++) {
            const size_t i = k % cuts;
            if (i % 2 == k / cuts)
                word_list_add_part(&parts, &plan, text + 3 * cut[i], 3 * (cut[i + 1] - cut[i]), i);
        }
        ck_assert_int_eq(word_plan_finish(&plan, 6, word_list_sink, &parts), 0);
        ck_assert_int_eq(word_plan_finish(&plan, 7, word_list_sink, &parts), 0);
        word_list_sort(&whole);
        word_list_sort(&parts);
        assert_same_words(&whole, &parts, text, 3 * words);
        const size_t grams = words >= plan.order ? words - plan.order + 1 : 0;
        ck_assert_uint_eq(word_list_count(&whole), grams);
        word_plan_close(&plan);
        free(whole.bytes);
        free(parts.bytes);
    }
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("refining", 4, no_second_half_of_a_composition_is_harmless,
                     normal_forms_are_those_of_u8_normalize, folding_is_that_of_u8_casefold,
                     ascii_is_folded_in_place_and_nothing_else,
                     keys_are_refined_as_one_after_the_other,
                     ngrams_do_not_depend_on_where_the_input_is_cut);
}
