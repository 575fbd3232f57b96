/* SPDX-License-Identifier: MIT */
/*
 * Options. One table says what there is; parsing and --help both come from it.
 *
 *     static const struct option_row rows[] = {
 *         {'n', "top", "N", "print the N commonest words only"},
 *         OPTION_ROW_HELP('h'),
 *         OPTION_ROW_VERSION,
 *     };
 */
#ifndef APPS_OPTION_TABLE_H
#define APPS_OPTION_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct option_row {
    int id;               /* the short option's letter, or a number above OPTION_LONG_ONLY */
    const char *name;     /* of the long option; NULL: has none */
    const char *argument; /* NULL: takes none; "N": must have one; "[N]": may have one */
    const char *help;     /* newlines in it begin lines of their own; NULL: is not in the help */
};

struct option_table {
    const char *usage; /* what follows the program's name in the first line of the help */
    const char *about; /* what the program does, in whole lines */
    const struct option_row *rows;
    size_t count;
    const char *notes;     /* what the help ends with, in whole lines */
    bool operands_in_turn; /* see option_table_parse_in_turn */
};

/* The long names in the rows behind this one must be given in full, and do not make abbreviations
 * of those before it ambiguous. */
#define OPTION_ROW_IN_FULL               \
    {                                    \
        OPTION_IN_FULL, NULL, NULL, NULL \
    }

/* The rows behind this one stand below these words in the help. */
#define OPTION_ROW_HEADING(words)           \
    {                                       \
        OPTION_HEADING, NULL, NULL, (words) \
    }

/* Programs number their own options that have no letter from OPTION_OWN up. */
enum {
    OPTION_LONG_ONLY = 256,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_OPERAND,
    OPTION_IN_FULL,
    OPTION_HEADING,
    OPTION_OWN = 512
};

/* Rows that every table has. Where -h is not free, OPTION_HELP stands in its place. */
#define OPTION_ROW_HELP(id)                            \
    {                                                  \
        (id), "help", NULL, "print this help and exit" \
    }
#define OPTION_ROW_VERSION                                            \
    {                                                                 \
        OPTION_VERSION, "version", NULL, "print the version and exit" \
    }

/* Print the help, or the version, and end the program. */
_Noreturn void option_table_print_help(const struct option_table *table);
_Noreturn void option_table_print_version(void);

/* Told of every option in turn; argument is NULL where there is none. Leaves by fail_usage() when
 * it does not like what it sees. */
typedef void option_taker(int id, const char *argument, void *settings);

/* Hand the options to `take`, and return the index of the first operand in argv, which is put in
 * order. Options with abbreviated names count, as with getopt_long. Deals with --help, --version
 * and unknown options itself: the program then ends. */
int option_table_parse(const struct option_table *table, int argc, char **argv, option_taker *take,
                       void *settings);

/*
 * The same where operands and options depend on each other: operands are handed over too, with the
 * id OPTION_OPERAND, in the order of the command line. The taker sees where the reading stands, may
 * read what follows by moving *next, and may set `stop`: the rest are operands.
 */
struct option_place {
    int argc;
    char **argv;
    int *next; /* the argument that is to be read next */
    bool stop;
};

typedef void option_taker_in_turn(int id, const char *argument, struct option_place *place,
                                  void *settings);

void option_table_parse_in_turn(const struct option_table *table, int argc, char **argv,
                                option_taker_in_turn *take, void *settings);

#endif
