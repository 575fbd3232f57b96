/* SPDX-License-Identifier: MIT */
/* The names of the inputs, in the order in which they were asked for, and what went wrong with
 * each. Messages come from this list at the end, so that they stand in the same order on any
 * number of threads. */
#ifndef APPS_NAMES_H
#define APPS_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct tree_choice;

struct name {
    char *path; /* "-": standard input */
    int error;  /* what went wrong, for stream_error_text(); 0: nothing has */
    bool told;  /* to the user */
};

/* Zero-initialise it. */
struct names {
    struct name *item;
    size_t count;
    size_t room;
};

/* Add a copy of the path, and what is wrong with it already or 0. 0 or CUPRO_ENOMEM. */
int names_add(struct names *names, const char *path, int error);

/* The same with a path from malloc(), which belongs to the list from then on, unless this fails. */
int names_take(struct names *names, char *path, int error);

/* Add a path, unless it is left out. If it is a directory and recursion was asked for, add instead
 * the regular files below it that are not left out, sorted by name in each directory; symbolic
 * links are followed if they are `path` itself. What cannot be read is added with its error. All
 * threads work on it. 0 or CUPRO_ENOMEM. */
int names_add_tree(struct names *names, const char *path, const struct tree_choice *choice);

/* Add the paths that stand in the file called `list` ("-": standard input), each ended by a zero
 * byte. Fails with a message when the list cannot be read or has an empty name in it. */
int names_add_list(struct names *names, const char *list, const struct tree_choice *choice);

/* Complain about every name that has an error, once. True if there is one. */
bool names_complain(struct names *names);

/* Whether the compressed data of one of them could not be decoded. */
bool names_are_damaged(const struct names *names);

void names_free(struct names *names);

#endif
