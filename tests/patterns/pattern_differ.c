/* SPDX-License-Identifier: MIT */
/*
 * Random patterns over random lines, by ours and by GNU grep: which lines match, how many, and
 * where. pattern_differ CASES [SEED] GNU grep is the one of PATH. Files are made in the working
 * folder.
 *
 * What GNU grep finds in a line may depend on the lines before it: its matcher keeps states, and in
 * UTF-8 some of them forget what the character before them was. So a difference is one only where
 * GNU grep insists on its answer for each line alone.
 */
#include "pattern_dice.h"

#include "search/patterns/matcher.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_TEXT = 4000, MOST_OUTPUT = 1 << 16, GREP_TIMED_OUT = 124 /* by timeout(1) */ };

struct trial {
    bool utf8, extended, fixed, ignore_case, whole_words, whole_lines;
    struct scribe pattern;
    unsigned char text[MOST_TEXT];
    size_t length;
};

struct output {
    char bytes[MOST_OUTPUT];
    size_t length;
    int status;
};

static void die(const char *what)
{
    perror(what);
    exit(2);
}

static void write_file(const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(name, "w");
    if (file == NULL || fwrite(bytes, 1, n, file) != n || fclose(file) != 0)
        die(name);
}

/* -- Theirs ------------------------------------------------------------------------------------ */

/* Adds what grep prints about text to output, and sets its status. */
static void ask_grep(const struct trial *trial, const char *what, const void *text, size_t n,
                     struct output *output)
{
    char command[300];
    write_file("differ-text", text, n);
    snprintf(command, sizeof command,
             "LC_ALL=%s timeout 20 grep -a %s %s %s %s %s -f differ-pattern differ-text",
             trial->utf8 ? "C.UTF-8" : "C", what,
             trial->fixed      ? "-F"
             : trial->extended ? "-E"
                               : "-G",
             trial->ignore_case ? "-i" : "", trial->whole_words ? "-w" : "",
             trial->whole_lines ? "-x" : "");
    FILE *grep = popen(command, "r");
    if (grep == NULL)
        die("grep");
    output->length += fread(output->bytes + output->length, 1, MOST_OUTPUT - output->length, grep);
    output->status = pclose(grep) >> 8;
}

/* The same by a grep for each line. */
static void ask_grep_by_lines(const struct trial *trial, const char *what, struct output *output)
{
    int status = 1;
    *output = (struct output){.length = 0};
    for (size_t from = 0, next; from < trial->length && output->status < 2; from = next) {
        const unsigned char *end = memchr(trial->text + from, '\n', trial->length - from);
        next = end != NULL ? (size_t)(end - trial->text) + 1 : trial->length;
        ask_grep(trial, what, trial->text + from, next - from, output);
        if (output->status != 1)
            status = output->status;
    }
    output->status = status;
}

/* -- Ours -------------------------------------------------------------------------------------- */

static void put(struct output *output, const void *bytes, size_t n)
{
    if (n + 1 > MOST_OUTPUT - output->length)
        return;
    memcpy(output->bytes + output->length, bytes, n);
    output->length += n;
    output->bytes[output->length++] = '\n';
}

static int put_spans(struct searcher *searcher, const struct line *line, struct output *output)
{
    struct span span;
    size_t n = (size_t)(line->end - line->begin);
    int found = 1;
    for (size_t from = 0; from <= n && found == 1;) {
        found = searcher_span(searcher, line, from, &span);
        if (found == 1 && span.end > span.begin)
            put(output, line->begin + span.begin, span.end - span.begin);
        from = span.end > span.begin ? span.end : span.end + 1;
    }
    return found;
}

static void search(struct searcher *searcher, const struct trial *trial, bool spans,
                   struct output *output)
{
    const unsigned char *from = trial->text, *end = from + trial->length;
    struct line line;
    uint64_t count = 0, lines = 0;
    int found;
    while ((found = searcher_line(searcher, from, end, &line)) == 1) {
        if (!spans)
            put(output, line.begin, (size_t)(line.end - line.begin));
        else if (put_spans(searcher, &line, output) < 0)
            break;
        from = line.next;
        lines++;
    }
    output->status = found < 0 || searcher_count(searcher, trial->text, end, &count) != 0 ? 2
                     : lines > 0                                                          ? 0
                                                                                          : 1;
    if (output->status != 2 && count != lines) {
        fprintf(stderr, "%zu lines were counted, %zu found\n", (size_t)count, (size_t)lines);
        output->status = 3;
    }
}

static void ask_ours(const struct trial *trial, bool spans, struct output *output)
{
    struct pattern pattern = {.text = trial->pattern.text, .length = trial->pattern.length};
    struct pattern_wish wish = {.syntax = trial->fixed      ? SYNTAX_FIXED
                                          : trial->extended ? SYNTAX_EXTENDED
                                                            : SYNTAX_BASIC,
                                .ignore_case = trial->ignore_case,
                                .whole_words = trial->whole_words,
                                .whole_lines = trial->whole_lines,
                                .utf8 = trial->utf8,
                                .end = '\n'};
    struct matcher *matcher;
    struct pattern_trouble trouble;
    output->length = 0;
    output->status = 2;
    if (matcher_new(&matcher, &pattern, 1, &wish, &trouble) != 0)
        return;
    struct searcher *searcher = searcher_new(matcher);
    if (searcher == NULL)
        die("searcher_new");
    search(searcher, trial, spans, output);
    searcher_free(searcher);
    matcher_free(matcher);
}

/* -- Trials ------------------------------------------------------------------------------------ */

static void throw_trial(struct trial *trial, struct dice *dice)
{
    *trial = (struct trial){.utf8 = dice_once_in(dice, 2), .extended = dice_once_in(dice, 2)};
    trial->pattern = (struct scribe){dice, trial->utf8, trial->extended, "", 0};
    trial->ignore_case = dice_once_in(dice, 4);
    trial->whole_lines = dice_once_in(dice, 8);
    switch (dice_below(dice, 8)) {
    case 0:
        trial->fixed = true;
        for (size_t n = 1 + dice_below(dice, 3); n > 0; n--)
            scribe_put(&trial->pattern, throw_character(dice, trial->utf8));
        break;
    case 1:
        trial->whole_words = true;
        trial->whole_lines = false;
        for (size_t n = 1 + dice_below(dice, 3); n > 0; n--)
            scribe_atom(&trial->pattern);
        break;
    case 2:
        scribe_back(&trial->pattern);
        break;
    default:
        scribe_choice(&trial->pattern, OUTERMOST);
    }
    trial->length = throw_lines(dice, trial->utf8, (char *)trial->text, MOST_TEXT);
    setlocale(LC_ALL, trial->utf8 ? "C.UTF-8" : "C");
}

static bool show_difference(const struct trial *trial, const char *what, const struct output *ours,
                            const struct output *theirs)
{
    fprintf(
        stderr,
        "grep %s%s%s%s%s%s, %s, pattern: %s\ntext:\n%.*s\nours (%d):\n%.*s\ntheirs (%d):\n%.*s\n",
        what, trial->extended ? "E" : "G", trial->fixed ? "F" : "", trial->ignore_case ? "i" : "",
        trial->whole_words ? "w" : "", trial->whole_lines ? "x" : "", trial->utf8 ? "C.UTF-8" : "C",
        trial->pattern.text, (int)trial->length, (const char *)trial->text, ours->status,
        (int)ours->length, ours->bytes, theirs->status, (int)theirs->length, theirs->bytes);
    return false;
}

static bool output_same(const struct output *a, const struct output *b)
{
    return a->status == b->status && a->length == b->length &&
           memcmp(a->bytes, b->bytes, a->length) == 0;
}

static bool compare(const struct trial *trial, const char *what, bool spans)
{
    static struct output ours, theirs, by_lines;
    theirs.length = 0;
    ask_grep(trial, what, trial->text, trial->length, &theirs);
    ask_ours(trial, spans, &ours);
    if (theirs.status == GREP_TIMED_OUT || output_same(&ours, &theirs))
        return true;
    ask_grep_by_lines(trial, what, &by_lines);
    return output_same(&ours, &by_lines) || show_difference(trial, what, &ours, &theirs);
}

int main(int argc, char **argv)
{
    long cases = argc > 1 ? strtol(argv[1], NULL, 10) : 100;
    if (argc > 2)
        setenv("CUPRO_TEST_SEED", argv[2], 1);
    dice_announce();
    struct dice dice = dice_for(0);
    static struct trial trial;
    int different = 0;
    for (long i = 0; i < cases && different < 5; i++) {
        throw_trial(&trial, &dice);
        write_file("differ-pattern", trial.pattern.text, trial.pattern.length);
        if (!compare(&trial, "", false) || !compare(&trial, "-o", true)) {
            fprintf(stderr, "case %ld\n\n", i);
            different++;
        }
    }
    remove("differ-pattern");
    remove("differ-text");
    return different > 0;
}
