/* SPDX-License-Identifier: MIT */
/*
 * Does a program do what grep does? Random patterns, options and inputs, the inputs cut into tiny
 * pieces: compares bytes, messages, exit statuses, and where standard input is left.
 *
 *     search_differ OURS THEIRS FIRST COUNT LOCALE...     cases FIRST … FIRST + COUNT - 1
 *
 * works in the current directory, where it makes another. A case depends on its number only. Of a
 * case that differs it prints the number, the command and both results; exit status 1.
 */
#include "search_command.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int run(const char *program, const struct search_case *search,
               const struct arguments *arguments, const char *out, const char *err)
{
    const struct run run = {program,
                            "grep",
                            search->locale,
                            search->input ? "in0" : "/dev/null",
                            out,
                            err,
                            search->input && search->piped};
    return run_program(&run, arguments);
}

/* Ours is told how to cut, and how many threads are to do it. */
static struct arguments arguments_of_ours(const struct search_case *search)
{
    struct arguments all = {0};
    add_argument(&all, "--piece-size=%zu", chance(80) ? 1 + below(64) : 1 + below(3000));
    add_argument(&all, "--threads=%zu", 1 + below(4));
    for (int i = 0; i < search->words.count; i++)
        add_argument(&all, "%s", search->words.text[i]);
    return all;
}

static bool try_case(const char *ours, const char *theirs, const char *const *locales,
                     size_t locale_count, uint64_t number)
{
    struct search_case search = {.line_end = '\n'};
    begin_case(number);
    search.locale = locales[below(locale_count)];
    search.line_end = chance(6) ? '\0' : '\n';
    search.binary = chance(30);
    write_texts(&search);
    make_command(&search);
    const struct arguments arguments = arguments_of_ours(&search);
    const int their_status = run(theirs, &search, &search.words, "../out.theirs", "../err.theirs");
    const int our_status = run(ours, &search, &arguments, "../out.ours", "../err.ours");
    const bool same = their_status == our_status && same_file("../out.theirs", "../out.ours") &&
                      same_messages("../err.theirs", "../err.ours", "cupro-search", "grep");
    if (!same) {
        printf("case %llu differs: LC_ALL=%s grep", (unsigned long long)number, search.locale);
        show_arguments(&arguments);
        printf("%s\nexit status %d, not %d\n",
               search.input ? search.piped ? " <(in0)" : " <in0" : " </dev/null", our_status,
               their_status);
        show_file("their messages: ", "../err.theirs");
        show_file("our messages: ", "../err.ours");
        show_file("their output:\n", "../out.theirs");
        show_file("our output:\n", "../out.ours");
    }
    return same;
}

/* What is written stands elsewhere, for -r. */
static bool prepare(void)
{
    return mkdir("texts", 0777) == 0 && chdir("texts") == 0 && mkdir("dir", 0777) == 0;
}

int main(int argc, char **argv)
{
    return run_cases(argc, argv, prepare, try_case);
}
