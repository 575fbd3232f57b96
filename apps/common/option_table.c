/* SPDX-License-Identifier: MIT */
/* Options from a table (see option_table.h): getopt_long's two arrays are built from it. */
#include "common/option_table.h"
#include "common/diagnostics.h"
#include "common/output.h"

#include <cupro/base.h>
#include <cupro/error.h>

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HELP_COLUMN 28

static const struct option_row *row_of(const struct option_table *table, int id)
{
    const struct option_row *row = table->rows;
    while (row->id != id)
        row++;
    return row;
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
        names[i] = (struct option){row->name, argument_kind(row), NULL, row->id};
    }
    names[table->count] = (struct option){0};
}

/* "  -n, --top=N", padded to the column where its help begins. */
static void print_row(struct output *out, const struct option_row *row)
{
    char left[128];
    const bool lettered = row->id <= OPTION_LONG_ONLY;
    const bool optional = argument_kind(row) == optional_argument;
    const char *argument = row->argument ? row->argument + optional : "";
    int length = snprintf(left, sizeof left, "  %c%c%c --%s%s%s", lettered ? '-' : ' ',
                          lettered ? row->id : ' ', lettered ? ',' : ' ', row->name,
                          optional ? "[=" : (row->argument ? "=" : ""), argument);
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

static _Noreturn void print_help(const struct option_table *table)
{
    struct output out;
    output_open(&out, STDOUT_FILENO);
    output_text(&out, "Usage: ");
    output_text(&out, program_name);
    output_text(&out, table->usage);
    output_text(&out, "\n");
    output_text(&out, table->about);
    output_text(&out, "\n");
    for (size_t i = 0; i < table->count; i++)
        print_row(&out, &table->rows[i]);
    output_text(&out, "\n");
    output_text(&out, table->notes);
    output_close_or_fail(&out);
    exit(STATUS_OK);
}

static _Noreturn void print_version(void)
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

int option_table_parse(const struct option_table *table, int argc, char **argv, option_taker *take,
                       void *settings)
{
    struct option *names = calloc(table->count + 1, sizeof *names);
    char *letters = calloc(table->count + 1, 3);
    if (!names || !letters)
        fail_code(CUPRO_ENOMEM);
    fill_names(table, names);
    fill_letters(table, letters);

    char own_name[64]; /* getopt_long begins its messages with argv[0] */
    snprintf(own_name, sizeof own_name, "%s", program_name);
    char *const called = argv[0];
    argv[0] = own_name;
    for (int id; (id = getopt_long(argc, argv, letters, names, NULL)) != -1;) {
        if (id == '?')
            fail_usage(NULL);
        else if (id == OPTION_VERSION)
            print_version();
        else if (strcmp(row_of(table, id)->name, "help") == 0)
            print_help(table);
        else
            take(id, optarg, settings);
    }
    argv[0] = called;
    free(letters);
    free(names);
    return optind;
}
