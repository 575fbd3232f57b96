/* SPDX-License-Identifier: MIT */
/* The command line of cupro-search (see search_options.h). */
#include "search/options/search_options.h"
#include "search/options/option_value.h"

#include "common/diagnostics.h"
#include "common/options/option_table.h"
#include "common/options/quantity.h"
#include "common/options/word_choice.h"

#include <cupro/error.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_PIECE ((size_t)1 << 20)

enum {
    OPTION_BINARY_FILES = OPTION_OWN,
    OPTION_NO_IGNORE_CASE,
    OPTION_LABEL,
    OPTION_LINE_BUFFERED,
    OPTION_GROUP_SEPARATOR,
    OPTION_NO_GROUP_SEPARATOR,
    OPTION_COLOR,
    OPTION_EXCLUDE_FROM,
    OPTION_NO_DECOMPRESS,
    OPTION_MAX_DEPTH,
    OPTION_STATS,
    OPTION_JSON,
    OPTION_REPLACE,
    OPTION_GITIGNORE,
    OPTION_TYPE_LIST,
    OPTION_PROGRESS,
    OPTION_PIECE_SIZE
};

#define ROW_DIGIT(digit)          \
    {                             \
        (digit), NULL, NULL, NULL \
    }

/* Abbreviations mean what they mean to GNU grep, so what it does not have is not abbreviated. */
static const struct option_row rows[] = {
    OPTION_ROW_HEADING("What to look for"),
    {'E', "extended-regexp", NULL, "PATTERNS are extended regular expressions"},
    {'F', "fixed-strings", NULL, "PATTERNS are strings"},
    {'F', "fixed-regexp", NULL, NULL},
    {'G', "basic-regexp", NULL, "PATTERNS are basic regular expressions (default)"},
    {'P', "perl-regexp", NULL, "PATTERNS are Perl regular expressions"},
    {'e', "regexp", "PATTERNS", "look for PATTERNS; may be repeated"},
    {'f', "file", "FILE", "look for the patterns that are the lines of FILE"},
    {'i', "ignore-case", NULL, "upper and lower case are the same"},
    {'y', NULL, NULL, NULL},
    {OPTION_NO_IGNORE_CASE, "no-ignore-case", NULL, "they are not (default)"},
    {'w', "word-regexp", NULL, "only matches that are whole words"},
    {'x', "line-regexp", NULL, "only matches that are whole lines"},
    {'z', "null-data", NULL, "lines end with a zero byte, not with a newline"},
    {'X', NULL, "MATCHER", NULL},
    OPTION_ROW_HEADING("Which lines, and how many"),
    {'v', "invert-match", NULL, "select the lines that do not match"},
    {'m', "max-count", "N", "stop reading a file after N selected lines"},
    {'c', "count", NULL, "print only how many lines of each FILE are selected"},
    {'l', "files-with-matches", NULL, "print only the names of FILEs with selected lines"},
    {'L', "files-without-match", NULL, "print only the names of FILEs without any"},
    {'q', "quiet", NULL, "print nothing; the exit status tells"},
    {'q', "silent", NULL, NULL},
    {'s', "no-messages", NULL, "no messages about files that cannot be read"},
    OPTION_ROW_HEADING("How to print them"),
    {'o', "only-matching", NULL, "only the parts of lines that match, if not empty"},
    {'n', "line-number", NULL, "before each its number in the file"},
    {'b', "byte-offset", NULL, "before each how many bytes stand before it"},
    {'u', "unix-byte-offsets", NULL, NULL},
    {'H', "with-filename", NULL, "before each the file's name (default: if several)"},
    {'h', "no-filename", NULL, "without the file's name"},
    {OPTION_LABEL, "label", "NAME", "what standard input is called"},
    {'T', "initial-tab", NULL, "begin the lines themselves at a tab stop"},
    {'Z', "null", NULL, "a zero byte behind each file's name"},
    {'A', "after-context", "N", "also N lines after each"},
    {'B', "before-context", "N", "also N lines before each"},
    {'C', "context", "N", "also N lines before and after each; -N is the same"},
    {OPTION_GROUP_SEPARATOR, "group-separator", "SEP",
     "a line SEP between groups of lines (default: --)"},
    {OPTION_NO_GROUP_SEPARATOR, "no-group-separator", NULL, "no line between them"},
    {OPTION_COLOR, "color", "[WHEN]",
     "in colours, which GREP_COLORS tells: always, never,\n"
     "or auto, on a terminal"},
    {OPTION_COLOR, "colour", "[WHEN]", NULL},
    {OPTION_LINE_BUFFERED, "line-buffered", NULL, "write each line as soon as it is found"},
    OPTION_ROW_HEADING("Which files"),
    {'r', "recursive", NULL, "all files below each directory"},
    {'R', "dereference-recursive", NULL, "the same, and follow all symbolic links"},
    {OPTION_INCLUDE, "include", "GLOB", "only files whose names match GLOB"},
    {OPTION_EXCLUDE, "exclude", "GLOB", "no files whose names match GLOB"},
    {OPTION_EXCLUDE_FROM, "exclude-from", "FILE",
     "no files whose names match a glob that is a line of\n"
     "FILE"},
    {OPTION_EXCLUDE_DIR, "exclude-dir", "GLOB", "no directories whose names match GLOB"},
    {'d', "directories", "ACTION", "directories: read (an error), recurse (-r), or skip"},
    {'D', "devices", "ACTION", "devices, FIFOs and sockets: read, or skip"},
    {OPTION_BINARY_FILES, "binary-files", "TYPE",
     "binary files: binary (say only that they match), text,\n"
     "or without-match"},
    {'a', "text", NULL, "the same as --binary-files=text"},
    {'I', NULL, NULL, "the same as --binary-files=without-match"},
    {'U', "binary", NULL, "ignored, as everywhere but on DOS"},
    ROW_DIGIT('0'),
    ROW_DIGIT('1'),
    ROW_DIGIT('2'),
    ROW_DIGIT('3'),
    ROW_DIGIT('4'),
    ROW_DIGIT('5'),
    ROW_DIGIT('6'),
    ROW_DIGIT('7'),
    ROW_DIGIT('8'),
    ROW_DIGIT('9'),
    OPTION_ROW_HEADING("Everything else"),
    {'V', "version", NULL, "print the version and exit"},
    {OPTION_HELP, "help", NULL, "print this help and exit"},
    OPTION_ROW_IN_FULL,
    OPTION_ROW_HEADING("What grep does not have"),
    {OPTION_GITIGNORE, "gitignore", NULL,
     "below directories no files that .gitignore or .ignore\n"
     "files name, and nothing in .git"},
    {'t', "type", "TYPE",
     "below directories only files of this type, as c or py;\n"
     "may be repeated"},
    {OPTION_TYPE_LIST, "type-list", NULL, "print the types and exit"},
    {OPTION_MAX_DEPTH, "max-depth", "N",
     "files at most N levels below the directories named:\n1 are those in them"},
    {OPTION_NO_DECOMPRESS, "no-decompress", NULL, "read what is compressed as it is"},
    {OPTION_JSON, "json", NULL,
     "print objects in JSON, one a line, for each selected\n"
     "line, and for the beginning and end of each file, as\n"
     "ripgrep does"},
    {OPTION_REPLACE, "replace", "TEXT",
     "print TEXT in place of each match: $0 is the match,\n"
     "$1 is a group in it (with -E, -G and -P), ${name} a\n"
     "named one (with -P), $$ is $"},
    {OPTION_STATS, "stats", NULL, "print figures on standard error at the end"},
    OPTION_ROWS_POOL,
    {OPTION_PROGRESS, "progress", "[WHEN]",
     "show the progress on standard error: always, never,\n"
     "or auto, on a terminal (default: never)"},
    {OPTION_PIECE_SIZE, "piece-size", "BYTES", NULL},
};

static const struct option_table table = {
    .usage = " [OPTION]... PATTERNS [FILE]...",
    .about = "Print the lines of all FILEs that match one of the PATTERNS, which are separated by\n"
             "newlines. All processors search, in one large file as in many small ones, and the\n"
             "lines come in the files' order all the same. With no FILE read standard input, or\n"
             "with -r the working directory; - is standard input. What gzip or zstd has\n"
             "compressed is decompressed, whatever its name.\n",
    .rows = rows,
    .count = sizeof rows / sizeof rows[0],
    .operands_in_turn = true,
    .notes = "Options, patterns, what is printed and the exit status are those of GNU grep; files\n"
             "below directories come in the order of their names. Options that grep does not have\n"
             "must be given in full.\n"
             "\n"
             "Exit status: 0 if a line was selected, 1 if none was; 2 if there was an error,\n"
             "unless a line was selected and -q given.\n",
};

static const struct word directory_words[] = {
    {"read", DIRECTORIES_READ}, {"recurse", DIRECTORIES_RECURSE}, {"skip", DIRECTORIES_SKIP}};

static void set_syntax(struct search_options *options, enum pattern_syntax syntax)
{
    if (options->syntax_given && options->syntax != syntax)
        fail("conflicting matchers specified");
    options->syntax = syntax;
    options->syntax_given = true;
}

static _Noreturn void list_types(void)
{
    for (size_t i = 0; i < file_type_count; i++)
        printf("%s: %s\n", file_types[i].name, file_types[i].globs);
    if (fflush(stdout) != 0)
        fail_errno("write error", "standard output");
    exit(STATUS_OK);
}

static void add_type(struct search_options *options, const char *name)
{
    const struct file_type *type = file_type_find(name);
    if (!type)
        fail_usage("unknown type of files: '%s' (--type-list lists them)", name);
    options->type = reallocarray(options->type, options->types + 1, sizeof *options->type);
    if (!options->type)
        fail_code(CUPRO_ENOMEM);
    options->type[options->types++] = type;
}

/* What grep does not have. */
static bool take_own_choice(struct search_options *options, int id, const char *argument)
{
    switch (id) {
    case 't':
        add_type(options, argument);
        return true;
    case OPTION_TYPE_LIST:
        list_types();
    case OPTION_GITIGNORE:
        return options->gitignore = true;
    case OPTION_MAX_DEPTH:
        options->most_depth = (size_t)number_value("--max-depth", argument);
        return true;
    }
    return false;
}

static bool take_files(struct search_options *options, int id, const char *argument)
{
    switch (id) {
    case 'r':
        options->directories = DIRECTORIES_RECURSE;
        return true;
    case 'R':
        options->directories = DIRECTORIES_RECURSE;
        options->follow = true;
        return true;
    case OPTION_EXCLUDE_FROM:
        exclude_from(&options->tree.files, argument);
        return true;
    case 'd':
        options->directories =
            (enum directory_mode)WORD_CHOICE(directory_words, argument, "--directories");
        return true;
    case 'D':
        options->devices = device_value(argument);
        return true;
    case OPTION_BINARY_FILES:
        options->binary = binary_value(argument);
        return true;
    case 'a':
        options->binary = BINARY_AS_TEXT;
        return true;
    case 'I':
        options->binary = BINARY_WITHOUT_MATCH;
        return true;
    }
    return take_own_choice(options, id, argument) || tree_choice_take(&options->tree, id, argument);
}

static bool take_patterns(struct search_options *options, int id, const char *argument)
{
    switch (id) {
    case 'E':
        set_syntax(options, SYNTAX_EXTENDED);
        return true;
    case 'F':
        set_syntax(options, SYNTAX_FIXED);
        return true;
    case 'G':
        set_syntax(options, SYNTAX_BASIC);
        return true;
    case 'P':
        set_syntax(options, SYNTAX_PERL);
        return true;
    case 'X':
        set_syntax(options, matcher_value(argument));
        return true;
    case 'e':
        pattern_list_add(&options->patterns, argument);
        options->patterns_given = true;
        return true;
    case 'f':
        pattern_list_add_file(&options->patterns, argument);
        options->patterns_given = true;
        return true;
    case 'i':
    case 'y':
        return options->ignore_case = true;
    case OPTION_NO_IGNORE_CASE:
        options->ignore_case = false;
        return true;
    case 'w':
        return options->whole_words = true;
    case 'x':
        return options->whole_lines = true;
    case 'v':
        return options->invert = true;
    }
    return false;
}

/* Options that say one thing about what is printed. */
static bool take_flag(struct search_options *options, int id)
{
    switch (id) {
    case 'c':
        return options->count = true;
    case 'o':
        return options->only_matching = true;
    case 'q':
        return options->quiet = true;
    case 's':
        return options->no_messages = true;
    case 'n':
        return options->line_numbers = true;
    case 'b':
        return options->offsets = true;
    case 'T':
        return options->tabs = true;
    case 'Z':
        return options->zero_names = true;
    case OPTION_LINE_BUFFERED:
        return options->flush_lines = true;
    case OPTION_STATS:
        return options->stats = true;
    case OPTION_JSON:
        return options->json = true;
    case OPTION_NO_DECOMPRESS:
        return options->as_is = true;
    case 'l':
        options->list = LIST_MATCHING;
        return true;
    case 'L':
        options->list = LIST_OTHERS;
        return true;
    case 'H':
        options->names = NAMES_ALWAYS;
        return true;
    case 'h':
        options->names = NAMES_NEVER;
        return true;
    case 'z':
        options->end = '\0';
        return true;
    case 'u':
        complain("warning: --unix-byte-offsets (-u) is obsolete");
        return true;
    }
    return false;
}

static void take_value(struct search_options *options, int id, const char *argument)
{
    switch (id) {
    case 'A':
    case 'B':
        *(id == 'A' ? &options->after : &options->before) = context_value(argument);
        options->context = true;
        break;
    case 'm':
        options->most = max_count_value(argument);
        break;
    case OPTION_LABEL:
        options->label = argument;
        break;
    case OPTION_GROUP_SEPARATOR:
        options->separator = argument;
        break;
    case OPTION_NO_GROUP_SEPARATOR:
        options->separator = NULL;
        break;
    case OPTION_COLOR:
        options->colors.on = color_value(&table, argument);
        break;
    case OPTION_REPLACE:
        options->replace = argument;
        break;
    case OPTION_PIECE_SIZE:
        options->piece = (size_t)number_value("--piece-size", argument);
        break;
    case OPTION_PROGRESS:
        options->progress = PROGRESS_ALWAYS;
        if (argument && !progress_parse(argument, &options->progress))
            fail_usage("invalid argument '%s' for '--progress'", argument);
        break;
    default:
        pool_choice_take(&options->pool, id, argument);
    }
}

/* What the parser remembers from one option to the next. */
struct parsing {
    struct search_options *options;
    struct digits digits;
    size_t both; /* -C's, which -A and -B do not ask about */
    int read;    /* arguments that had been read before this option */
};

static void take_operand(struct search_options *options, struct option_place *place, char *operand)
{
    options->inputs[options->input_count++] = operand;
    /* Then the first operand ends the options. */
    place->stop = getenv("POSIXLY_CORRECT") != NULL;
}

static void take(int id, const char *argument, struct option_place *place, void *settings)
{
    struct parsing *parsing = settings;
    struct search_options *options = parsing->options;
    const int read = parsing->read;
    parsing->read = *place->next;
    if (id >= '0' && id <= '9') {
        digits_add(&parsing->digits, (char)id, read);
        parsing->both = context_value(parsing->digits.text);
        options->context = true;
        return;
    }
    digits_end(&parsing->digits);
    if (id == 'C') {
        parsing->both = context_value(argument);
        options->context = true;
    } else if (id == 'V') {
        option_table_print_version();
    } else if (id == OPTION_OPERAND) {
        take_operand(options, place, (char *)argument);
    } else if (!take_flag(options, id) && !take_patterns(options, id, argument) &&
               !take_files(options, id, argument)) {
        take_value(options, id, argument);
    }
}

static void settle_context(struct search_options *options, size_t both)
{
    if (options->after == SIZE_MAX)
        options->after = both;
    if (options->before == SIZE_MAX)
        options->before = both;
}

static void check_together(const struct search_options *options)
{
    const bool less = options->count || options->quiet || options->only_matching ||
                      options->list != LIST_NOTHING || options->colors.on || options->replace;
    if (options->json && less)
        fail_usage("option '--json' cannot be combined with -c, -l, -L, -o, -q, --color or"
                   " --replace");
}

void search_options_parse(struct search_options *options, int argc, char **argv)
{
    *options = (struct search_options){.most = COUNT_UNLIMITED,
                                       .before = SIZE_MAX,
                                       .after = SIZE_MAX,
                                       .separator = "--",
                                       .most_depth = SIZE_MAX,
                                       .end = '\n',
                                       .piece = DEFAULT_PIECE,
                                       .progress = PROGRESS_NEVER};
    struct parsing parsing = {.options = options, .read = 1};
    options->inputs = calloc((size_t)argc + 1, sizeof *options->inputs);
    if (!options->inputs)
        fail_code(CUPRO_ENOMEM);
    show_usage_in_hints("Usage: cupro-search [OPTION]... PATTERNS [FILE]...\n");
    option_table_parse_in_turn(&table, argc, argv, take, &parsing);
    settle_context(options, parsing.both);
    check_together(options);
    if (!options->patterns_given) {
        if (options->input_count == 0)
            fail_usage(NULL);
        pattern_list_add(&options->patterns, options->inputs[0]);
        options->input_count--;
        memmove(options->inputs, options->inputs + 1,
                options->input_count * sizeof *options->inputs);
    }
    if (options->colors.on)
        grep_colors_read(&options->colors);
}

void search_options_free(struct search_options *options)
{
    pattern_list_free(&options->patterns);
    tree_choice_free(&options->tree);
    grep_colors_free(&options->colors);
    free(options->type);
    free(options->inputs);
}
