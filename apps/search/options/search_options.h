/* SPDX-License-Identifier: MIT */
/* The command line of cupro-search. */
#ifndef SEARCH_OPTIONS_H
#define SEARCH_OPTIONS_H

#include "search/choice/file_types.h"
#include "search/options/grep_colors.h"
#include "search/options/pattern_list.h"

#include "common/files/names.h"
#include "common/options/pool_choice.h"
#include "common/output/progress.h"
#include "common/files/tree_choice.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum list_mode { LIST_NOTHING, LIST_MATCHING, LIST_OTHERS };
enum binary_mode { BINARY_NOTED, BINARY_AS_TEXT, BINARY_WITHOUT_MATCH };
enum directory_mode { DIRECTORIES_READ, DIRECTORIES_RECURSE, DIRECTORIES_SKIP };
enum device_mode { DEVICES_READ_NAMED, DEVICES_READ, DEVICES_SKIP };
enum name_mode { NAMES_BY_NUMBER, NAMES_ALWAYS, NAMES_NEVER };

#define COUNT_UNLIMITED UINT64_MAX

struct search_options {
    enum pattern_syntax syntax;
    bool syntax_given, patterns_given;
    struct pattern_list patterns;
    bool ignore_case, whole_words, whole_lines, invert;

    bool count, only_matching, quiet, no_messages;
    bool line_numbers, offsets, tabs, zero_names, flush_lines;
    enum list_mode list;
    enum name_mode names;
    uint64_t most; /* lines to select in each file */
    const char *label;
    bool context; /* -A, -B or -C was given */
    size_t before, after;
    const char *separator; /* between groups of lines; NULL: none */
    struct grep_colors colors;

    enum binary_mode binary;
    enum directory_mode directories;
    enum device_mode devices;
    bool follow; /* links below directories */
    struct tree_choice tree;
    bool gitignore;
    const struct file_type **type; /* files found must be of one of these types, */
    size_t types;                  /* if there are any */
    size_t most_depth;             /* of directories below those named */
    unsigned char end;             /* of lines */
    bool as_is;                    /* compressed data is not decoded */

    const char *replace; /* what to print in place of matches, or NULL */
    bool stats, json;
    size_t piece; /* bytes of a file that are searched at once */
    enum progress_when progress;
    struct pool_choice pool;

    char **inputs; /* as given; there may be none */
    size_t input_count;
};

/* Read the command line. Leaves the program when it is wrong. */
void search_options_parse(struct search_options *options, int argc, char **argv);

void search_options_free(struct search_options *options);

#endif
