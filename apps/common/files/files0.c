/* SPDX-License-Identifier: MIT */
/* Lists of names that end with zero bytes, as find -print0 writes (see names_add_list in names.h).
 */
#include "common/diagnostics.h"
#include "common/files/names.h"
#include "common/files/tree_choice.h"

#include <cupro/error.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One name of the list, and the number that it has there. */
static int add_listed(struct names *names, const char *list, const char *path, size_t number,
                      const struct tree_choice *choice)
{
    if (*path == '\0')
        fail("%s:%zu: invalid zero-length file name", list, number);
    if (strcmp(list, "-") == 0 && strcmp(path, "-") == 0)
        fail("when reading file names from standard input, no file name of '-' is allowed");
    return names_add_tree(names, path, choice);
}

int names_add_list(struct names *names, const char *list, const struct tree_choice *choice)
{
    const bool standard = strcmp(list, "-") == 0;
    FILE *file = standard ? stdin : fopen(list, "re");
    if (!file)
        fail("cannot open '%s' for reading: %s", list, strerror(errno));
    char *path = NULL;
    size_t room = 0;
    int error = 0;
    for (size_t number = 1; !error; number++) {
        errno = 0;
        if (getdelim(&path, &room, '\0', file) < 0) {
            if (errno == ENOMEM)
                error = CUPRO_ENOMEM;
            else if (ferror(file))
                fail("%s: read error: %s", list, strerror(errno));
            break;
        }
        error = add_listed(names, list, path, number, choice);
    }
    free(path);
    if (!standard)
        fclose(file);
    return error;
}
