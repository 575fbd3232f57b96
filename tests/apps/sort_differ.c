/* SPDX-License-Identifier: MIT */
/*
 * Does a program do what sort does? Random options, random lines, several locales: compares bytes,
 * messages and exit statuses.
 *
 *     sort_differ OURS THEIRS FIRST COUNT     cases FIRST … FIRST + COUNT - 1
 *
 * works in the current directory. A case depends on its number only. Of a case that differs it
 * prints the number, the command and both results; exit status 1.
 */
#include "random_lines.h"
#include "sort_command.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The inputs of a case. */
static void write_inputs(const struct command *command)
{
    static char text[MOST_BYTES];
    for (int i = 0; i < 4; i++) {
        const char *const names[] = {"in0", "in1", "in2", "in3"};
        write_file(names[i], text, make_text(text, command->line_end, command->separator));
    }
}

static int run(const char *program, const struct command *command, const char *out, const char *err)
{
    const struct run run = {
        program, "sort", command->locale, command->input ? "in0" : "/dev/null", out, err, false};
    return run_program(&run, &command->words);
}

/* Sort the inputs as the case's options say. */
static void sort_inputs(const char *theirs, const struct command *command)
{
    struct command sorting = *command;
    static char text[MOST_BYTES];
    sorting.input = false;
    for (int i = 0; i < 4; i++) {
        const char *const names[] = {"in0", "in1", "in2", "in3"};
        sorting.words.count = command->ordering;
        add_argument(&sorting.words, "%s", names[i]);
        if (run(theirs, &sorting, "sorted", "err.sorting") == 0)
            write_file(names[i], text, read_file("sorted", text, sizeof text));
    }
}

/* Leave the first lines of the file. */
static void cut_file(const char *name, const struct command *command)
{
    static char text[MOST_BYTES * 4];
    size_t lines = command->top, at = 0;
    const size_t length = read_file(name, text, sizeof text);
    while (lines > 0 && at < length)
        lines -= text[at++] == command->line_end;
    if (length > 0)
        write_file(name, text, at);
}

/* What `head` behind them would leave, of each file that they may have written. */
static void cut_results(struct command *command)
{
    if (command->top == 0 || command->words.count == MOST_ARGUMENTS)
        return;
    cut_file("out.theirs", command);
    cut_file("result.theirs", command);
    if (command->in_place)
        cut_file("in1.theirs", command);
    struct arguments *words = &command->words;
    memmove(words->text + 1, words->text, sizeof words->text - sizeof words->text[0]);
    snprintf(words->text[0], sizeof words->text[0], "--top=%zu", command->top);
    words->count++;
}

static bool try_case(const char *ours, const char *theirs, const char *const *locales,
                     size_t locale_count, uint64_t number)
{
    struct command command = {.line_end = '\n', .separator = ' '};
    begin_case(number);
    command.locale = locales[below(locale_count)];
    add_options(&command);
    add_inputs(&command);
    write_inputs(&command);
    if (command.sorted)
        sort_inputs(theirs, &command);
    rename("in1", "keep");
    static char text[MOST_BYTES];
    const size_t length = read_file("keep", text, sizeof text);
    write_file("in1", text, length);
    unlink("result");
    const int their_status = run(theirs, &command, "out.theirs", "err.theirs");
    rename("result", "result.theirs");
    rename("in1", "in1.theirs");
    write_file("in1", text, length);
    if (their_status == 0)
        cut_results(&command);
    const int our_status = run(ours, &command, "out.ours", "err.ours");
    const bool same = their_status == our_status && same_file("out.theirs", "out.ours") &&
                      same_messages("err.theirs", "err.ours", "cupro-sort", "sort") &&
                      (same_file("result.theirs", "result")) && same_file("in1.theirs", "in1");
    if (!same) {
        printf("case %llu differs: LC_ALL=%s sort", (unsigned long long)number, command.locale);
        show_arguments(&command.words);
        printf("%s\nexit status %d, not %d\n", command.input ? " <in0" : "", our_status,
               their_status);
        show_file("their messages: ", "err.theirs");
        show_file("our messages: ", "err.ours");
    }
    unlink("result");
    unlink("result.theirs");
    return same;
}

static bool prepare(void)
{
    write_file("random", "0123456789abcdefghijklmnopqrstuvwxyz", 36);
    return mkdir("dir", 0777) == 0;
}

int main(int argc, char **argv)
{
    return run_cases(argc, argv, prepare, try_case);
}
