/* SPDX-License-Identifier: MIT */
/* The command line of cupro-search (see search_options.h). */
#include "search/options/search_options.h"
#include "search/options/option_value.h"
#include "search/options/search_table.h"

#include "common/diagnostics.h"
#include "common/options/word_choice.h"

#include <cupro/error.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_PIECE ((size_t)1 << 20)

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
        options->colors.on = color_value(&search_table, argument);
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
    option_table_parse_in_turn(&search_table, argc, argv, take, &parsing);
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
    pattern_list_distinct(&options->patterns);
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
