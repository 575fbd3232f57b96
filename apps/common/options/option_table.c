/* SPDX-License-Identifier: MIT */
/* Options from a table (see option_table.h): getopt_long's two arrays are built from it. */
#include "common/options/option_table.h"
#include "common/diagnostics.h"
#include "common/output/output.h"

#include <cupro/base.h>
#include <cupro/error.h>

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HELP_COLUMN 28

/* What getopt_long returns for an operand, if the letters begin with '-'. */
#define OPERAND_IN_TURN 1

static const struct option_row *row_of(const struct option_table *table, int id)
{
    const struct option_row *row = table->rows;
    while (row->id != id)
        row++;
    return row;
}

static bool is_in_full(const struct option_table *table, size_t row)
{
    while (row > 0 && table->rows[row].id != OPTION_IN_FULL)
        row--;
    return table->rows[row].id == OPTION_IN_FULL;
}

static int argument_kind(const struct option_row *row)
{
    if (!row->argument)
        return no_argument;
    return row->argument[0] == '[' ? optional_argument : required_argument;
}

/* "n:rh", from the rows that have a letter. `letters` has room for three bytes a row and one. */
static void fill_letters(const struct option_table *table, char *letters)
{
    if (table->operands_in_turn)
        *letters++ = '-';
    for (size_t i = 0; i < table->count; i++) {
        const struct option_row *row = &table->rows[i];
        if (row->id > OPTION_LONG_ONLY)
            continue;
        *letters++ = (char)row->id;
        for (int colons = argument_kind(row); colons > 0; colons--)
            *letters++ = ':';
    }
    *letters = '\0';
}

static void fill_names(const struct option_table *table, struct option *names)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct option_row *row = &table->rows[i];
        if (row->name && !is_in_full(table, i))
            *names++ = (struct option){row->name, argument_kind(row), NULL, row->id};
    }
    *names = (struct option){0};
}

/* "  -n, --top=N", padded to the column where its help begins. */
static void print_row(struct output *out, const struct option_row *row)
{
    char left[128];
    const bool lettered = row->id <= OPTION_LONG_ONLY;
    const bool optional = argument_kind(row) == optional_argument;
    const char *argument = row->argument ? row->argument + optional : "";
    const char *name = row->name ? row->name : "";
    int length =
        snprintf(left, sizeof left, "  %c%c%c %s%s%s%s", lettered ? '-' : ' ',
                 lettered ? row->id : ' ', lettered && row->name ? ',' : ' ', row->name ? "--" : "",
                 name, optional ? "[=" : (row->argument ? "=" : ""), argument);
    output_text(out, left);
    if (length >= HELP_COLUMN) {
        output_text(out, "\n");
        length = 0;
    }
    for (const char *line = row->help; line;) {
        const char *end = strchr(line, '\n');
        const size_t bytes = end ? (size_t)(end - line) : strlen(line);
        for (; length < HELP_COLUMN; length++)
            output_text(out, " ");
        output_bytes(out, line, bytes);
        output_text(out, "\n");
        line = end ? end + 1 : NULL;
        length = 0;
    }
}

static void print_heading(struct output *out, const char *words, bool first)
{
    output_text(out, first ? "" : "\n");
    output_text(out, words);
    output_text(out, ":\n");
}

void option_table_print_help(const struct option_table *table)
{
    struct output out;
    output_open(&out, STDOUT_FILENO);
    output_text(&out, "Usage: ");
    output_text(&out, program_name);
    output_text(&out, table->usage);
    output_text(&out, "\n");
    output_text(&out, table->about);
    output_text(&out, "\n");
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].id == OPTION_HEADING)
            print_heading(&out, table->rows[i].help, i == 0);
        else if (table->rows[i].help)
            print_row(&out, &table->rows[i]);
    }
    output_text(&out, "\n");
    output_text(&out, table->notes);
    output_close_or_fail(&out);
    exit(STATUS_OK);
}

void option_table_print_version(void)
{
    char text[128];
    struct output out;
    output_open(&out, STDOUT_FILENO);
    snprintf(text, sizeof text, "%s (cupro) %d.%d.%d\n", program_name, CUPRO_VERSION_MAJOR,
             CUPRO_VERSION_MINOR, CUPRO_VERSION_PATCH);
    output_text(&out, text);
    output_close_or_fail(&out);
    exit(STATUS_OK);
}

/* What getopt_long wants to know about a table. */
struct parser {
    const struct option_table *table;
    struct option *names;
    char *letters;
    char *called; /* argv[0], in whose place `own_name` stands meanwhile: messages begin with it */
    char own_name[64];
};

static void parser_open(struct parser *parser, const struct option_table *table, char **argv)
{
    *parser = (struct parser){
        .table = table,
        .names = calloc(table->count + 1, sizeof *parser->names),
        .letters = calloc(table->count + 1, 3),
        .called = argv[0],
    };
    if (!parser->names || !parser->letters)
        fail_code(CUPRO_ENOMEM);
    fill_names(table, parser->names);
    fill_letters(table, parser->letters);
    snprintf(parser->own_name, sizeof parser->own_name, "%s", program_name);
    argv[0] = parser->own_name;
}

static void parser_close(struct parser *parser, char **argv)
{
    argv[0] = parser->called;
    free(parser->letters);
    free(parser->names);
}

/* Is the next argument an option that must be given in full, and is? Then read it. -1: no. */
static int parse_in_full(const struct parser *parser, int argc, char **argv)
{
    const char *given = optind < argc ? argv[optind] : "";
    if (strncmp(given, "--", 2) != 0)
        return -1;
    const size_t length = strcspn(given + 2, "=");
    for (size_t i = 0; i < parser->table->count; i++) {
        const struct option_row *row = &parser->table->rows[i];
        if (!is_in_full(parser->table, i) || !row->name || strlen(row->name) != length ||
            strncmp(row->name, given + 2, length) != 0)
            continue;
        optind++;
        optarg = given[2 + length] == '=' ? argv[optind - 1] + 2 + length + 1 : NULL;
        if (optarg && argument_kind(row) == no_argument)
            fail_usage("option '--%s' doesn't allow an argument", row->name);
        if (!optarg && argument_kind(row) == required_argument) {
            if (optind == argc)
                fail_usage("option '--%s' requires an argument", row->name);
            optarg = argv[optind++];
        }
        return row->id;
    }
    return -1;
}

/* The next option; -1: there are no more. */
static int parse_next(const struct parser *parser, int argc, char **argv)
{
    int id = parse_in_full(parser, argc, argv);
    if (id < 0)
        id = getopt_long(argc, argv, parser->letters, parser->names, NULL);
    if (id < 0)
        return -1;
    if (id == OPERAND_IN_TURN)
        return OPTION_OPERAND;
    if (id == '?')
        fail_usage(NULL);
    if (id == OPTION_VERSION)
        option_table_print_version();
    const char *name = row_of(parser->table, id)->name;
    if (name && strcmp(name, "help") == 0)
        option_table_print_help(parser->table);
    return id;
}

int option_table_parse(const struct option_table *table, int argc, char **argv, option_taker *take,
                       void *settings)
{
    struct parser parser;
    parser_open(&parser, table, argv);
    for (int id; (id = parse_next(&parser, argc, argv)) != -1;)
        take(id, optarg, settings);
    parser_close(&parser, argv);
    return optind;
}

void option_table_parse_in_turn(const struct option_table *table, int argc, char **argv,
                                option_taker_in_turn *take, void *settings)
{
    struct parser parser;
    struct option_place place = {argc, argv, &optind, false};
    parser_open(&parser, table, argv);
    for (int id; !place.stop && (id = parse_next(&parser, argc, argv)) != -1;)
        take(id, optarg, &place, settings);
    parser_close(&parser, argv);
    while (optind < argc) {
        const char *operand = argv[optind++];
        take(OPTION_OPERAND, operand, &place, settings);
    }
}
