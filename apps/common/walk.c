/* SPDX-License-Identifier: MIT */
/*
 * Directories (see names_add_tree in names.h), by fts(3): it sorts, never follows a link in a
 * circle, and holds few descriptors open however deep the tree is.
 *
 * What is not a regular file is left out below a directory, where nobody has asked for it: reading
 * a FIFO or a device that just happens to be there could go on for ever.
 */
#include "common/names.h"

#include <cupro/error.h>

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int add_entry(struct names *names, const FTSENT *entry)
{
    switch (entry->fts_info) {
    case FTS_F:
        return names_add(names, entry->fts_path, 0);
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        return names_add(names, entry->fts_path, entry->fts_errno);
    case FTS_DC:
        return names_add(names, entry->fts_path, ELOOP);
    default:
        return 0;
    }
}

static int add_directory(struct names *names, const char *path)
{
    char *roots[] = {strdup(path), NULL};
    FTS *tree = NULL;
    int error = roots[0] ? 0 : CUPRO_ENOMEM;
    if (!error) {
        tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
        error = tree ? 0 : CUPRO_ENOMEM;
    }
    while (!error) {
        errno = 0;
        const FTSENT *entry = fts_read(tree);
        if (!entry) {
            error = errno == ENOMEM ? CUPRO_ENOMEM : 0;
            if (!error && errno)
                error = names_add(names, path, errno);
            break;
        }
        error = add_entry(names, entry);
    }
    if (tree)
        fts_close(tree);
    free(roots[0]);
    return error;
}

int names_add_tree(struct names *names, const char *path, bool recursive)
{
    struct stat status;
    if (recursive && strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return add_directory(names, path);
    return names_add(names, path, 0);
}
