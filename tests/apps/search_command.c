/* SPDX-License-Identifier: MIT */
/*
 * Random command lines for grep (see search_command.h). Few letters and short lines, so that much
 * matches. What is left out is where grep loses its place: lines that are not UTF-8 with lines
 * around them.
 */
#include "search_command.h"

#include <stdio.h>
#include <string.h>

/* -- Texts ------------------------------------------------------------------------------------- */

static size_t append(char *to, size_t at, const char *text)
{
    const size_t length = strlen(text);
    memcpy(to + at, text, length);
    return at + length;
}

static size_t make_text(char *to, const struct search_case *search)
{
    static const char *const words[] = {"a",        "b",        "ab", "ba", "aab", "A",
                                        "B",        " ",        "_",  "1",  ".",   "c",
                                        "\xc3\xa9", "\xc3\x89", "\r", "a ", "\t",  "bb"};
    static const size_t sizes[] = {0, 1, 2, 3, 5, 10, 30, 100};
    const size_t lines = PICK(sizes);
    const bool long_ones = chance(5);
    size_t at = 0;
    for (size_t i = 0; i < lines; i++) {
        for (size_t left = long_ones && chance(10) ? below(300) : below(6); left > 0; left--)
            at = append(to, at, PICK(words));
        if (search->binary && chance(4))
            at = append(to, at, "\xff");
        if (search->binary && chance(3))
            to[at++] = '\0';
        if (i + 1 < lines || chance(85))
            to[at++] = chance(97) ? search->line_end : '\n';
    }
    return at;
}

void write_texts(struct search_case *search)
{
    static char text[MOST_BYTES];
    for (int i = 0; i < 4; i++) {
        const char *const names[] = {"in0", "in1", "in2", "dir/in3"};
        write_file(names[i], text, make_text(text, search));
    }
}

/* -- Patterns ---------------------------------------------------------------------------------- */

/* With -w the first atom is there: some lines that have a match of nothing grep does not select, or
 * only in C.UTF-8. */
static void make_pattern(char *to, size_t room, bool words)
{
    static const char *const atoms[] = {"a", "b",    "ab",   "A", "c",
                                        ".", "[ab]", "[^a]", "1", "\xc3\xa9"};
    static const char *const repeats[] = {"*", "*", "a*"};
    size_t at = 0;
    to[0] = '\0';
    if (chance(10))
        at = append(to, at, "^");
    bool needed = words;
    for (size_t left = words + below(4 - words); left > 0 && at + 16 < room; left--) {
        at = append(to, at, PICK(atoms));
        const char *repeat = chance(20) ? PICK(repeats) : "";
        at = append(to, at, needed ? "" : repeat);
        needed = false;
    }
    if (chance(10))
        at = append(to, at, "$");
    to[at] = '\0';
}

static void add_patterns(struct search_case *search)
{
    char pattern[48], list[200];
    const bool perl = chance(6);
    static const char *const syntaxes[] = {"-E", "-F", "-G", "-E", ""};
    const char *syntax = perl ? "-P" : PICK(syntaxes);
    if (*syntax)
        add_argument(&search->words, "%s", syntax);
    make_pattern(pattern, sizeof pattern, search->whole_words);
    if (perl || chance(60)) {
        add_argument(&search->words, *pattern && chance(50) ? "-e%s" : "--regexp=%s", pattern);
    } else if (chance(50)) {
        size_t at = 0;
        for (size_t left = below(4); left > 0; left--) {
            make_pattern(pattern, sizeof pattern, search->whole_words);
            at = append(list, at, pattern);
            list[at++] = '\n';
        }
        write_file("patterns", list, at);
        add_argument(&search->words, "-fpatterns");
    } else {
        add_argument(&search->words, "--regexp=%s", pattern);
        make_pattern(pattern, sizeof pattern, search->whole_words);
        add_argument(&search->words, "--regexp=%s", pattern);
    }
}

/* -- Options ----------------------------------------------------------------------------------- */

static void add_context(struct search_case *search)
{
    static const char *const options[] = {"-A%zu", "-B%zu", "-C%zu", "-%zu", "--context=%zu"};
    for (size_t left = 1 + below(2); left > 0; left--) {
        char option[24];
        /* The format is one of those above. */
        const char *format = PICK(options);
        const size_t percent = strcspn(format, "%");
        snprintf(option, sizeof option, "%.*s%zu", (int)percent, format, below(5));
        add_argument(&search->words, "%s", option);
    }
    if (chance(20))
        add_argument(&search->words, "%s",
                     chance(50) ? "--no-group-separator" : "--group-separator=XX");
}

static void add_options(struct search_case *search)
{
    static const struct {
        const char *option;
        size_t percent;
    } flags[] = {
        {"-v", 15},
        {"-i", 10},
        {"-c", 10},
        {"-l", 4},
        {"-L", 4},
        {"-q", 3},
        {"-s", 5},
        {"-n", 25},
        {"-b", 10},
        {"-H", 10},
        {"-h", 10},
        {"-T", 5},
        {"-Z", 5},
        {"-o", 15},
        {"-a", 8},
        {"-I", 4},
        {"-U", 2},
        {"--label=in", 5},
        {"-u", 1},
        {"--line-buffered", 3},
        {"-y", 2},
        {"--no-messages", 2},
        {"--no-ignore-case", 2},
        {"--color=always", 12},
    };
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (chance(flags[i].percent))
            add_argument(&search->words, "%s", flags[i].option);
    }
    /* With both of them and -o, grep prints empty matches. */
    search->whole_words = chance(8);
    if (search->whole_words || chance(5))
        add_argument(&search->words, search->whole_words ? "-w" : "-x");
    if (search->line_end == '\0')
        add_argument(&search->words, "-z");
    if (chance(15))
        add_argument(&search->words, chance(50) ? "-m%zu" : "--max-count=%zu", below(5));
    if (!search->binary && chance(30))
        add_context(search);
}

static void add_inputs(struct search_case *search)
{
    static const char *const names[] = {"in0", "in1", "in2", "-", "in1", "in2", "dir", "missing"};
    search->input = chance(70);
    search->piped = chance(30);
    const bool recursive = chance(10);
    if (recursive)
        add_argument(&search->words, "-r");
    else if (chance(5))
        add_argument(&search->words, "-dskip");
    if (chance(5))
        add_argument(&search->words, "--%s=%s", chance(50) ? "include" : "exclude",
                     chance(50) ? "in*" : "in1");
    if (!recursive && chance(20))
        return;
    for (size_t left = 1 + below(3); left > 0; left--)
        add_argument(&search->words, "%s", PICK(names));
}

void make_command(struct search_case *search)
{
    add_options(search);
    add_patterns(search);
    add_inputs(search);
}
