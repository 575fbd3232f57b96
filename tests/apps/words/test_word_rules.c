/* SPDX-License-Identifier: MIT */
/* Words of Unicode, against Unicode's own test data and against u8_wordbreaks() on random texts;
 * the same however a text is cut where it may be. argv: the file WordBreakTest.txt. */
#include "word_list.h"

#include "dice.h"
#include "run_tests.h"

#include <unictype.h>
#include <unistr.h>
#include <uniwbrk.h>

#include <stdio.h>

const char program_name[] = "test_word_rules";

static const char *break_tests;

static bool may_begin_word(uint32_t code)
{
    const int property = uc_wordbreak_property(code);
    return property == WBP_ALETTER || property == WBP_HL || property == WBP_NUMERIC ||
           property == WBP_KATAKANA || property == WBP_EXTENDNUMLET;
}

static bool makes_word(uint32_t code)
{
    return (may_begin_word(code) && uc_wordbreak_property(code) != WBP_EXTENDNUMLET) ||
           (uc_wordbreak_property(code) == WBP_OTHER &&
            uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N));
}

/* A segment of a text is a word if it has a letter or number in it; up to the first one, or "_", it
 * does not count. */
static void put_segment(struct word_list *list, const uint8_t *segment, size_t length)
{
    size_t begin = length, read;
    bool word = false;
    for (size_t i = 0; i < length; i += read) {
        ucs4_t code;
        read = (size_t)u8_mbtouc(&code, segment + i, length - i);
        if (begin == length && (may_begin_word(code) || makes_word(code)))
            begin = i;
        word |= makes_word(code);
    }
    if (word)
        word_list_put(list, segment + begin, length - begin);
}

/* The words of valid UTF-8. */
static void put_valid(struct word_list *list, const uint8_t *text, size_t length)
{
    char *breaks = malloc(length + 1);
    ck_assert_ptr_nonnull(breaks);
    u8_wordbreaks(text, length, breaks);
    size_t begin = 0;
    for (size_t i = 1; i <= length; i++) {
        if (i < length && !breaks[i])
            continue;
        put_segment(list, text + begin, i - begin);
        begin = i;
    }
    free(breaks);
}

/* The words of any bytes: those that are not UTF-8 part. */
static void put_words(struct word_list *list, const uint8_t *text, size_t length)
{
    while (length > 0) {
        const uint8_t *bad = u8_check(text, length);
        const size_t valid = bad ? (size_t)(bad - text) : length;
        if (valid > 0)
            put_valid(list, text, valid);
        text += valid + (bad != NULL);
        length -= valid + (bad != NULL);
    }
}

static struct word_plan plan_for_unicode(void)
{
    static const struct word_wish wish = {.rule = WORDS_UNICODE, .utf8 = true};
    struct word_plan plan;
    ck_assert_int_eq(word_plan_open(&plan, &wish), 0);
    return plan;
}

/* -- Unicode's data ---------------------------------------------------------------------------- */

/* "÷ 0061 × 0308 ÷ # …": the text, and its words by the marks. */
static size_t read_row(char *row, uint8_t *text, struct word_list *words)
{
    size_t length = 0, begin = 0;
    char *place;
    row[strcspn(row, "#\n")] = '\0';
    for (char *mark = strtok_r(row, " \t", &place); mark; mark = strtok_r(NULL, " \t", &place)) {
        if (strcmp(mark, "÷") == 0 && length > begin) {
            put_segment(words, text + begin, length - begin);
            begin = length;
        } else if (strcmp(mark, "÷") != 0 && strcmp(mark, "×") != 0) {
            length += (size_t)u8_uctomb(text + length, (ucs4_t)strtoul(mark, NULL, 16), 8);
        }
    }
    return length;
}

START_TEST(every_row_of_unicodes_test_data_gives_its_words)
{
    FILE *file = fopen(break_tests, "r");
    ck_assert_msg(file != NULL, "no file %s", break_tests);
    struct word_plan plan = plan_for_unicode();
    char row[4096];
    size_t rows = 0;
    while (fgets(row, sizeof row, file)) {
        uint8_t text[512];
        struct word_list want = {0}, got = {0};
        const size_t length = read_row(row, text, &want);
        word_list_add(&got, &plan, text, length);
        assert_same_words(&want, &got, text, length);
        rows += length > 0;
        free(want.bytes);
        free(got.bytes);
    }
    ck_assert_uint_gt(rows, 1000);
    fclose(file);
    word_plan_close(&plan);
}
END_TEST

/* -- Random texts ------------------------------------------------------------------------------ */

/* Characters of every class, those of ASCII more often; some that are joined in rare ways. */
static const uint32_t characters[] = {
    'a',    'b',    'Z',    '1',    '2',     '_',     '.',     ',',     ':',     ';',      '\'',
    '"',    ' ',    '\n',   '\r',   '\t',    '-',     '(',     0,       'e',     'f',      'g',
    'h',    'i',    0xe9,   0xdf,   0x3b1,   0x416,   0x5d0,   0x5d1,   0x5d2,   0x661,    0x66b,
    0x30ab, 0x30fc, 0x3042, 0x4e00, 0xac00,  0x1100,  0xe01,   0xe31,   0x308,   0x200d,   0xad,
    0x2019, 0xb7,   0x203f, 0x2060, 0x1f1e6, 0x1f1e7, 0x1f6d1, 0x2139,  0x24c2,  0x1f476,  0x1f3ff,
    0x3000, 0x2028, 0x85,   0xb2,   0x387,   0x37e,   0xfe0f,  0x10400, 0x20000, 0x10ffff, 0xfffd,
};

/*
 * One of the first `kinds` characters. Never a zero width joiner behind what joins letters or
 * numbers: if a letter that is a pictograph follows, WB3c joins it to the joiner and WB6 both to
 * the letter before, but libunistring 1.0 forgets WB6 then.
 */
static ucs4_t random_character(struct dice *dice, size_t kinds, bool *middle)
{
    for (;;) {
        const ucs4_t code = characters[dice_below(dice, kinds)];
        const int property = uc_wordbreak_property(code);
        if (property == WBP_ZWJ && *middle)
            continue;
        if (property != WBP_EXTEND && property != WBP_FORMAT)
            *middle = property == WBP_MIDLETTER || property == WBP_MIDNUM ||
                      property == WBP_MIDNUMLET || property == WBP_SQ || property == WBP_DQ;
        return code;
    }
}

/* Texts whose share of ASCII, of letters and of what is no UTF-8 changes from stretch to stretch.
 */
static size_t random_text(struct dice *dice, uint8_t *text, size_t most)
{
    const size_t wanted = dice_once_in(dice, 3) ? dice_below(dice, most) : dice_below(dice, 300);
    size_t length = 0;
    bool middle = false;
    while (length + 8 < wanted) {
        size_t stretch = 1 + dice_below(dice, 300);
        const size_t kinds[] = {12, 24, sizeof characters / sizeof characters[0]};
        const size_t kind = kinds[dice_below(dice, 3)];
        const bool broken = dice_once_in(dice, 10);
        while (stretch-- > 0 && length + 8 < wanted) {
            if (broken && dice_once_in(dice, 5))
                text[length++] = (uint8_t)dice_bits(dice);
            else
                length +=
                    (size_t)u8_uctomb(text + length, random_character(dice, kind, &middle), 8);
        }
    }
    return length;
}

#define MOST 20000

START_TEST(random_texts_have_the_words_of_u8_wordbreaks)
{
    static uint8_t text[MOST];
    struct dice dice = dice_for(_i);
    struct word_plan plan = plan_for_unicode();
    for (int round = 0; round < 30; round++) {
        struct word_list want = {0}, got = {0};
        const size_t length = random_text(&dice, text, MOST);
        put_words(&want, text, length);
        word_list_add(&got, &plan, text, length);
        assert_same_words(&want, &got, text, length);
        free(want.bytes);
        free(got.bytes);
    }
    word_plan_close(&plan);
}
END_TEST

START_TEST(a_text_may_be_cut_beside_each_separator)
{
    static uint8_t text[MOST];
    struct dice dice = dice_for(_i);
    struct word_plan plan = plan_for_unicode();
    const unsigned char *inside = plan.records.inside;
    for (int round = 0; round < 10; round++) {
        struct word_list want = {0}, got = {0};
        const size_t length = random_text(&dice, text, MOST);
        size_t begin = 0;
        word_list_add(&want, &plan, text, length);
        for (size_t at = 1; at <= length; at++) {
            const bool may = at == length || !inside[text[at - 1]] || !inside[text[at]];
            if (!may || (at < length && dice_below(&dice, 4) > 0))
                continue;
            word_list_add(&got, &plan, text + begin, at - begin);
            begin = at;
        }
        assert_same_words(&want, &got, text, length);
        free(want.bytes);
        free(got.bytes);
    }
    word_plan_close(&plan);
}
END_TEST

/* -- Classes of the user's --------------------------------------------------------------------- */

static void put_runs(struct word_list *list, const struct char_class *class, const uint8_t *text,
                     size_t length)
{
    size_t begin = 0, read;
    for (size_t i = 0; i <= length; i += read) {
        ucs4_t code = 0;
        const int got = i < length ? u8_mbtoucr(&code, text + i, length - i) : -1;
        read = class->utf8 && got > 0 ? (size_t)got : 1;
        const bool in = class->utf8 ? got > 0 && char_class_has(class, code)
                                    : i < length && char_class_has(class, text[i]);
        if (in)
            continue;
        if (i > begin)
            word_list_put(list, text + begin, i - begin);
        begin = i + read;
    }
}

START_TEST(words_of_a_class_are_its_longest_runs)
{
    static const char *const classes[] = {"a-z",         "a-z0-9_'-", "^ \n",
                                          "[:alpha:]",   "é",         "A-Zα-ω[:digit:]",
                                          "^[:space:]a", "-",         "[:punct:]"};
    static uint8_t text[MOST];
    struct dice dice = dice_for(_i);
    for (size_t i = 0; i < 2 * sizeof classes / sizeof classes[0]; i++) {
        struct word_wish wish = {.rule = WORDS_SET, .utf8 = i % 2};
        struct word_plan plan;
        struct word_list want = {0}, got = {0};
        ck_assert_ptr_null(char_class_parse(&wish.chars, classes[i / 2], wish.utf8));
        ck_assert_int_eq(word_plan_open(&plan, &wish), 0);
        const size_t length = random_text(&dice, text, MOST);
        put_runs(&want, &wish.chars, text, length);
        word_list_add(&got, &plan, text, length);
        assert_same_words(&want, &got, text, length);
        word_plan_close(&plan);
        free(want.bytes);
        free(got.bytes);
    }
}
END_TEST

int main(int argc, char **argv)
{
    if (argc != 2)
        return EXIT_FAILURE;
    break_tests = argv[1];
    dice_announce();
    return RUN_TESTS("word_rules", 8, every_row_of_unicodes_test_data_gives_its_words,
                     random_texts_have_the_words_of_u8_wordbreaks,
                     a_text_may_be_cut_beside_each_separator,
                     words_of_a_class_are_its_longest_runs);
}
