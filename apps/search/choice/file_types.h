/* SPDX-License-Identifier: MIT */
/* Types of files, by their names: "c" is *.c and *.h, and so on. */
#ifndef SEARCH_FILE_TYPES_H
#define SEARCH_FILE_TYPES_H

#include <stdbool.h>
#include <stddef.h>

struct file_type {
    const char *name, *globs; /* separated by blanks */
};

/* The type of that name, or NULL. */
const struct file_type *file_type_find(const char *name);

/* Does the last component of a path say that the file is of the type? */
bool file_type_has(const struct file_type *type, const char *name);

/* All of them, in the order of their names. */
extern const struct file_type file_types[];
extern const size_t file_type_count;

#endif
