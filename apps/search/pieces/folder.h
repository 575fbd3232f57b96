/* SPDX-License-Identifier: MIT */
/* A directory whose files are searched. */
#ifndef SEARCH_FOLDER_H
#define SEARCH_FOLDER_H

#include "search/choice/ignore_level.h"
#include "search/pieces/descriptors.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct entry {
    char *name;
    bool is_folder;
};

struct folder {
    atomic_size_t users;
    struct folder *above; /* NULL: it was named on the command line */
    char *path;
    size_t depth;
    size_t top;                  /* bytes of the path that lead to the folder that was named */
    bool has_rules;              /* there are ignore files in it */
    struct ignore_level *ignore; /* --gitignore: what holds in it, if anything does */
    int fd;                      /* while somebody opens what is in it; or -1 */
    struct descriptors *lent_by; /* that it is open */
    atomic_size_t openers;
    dev_t device;
    ino_t inode;
    struct entry *entry; /* in the order of their names */
    size_t count, room;
};

/* `above` is held as long as the folder is. NULL: no memory. */
struct folder *folder_new(struct folder *above, const char *path);

void folder_hold(struct folder *folder);
void folder_release(struct folder *folder); /* NULL is allowed */

/* The same, and keep it open meanwhile. */
void folder_hold_open(struct folder *folder);
void folder_release_open(struct folder *folder); /* NULL is allowed */

/* The path of what is in it. NULL: no memory. */
char *folder_path_of(const struct folder *folder, const char *name);

/* Bytes that stand before what is in a folder of that path. */
size_t folder_below(const char *path);

#endif
