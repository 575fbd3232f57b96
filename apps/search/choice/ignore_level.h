/* SPDX-License-Identifier: MIT */
/* The ignore files of a directory, and of those above it. */
#ifndef SEARCH_IGNORE_LEVEL_H
#define SEARCH_IGNORE_LEVEL_H

#include "search/choice/ignore_rules.h"

#include <stdatomic.h>

/* A directory that has such files. */
struct ignore_level {
    atomic_size_t users;
    struct ignore_level *above;
    struct ignore_rules *own, *git; /* .ignore and .gitignore; or NULL */
    size_t skip;  /* so many bytes of a path that is being searched lead to the directory, */
    char *prefix; /* or, for those above the first one that is searched, what leads from it there */
};

/* Take what the directory's files say; `skip` as above. It takes over `above`, which may be NULL.
 * NULL: no memory. */
struct ignore_level *ignore_level_new(struct ignore_level *above, const char *folder, size_t skip);

/* What holds above a directory that was named, up to the repository's root, as far as there is
 * one. *failed: no memory. */
struct ignore_level *ignore_level_above(const char *folder, bool *failed);

void ignore_level_hold(struct ignore_level *level);
void ignore_level_release(struct ignore_level *level); /* NULL is allowed */

/* Is the path, which is being searched, not worth it? `top`: bytes of it that lead to the directory
 * that was named. */
bool ignore_level_ignores(const struct ignore_level *level, const char *path, size_t top,
                          bool is_folder);

#endif
