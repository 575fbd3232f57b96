/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as patterns, in any syntax, with any options: nothing crashes, errors have a text, and
 * where a pattern compiles the same lines are found as are counted, with spans within them.
 *   pattern_garbage CASES [SEED]
 */
#include "pattern_dice.h"

#include "search/patterns/matcher.h"

#include <locale.h>

enum { MOST_PATTERNS = 3, MOST_PATTERN = 40, MOST_TEXT = 500 };

struct garbage {
    char bytes[MOST_PATTERNS][MOST_PATTERN];
    struct pattern patterns[MOST_PATTERNS];
    size_t n;
    struct pattern_wish wish;
    char text[MOST_TEXT];
    size_t length;
};

static void throw_pattern(struct dice *dice, struct garbage *garbage, size_t number)
{
    static const char signs[] = "\\\\\\\\()()[]{}|*+?.^$^[:alpha:][=a=][.-.]-,0123ab<>bBwWsS`'\n";
    size_t n = dice_below(dice, dice_once_in(dice, 4) ? MOST_PATTERN : 10);
    for (size_t i = 0; i < n; i++)
        garbage->bytes[number][i] = dice_once_in(dice, 20)
                                        ? (char)dice_bits(dice)
                                        : signs[dice_below(dice, sizeof signs - 1)];
    garbage->patterns[number] = (struct pattern){garbage->bytes[number], n,
                                                 dice_once_in(dice, 2) ? "file" : NULL, number + 1};
}

static void throw_garbage(struct dice *dice, struct garbage *garbage)
{
    static const enum pattern_syntax syntaxes[] = {SYNTAX_BASIC, SYNTAX_EXTENDED, SYNTAX_FIXED,
                                                   SYNTAX_PERL};
    garbage->wish = (struct pattern_wish){.syntax = PICK(dice, syntaxes),
                                          .ignore_case = dice_once_in(dice, 4),
                                          .whole_words = dice_once_in(dice, 6),
                                          .whole_lines = dice_once_in(dice, 6),
                                          .utf8 = dice_once_in(dice, 2),
                                          .end = dice_once_in(dice, 6) ? '\0' : '\n'};
    garbage->n = 1 + dice_below(dice, MOST_PATTERNS);
    for (size_t i = 0; i < garbage->n; i++)
        throw_pattern(dice, garbage, i);
    garbage->length = throw_lines(dice, garbage->wish.utf8, garbage->text, MOST_TEXT);
    for (size_t i = 0; i < garbage->length; i++)
        if (dice_once_in(dice, 30))
            garbage->text[i] = (char)dice_bits(dice);
    setlocale(LC_ALL, garbage->wish.utf8 ? "C.UTF-8" : "C");
}

static bool spans_are_sound(struct searcher *searcher, const struct line *line)
{
    size_t n = (size_t)(line->end - line->begin), from = 0;
    struct span span;
    while (from <= n && searcher_span(searcher, line, from, &span) == 1) {
        if (span.begin < from || span.end < span.begin || span.end > n)
            return false;
        from = span.end > span.begin ? span.end : span.end + 1;
    }
    return true;
}

static bool lines_are_sound(const struct matcher *matcher, const struct garbage *garbage)
{
    struct searcher *searcher = searcher_new(matcher);
    const unsigned char *from = (const unsigned char *)garbage->text;
    const unsigned char *end = from + garbage->length;
    struct line line;
    uint64_t count = 0, lines = 0;
    bool sound = searcher != NULL;
    int counted = sound ? searcher_count(searcher, from, end, &count) : 0, found = 0;
    while (sound && (found = searcher_line(searcher, from, end, &line)) == 1) {
        sound = line.begin >= from && line.end >= line.begin && line.next > line.begin &&
                line.next <= end && spans_are_sound(searcher, &line);
        from = line.next;
        lines++;
    }
    sound = sound && (counted < 0 || found < 0 || count == lines);
    searcher_free(searcher);
    return sound;
}

static bool try_garbage(const struct garbage *garbage)
{
    struct pattern_trouble trouble;
    struct matcher *matcher;
    if (matcher_new(&matcher, garbage->patterns, garbage->n, &garbage->wish, &trouble) != 0)
        return trouble.text[0] != '\0';
    bool sound = lines_are_sound(matcher, garbage);
    matcher_free(matcher);
    return sound;
}

int main(int argc, char **argv)
{
    long cases = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
    if (argc > 2)
        setenv("CUPRO_TEST_SEED", argv[2], 1);
    dice_announce();
    struct dice dice = dice_for(0);
    static struct garbage garbage;
    for (long i = 0; i < cases; i++) {
        throw_garbage(&dice, &garbage);
        if (!try_garbage(&garbage)) {
            fprintf(stderr, "case %ld: %.*s\n", i, (int)garbage.patterns[0].length,
                    garbage.bytes[0]);
            return 1;
        }
    }
    return 0;
}
