/* SPDX-License-Identifier: MIT */
/*
 * Patterns: which lines match, where, and what is said of patterns that are none. What is expected
 * is what GNU grep 3.8 does.
 */
#include "each.h"
#include "places.h"
#include "run_tests.h"

#include "search/patterns/matcher.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

enum { BASIC = SYNTAX_BASIC, EXTENDED = SYNTAX_EXTENDED, FIXED = SYNTAX_FIXED, PERL = SYNTAX_PERL };

static const struct pattern_wish usual = {.syntax = SYNTAX_EXTENDED, .utf8 = true, .end = '\n'};

static void set_locale(void)
{
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
}

static struct pattern pattern_of(const char *text)
{
    return (struct pattern){.text = text, .length = strlen(text)};
}

static struct matcher *compile(const char *text, const struct pattern_wish *wish)
{
    struct pattern pattern = pattern_of(text);
    struct pattern_trouble trouble;
    struct matcher *matcher = NULL;
    int error = matcher_new(&matcher, &pattern, 1, wish, &trouble);
    ck_assert_msg(error == 0, "%s: %s", text, trouble.text);
    return matcher;
}

/* All spans of the text's lines that are not empty, each with a bar behind it. */
static const char *spans_in(const struct matcher *matcher, const char *text, size_t n)
{
    static char found[1000];
    struct searcher *searcher = searcher_new(matcher);
    const unsigned char *from = (const unsigned char *)text, *end = from + n;
    struct line line;
    size_t used = 0;
    for (; searcher_line(searcher, from, end, &line) == 1; from = line.next) {
        struct span span;
        size_t at = 0, length = (size_t)(line.end - line.begin);
        while (at <= length && searcher_span(searcher, &line, at, &span) == 1) {
            if (span.end > span.begin) {
                memcpy(found + used, line.begin + span.begin, span.end - span.begin);
                used += span.end - span.begin;
                found[used++] = '|';
            }
            at = span.end > span.begin ? span.end : span.end + 1;
        }
    }
    found[used] = '\0';
    searcher_free(searcher);
    return found;
}

static uint64_t count_in(const struct matcher *matcher, const char *text, size_t n)
{
    struct searcher *searcher = searcher_new(matcher);
    uint64_t lines = 77;
    const unsigned char *from = (const unsigned char *)text;
    ck_assert_int_eq(searcher_count(searcher, from, from + n, &lines), 0);
    searcher_free(searcher);
    return lines;
}

/* -- Matches ----------------------------------------------------------------------------------- */

static const struct {
    int syntax;
    char option; /* -i, -w, -x, or a space */
    const char *pattern, *text, *spans;
} matches[] = {
    {EXTENDED, ' ', "a|ab|abc", "xabcd", "abc|"},
    {EXTENDED, ' ', "(a|ab)(c|bcd)(d*)", "abcd", "abcd|"},
    {PERL, ' ', "a|ab|abc", "xabcd", "a|"},
    {BASIC, ' ', "a\\|ab", "ab", "ab|"},
    {BASIC, ' ', "a+", "aa+", "a+|"},
    {BASIC, ' ', "a\\+", "aa+", "aa|"},
    {BASIC, ' ', "*a", "*a", "*a|"},
    {BASIC, ' ', "\\(*a\\)", "*a", "*a|"},
    {BASIC, ' ', "^*a", "*a", "*a|"},
    {BASIC, ' ', "a^b$c", "a^b$c", "a^b$c|"},
    {BASIC, ' ', "x\\|^a$", "a", "a|"},
    {BASIC, ' ', "\\{1\\}", "{1}", "{1}|"},
    {EXTENDED, ' ', "a{,2}", "aaa", "aa|a|"},
    {EXTENDED, ' ', "a{1", "a{1", "a{1|"},
    {EXTENDED, ' ', "a{x}", "a{x}", "a{x}|"},
    {EXTENDED, ' ', "a)", "a)", "a)|"},
    {EXTENDED, ' ', "()b||c", "abc", "b|c|"},
    {EXTENDED, ' ', "^*a", "ba", "a|"},
    {EXTENDED, ' ', "[]-a]+[a-]", "]^a-", "]^a-|"},
    {EXTENDED, ' ', "[[:alpha:]]+[[.-.]]", "\u00e4b-", "\u00e4b-|"},
    {EXTENDED, ' ', "\\w+", "\u00e4_1 \u20ac b", "\u00e4_1|b|"},
    {EXTENDED, ' ', "\\<b\\>", "b \u00e4b b\u00e4 b", "b|b|"},
    {EXTENDED, ' ', "\\<b", "b ab b", "b|b|"},
    {EXTENDED, ' ', "b\\>", "b ba b", "b|b|"},
    {EXTENDED, ' ', "\\bb", "ab b", "b|"},
    {EXTENDED, ' ', "\\Bb", "ab b", "b|"},
    {EXTENDED, ' ', "^b|b$", "b b b", "b|b|"},
    {EXTENDED, ' ', "[\u00e4-\u20ac]+b?", "a\u00e4\u00f6\u20acb", "\u00e4\u00f6\u20acb|"},
    {EXTENDED, ' ', ".", "\u20ac\xff\u00e4", "\u20ac|\u00e4|"},
    {EXTENDED, ' ', "[^a]", "a\xe2\x82z", "z|"},
    {FIXED, ' ', "\xa4", "\xa4", "\xa4|"},
    {FIXED, ' ', "a.b*", "aab a.b*", "a.b*|"},
    {EXTENDED, ' ', "(.)\\1", "abba", "bb|"},
    {EXTENDED, ' ', "(a*)b\\1", "aabaa", "aabaa|"},
    {BASIC, ' ', "\\(a\\|ab\\)\\(c\\|bcd\\)\\(d*\\)\\1*", "abcd", "abcd|"},
    {EXTENDED, 'i', "K\u00e4SE", "k\u00c4se", "k\u00c4se|"},
    {EXTENDED, 'i', "s", "S\u017f", "S|\u017f|"},
    {EXTENDED, 'i', "k", "K\u212a", "K|"},
    {EXTENDED, 'i', "[[:upper:]]", "aB1", "a|B|"},
    {EXTENDED, 'i', "(a)\\1", "aA", "aA|"},
    {EXTENDED, 'w', "fo|foo", "foo bar", "foo|"},
    {EXTENDED, 'w', "fo*", "foox fooo", "fooo|"},
    {EXTENDED, 'w', "foo.*", "foo bar-", "foo bar-|"},
    {EXTENDED, 'w', "b", "\u00e4b b", "b|"},
    {EXTENDED, 'x', "a|ab", "ab\nabc", "ab|"},
    {FIXED, 'x', "ab", "ab\nabc", "ab|"},
    {EXTENDED, ' ', "", "a", ""},
};

START_TEST(spans_are_those_of_grep)
{
    set_locale();
    for (size_t i = 0; i < COUNT_OF(matches); i++) {
        struct pattern_wish wish = usual;
        wish.syntax = (enum pattern_syntax)matches[i].syntax;
        wish.ignore_case = matches[i].option == 'i';
        wish.whole_words = matches[i].option == 'w';
        wish.whole_lines = matches[i].option == 'x';
        struct matcher *matcher = compile(matches[i].pattern, &wish);
        const char *spans = spans_in(matcher, matches[i].text, strlen(matches[i].text));
        ck_assert_msg(strcmp(spans, matches[i].spans) == 0, "%s in %s: %s", matches[i].pattern,
                      matches[i].text, spans);
        matcher_free(matcher);
    }
}
END_TEST

/* -- Errors ------------------------------------------------------------------------------------ */

static const struct {
    int syntax;
    const char *pattern, *message;
} errors[] = {
    {BASIC, "a\\(", "Unmatched ( or \\("},
    {BASIC, "a\\)", "Unmatched ) or \\)"},
    {BASIC, "\\", "Trailing backslash"},
    {BASIC, "a\\{1", "Unmatched \\{"},
    {BASIC, "a\\{2,1\\}", "Invalid content of \\{\\}"},
    {BASIC, "a\\{99999\\}", "Regular expression too big"},
    {BASIC, "[[:foo:]]", "Invalid character class name"},
    {BASIC, "[:space:]", "character class syntax is [[:space:]], not [:space:]"},
    {BASIC, "[[.foo.]]", "Invalid collation character"},
    {BASIC, "[b-a]", "Invalid range end"},
    {BASIC, "[a-b-c]", "Invalid range end"},
    {BASIC, "[[:alpha:]-z]", "Invalid range end"},
    {BASIC, "\\1", "Invalid back reference"},
    {BASIC, "[a", "Unmatched [, [^, [:, [., or [="},
    {BASIC, "[", "Invalid regular expression"},
    {EXTENDED, "(", "Unmatched ( or \\("},
    {EXTENDED, "a{1,2,3}", "Invalid content of \\{\\}"},
    {EXTENDED, "a{}", "Invalid content of \\{\\}"},
    {EXTENDED, "(a\\1)", "Invalid back reference"},
    {EXTENDED, "(a)|b\\1", "Invalid back reference"},
    {EXTENDED, "(*)a", "Unmatched ( or \\("},
    {PERL, "a(", "missing closing parenthesis, at byte 2 of the pattern 'a('"},
};

/* With -P, the place is more than grep tells. */
START_TEST(errors_are_those_of_grep)
{
    set_locale();
    for (size_t i = 0; i < COUNT_OF(errors); i++) {
        struct pattern patterns[] = {{"fine", 4, "file", 1}, pattern_of(errors[i].pattern)};
        bool perl = errors[i].syntax == PERL;
        struct pattern_wish wish = usual;
        struct pattern_trouble trouble;
        struct matcher *matcher = NULL;
        wish.syntax = (enum pattern_syntax)errors[i].syntax;
        ck_assert_int_eq(matcher_new(&matcher, patterns + perl, 2 - perl, &wish, &trouble), -1);
        ck_assert_str_eq(trouble.text, errors[i].message);
        ck_assert_ptr_null(matcher);
    }
}
END_TEST

START_TEST(each_wrong_pattern_of_a_file_is_told_with_its_line)
{
    const struct pattern patterns[] = {
        {"a\\(", 3, "file", 1}, {"b", 1, "file", 2}, {"[c", 2, "file", 3}};
    struct pattern_trouble trouble;
    struct matcher *matcher;
    struct pattern_wish wish = usual;
    wish.syntax = SYNTAX_BASIC;
    ck_assert_int_eq(matcher_new(&matcher, patterns, 3, &wish, &trouble), -1);
    ck_assert_str_eq(trouble.text, "file:1: Unmatched ( or \\(\n"
                                   "file:3: Unmatched [, [^, [:, [., or [=");
}
END_TEST

static void note_warning(void *ctx, const char *text)
{
    strcat(strcat(ctx, text), "|");
}

START_TEST(repetitions_of_nothing_are_warned_about)
{
    char warnings[200] = "";
    struct pattern_wish wish = usual;
    wish.warn = note_warning;
    wish.ctx = warnings;
    matcher_free(compile("*a|(+b)|{2}", &wish));
    ck_assert_str_eq(warnings, "* at start of expression|+ at start of expression|"
                               "{...} at start of expression|");
}
END_TEST

/* -- Limits ------------------------------------------------------------------------------------ */

START_TEST(catastrophes_end_and_name_the_pattern)
{
    static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    static const char *const patterns[] = {"((a|aa)+)+\\1c?[^ab]", "(a|aa)+$|((a|aa)+)+c"};
    for (int i = 0; i < 2; i++) {
        struct pattern_wish wish = usual;
        wish.syntax = i == 0 ? SYNTAX_EXTENDED : SYNTAX_PERL;
        struct matcher *matcher = compile(patterns[i], &wish);
        struct searcher *searcher = searcher_new(matcher);
        const unsigned char *from = (const unsigned char *)text;
        struct line line;
        int found = searcher_line(searcher, from, from + sizeof text - 1, &line);
        ck_assert_int_le(found, i == 0 ? 0 : -1);
        if (found < 0)
            ck_assert_ptr_nonnull(strstr(searcher_trouble(searcher), patterns[i]));
        searcher_free(searcher);
        matcher_free(matcher);
    }
}
END_TEST

START_TEST(time_is_linear_without_back_references)
{
    enum { LENGTH = 1 << 20 };
    static char text[LENGTH];
    memset(text, 'a', LENGTH);
    struct matcher *matcher = compile("(a|aa)+(a*)*b", &usual);
    ck_assert_uint_eq(count_in(matcher, text, LENGTH), 0);
    matcher_free(matcher);
}
END_TEST

/* Each place has a match of one byte, and the rest of the line to be looked at for a longer one. */
START_TEST(spans_take_linear_time)
{
    enum { LENGTH = 1 << 19 };
    static char text[LENGTH];
    memset(text, 'a', LENGTH);
    struct matcher *matcher = compile("a*b|a", &usual);
    struct searcher *searcher = searcher_new(matcher);
    const unsigned char *from = (const unsigned char *)text;
    struct line line = {from, from + LENGTH, from + LENGTH};
    struct span span;
    for (size_t at = 0; at < LENGTH; at = span.end) {
        ASSERT_EACH_EQ(searcher_span(searcher, &line, at, &span), 1);
        ASSERT_EACH_EQ(span.begin, at);
        ASSERT_EACH_EQ(span.end, at + 1);
    }
    searcher_free(searcher);
    matcher_free(matcher);
}
END_TEST

START_TEST(deep_and_large_patterns_are_refused)
{
    enum { DEEP = 100000 };
    static char text[2 * DEEP + 1];
    memset(text, '(', DEEP);
    memset(text + DEEP, ')', DEEP);
    static const char *const large[] = {text, "((a{1000}){1000}){1000}",
                                        "(((((a{32767})+)+)+)+)b{9}"};
    for (size_t i = 0; i < 2; i++) {
        struct pattern pattern = pattern_of(large[i]);
        struct pattern_trouble trouble;
        struct matcher *matcher;
        ck_assert_int_eq(matcher_new(&matcher, &pattern, 1, &usual, &trouble), -1);
        ck_assert_str_eq(trouble.text, "Regular expression too big");
    }
    matcher_free(compile(large[2], &usual));
}
END_TEST

/* What matches only the empty string may be repeated 10^15 times. */
START_TEST(nothing_is_repeated_once)
{
    static const char *const patterns[] = {"(((((){1000}){1000}){1000}){1000}){1000}b",
                                           "(((((x{0}){1000}){1000}){1000}){1000}){1000}b"};
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        struct matcher *matcher = compile(patterns[i], &usual);
        ck_assert_uint_eq(count_in(matcher, "ab\nac\n", 6), 1);
        matcher_free(matcher);
    }
}
END_TEST

/* -- Many patterns ----------------------------------------------------------------------------- */

enum { MANY = 100000 };

static struct pattern many[MANY];

static void make_many(void)
{
    static char texts[MANY][8];
    for (int i = 0; i < MANY; i++) {
        int length = snprintf(texts[i], sizeof *texts, "w%d", i);
        many[i] = (struct pattern){texts[i], (size_t)length, NULL, 0};
    }
}

static const char *spans_of_many(size_t n, const struct pattern_wish *wish, const char *text)
{
    struct pattern_trouble trouble;
    struct matcher *matcher;
    ck_assert_int_eq(matcher_new(&matcher, many, n, wish, &trouble), 0);
    const char *spans = spans_in(matcher, text, strlen(text));
    matcher_free(matcher);
    return spans;
}

START_TEST(many_patterns_are_looked_for_at_once)
{
    static const enum pattern_syntax syntaxes[] = {SYNTAX_FIXED, SYNTAX_BASIC};
    static const char text[] = "xw12345z\nnone\nW99999 w7\nw777777\nw1";
    set_locale();
    make_many();
    for (size_t i = 0; i < 2; i++) {
        struct pattern_wish wish = usual;
        wish.syntax = syntaxes[i];
        ck_assert_str_eq(spans_of_many(MANY, &wish, text), "w12345|w7|w77777|w1|");
        wish.whole_lines = true;
        ck_assert_str_eq(spans_of_many(MANY, &wish, text), "w1|");
        wish.whole_lines = false, wish.whole_words = true;
        ck_assert_str_eq(spans_of_many(MANY, &wish, text), "w7|w1|");
        wish.ignore_case = true;
        ck_assert_str_eq(spans_of_many(MANY, &wish, text), "W99999|w7|w1|");
        wish.whole_words = false;
        ck_assert_str_eq(spans_of_many(MANY, &wish, text), "w12345|W99999|w7|w77777|w1|");
    }
}
END_TEST

START_TEST(no_patterns_match_nothing_and_an_empty_one_all)
{
    struct pattern_trouble trouble;
    struct matcher *matcher;
    ck_assert_int_eq(matcher_new(&matcher, NULL, 0, &usual, &trouble), 0);
    ck_assert_uint_eq(count_in(matcher, "a\n\n", 3), 0);
    matcher_free(matcher);
    matcher = compile("", &usual);
    ck_assert_uint_eq(count_in(matcher, "a\n\nb", 4), 3);
    ck_assert_uint_eq(count_in(matcher, "", 0), 0);
    matcher_free(matcher);
    make_many();
    many[17] = (struct pattern){"", 0, NULL, 0};
    struct pattern_wish wish = usual;
    wish.syntax = SYNTAX_FIXED;
    ck_assert_str_eq(spans_of_many(MANY, &wish, "a w5\n\n"), "w5|");
    wish.whole_lines = true;
    ck_assert_int_eq(matcher_new(&matcher, many, 100, &wish, &trouble), 0);
    ck_assert_uint_eq(count_in(matcher, "w5\n\nw5x\n", 8), 2);
    matcher_free(matcher);
}
END_TEST

/* -- Odd bytes --------------------------------------------------------------------------------- */

START_TEST(nuls_and_other_line_ends)
{
    static const char text[] = "a\nb\0c\0\0d";
    const size_t n = sizeof text - 1;
    struct pattern_wish wish = usual;
    struct matcher *matcher = compile("b.c", &wish);
    ck_assert_uint_eq(count_in(matcher, text, n), 1);
    matcher_free(matcher);
    wish.end = '\0';
    static const struct {
        const char *pattern;
        uint64_t lines;
    } cases[] = {{"^b", 0},    {"a$", 0}, {"a.b", 1}, {"a[^x]b", 1},
                 {"a\\sb", 1}, {"^$", 1}, {"d$", 1}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        matcher = compile(cases[i].pattern, &wish);
        ck_assert_msg(count_in(matcher, text, n) == cases[i].lines, "%s", cases[i].pattern);
        matcher_free(matcher);
    }
}
END_TEST

/* Whichever way lines are found, there are as many. */
START_TEST(lines_are_counted_as_they_are_found)
{
    static const char *const patterns[] = {"aa", "a|bb",   "^b",   "[ab]{3}", "b$",
                                           "^$", "(.)\\1", "\\<a", "a*",      "c[ab]*c"};
    char text[2000];
    unsigned x = 1;
    for (size_t i = 0; i < sizeof text; i++, x = x * 1103515245 + 12345)
        text[i] = "aabbc\n\xc3 "[x >> 16 & 7];
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        struct matcher *matcher = compile(patterns[i], &usual);
        for (size_t n = sizeof text - 300; n <= sizeof text; n++) {
            struct searcher *searcher = searcher_new(matcher);
            const unsigned char *from = (const unsigned char *)text, *end = from + n;
            struct line line;
            uint64_t lines = 0;
            for (; searcher_line(searcher, from, end, &line) == 1; from = line.next)
                lines++;
            ck_assert_uint_eq(lines, count_in(matcher, text, n));
            searcher_free(searcher);
        }
        matcher_free(matcher);
    }
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "patterns", 1, spans_are_those_of_grep, errors_are_those_of_grep,
        each_wrong_pattern_of_a_file_is_told_with_its_line, repetitions_of_nothing_are_warned_about,
        catastrophes_end_and_name_the_pattern, time_is_linear_without_back_references,
        spans_take_linear_time, deep_and_large_patterns_are_refused, nothing_is_repeated_once,
        many_patterns_are_looked_for_at_once, no_patterns_match_nothing_and_an_empty_one_all,
        nuls_and_other_line_ends, lines_are_counted_as_they_are_found);
}
