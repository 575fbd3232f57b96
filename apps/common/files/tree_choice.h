/* SPDX-License-Identifier: MIT */
/*
 * The options -r, --include, --exclude and --exclude-dir: which files below directories, and which
 * of those that are named, are inputs. Globs mean what they mean to grep: of a name that was given
 * any trailing part of whole components may match, of one that was found its last component; of
 * several globs that match the last one decides, and if none does a file is an input unless the
 * first of them is an --include.
 */
#ifndef APPS_TREE_CHOICE_H
#define APPS_TREE_CHOICE_H

#include "common/options/option_table.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    OPTION_RECURSIVE = 'r',
    OPTION_INCLUDE = OPTION_LONG_ONLY + 24,
    OPTION_EXCLUDE,
    OPTION_EXCLUDE_DIR
};

#define OPTION_ROWS_TREE                                                                           \
    {OPTION_RECURSIVE, "recursive", NULL, "read the files below each DIRECTORY"},                  \
        {OPTION_INCLUDE, "include", "GLOB", "read only files whose name matches GLOB"},            \
        {OPTION_EXCLUDE, "exclude", "GLOB", "leave out files whose name matches GLOB"},            \
    {                                                                                              \
        OPTION_EXCLUDE_DIR, "exclude-dir", "GLOB", "leave out directories whose name matches GLOB" \
    }

struct glob {
    char *pattern;
    bool include;
    struct glob *next;
};

/* In the order of the command line. Zero-initialise it. */
struct globs {
    struct glob *first;
    struct glob **end;
};

struct tree_choice {
    bool recursive;
    struct globs files, directories;
};

/* An option_taker for the rows above: true if it was one of them. Ends the program when there is no
 * memory. */
bool tree_choice_take(struct tree_choice *choice, int id, const char *argument);

void tree_choice_free(struct tree_choice *choice);

/* Add a copy of one. Ends the program when there is no memory. */
void globs_add(struct globs *globs, const char *pattern, bool include);

/* Whether a name that the user gave is left out. Any thread. */
bool globs_leave_out(const struct globs *globs, const char *name);

/* Whether a name without slashes that was found in a directory is left out. Any thread. */
bool globs_leave_out_found(const struct globs *globs, const char *name);

#endif
