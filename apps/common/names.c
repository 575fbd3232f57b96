/* SPDX-License-Identifier: MIT */
/* The list of inputs (see names.h). Directories are walked in walk.c. */
#include "common/names.h"
#include "common/diagnostics.h"

#include <cupro/error.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int names_add(struct names *names, const char *path, int error)
{
    if (names->count == names->room) {
        const size_t room = names->room ? 2 * names->room : 64;
        struct name *item = reallocarray(names->item, room, sizeof *item);
        if (!item)
            return CUPRO_ENOMEM;
        names->item = item;
        names->room = room;
    }
    char *copy = strdup(path);
    if (!copy)
        return CUPRO_ENOMEM;
    names->item[names->count++] = (struct name){copy, error};
    return 0;
}

/* One name of the list, and the number that it has there. */
static int add_listed(struct names *names, const char *list, const char *path, size_t number,
                      bool recursive)
{
    if (*path == '\0')
        fail("%s:%zu: invalid zero-length file name", list, number);
    if (strcmp(list, "-") == 0 && strcmp(path, "-") == 0)
        fail("when reading file names from standard input, no file name of '-' is allowed");
    return names_add_tree(names, path, recursive);
}

int names_add_list(struct names *names, const char *list, bool recursive)
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
        error = add_listed(names, list, path, number, recursive);
    }
    free(path);
    if (!standard)
        fclose(file);
    return error;
}

bool names_complain(const struct names *names)
{
    bool any = false;
    for (size_t i = 0; i < names->count; i++) {
        if (names->item[i].error) {
            complain("%s: %s", names->item[i].path, strerror(names->item[i].error));
            any = true;
        }
    }
    return any;
}

void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->item[i].path);
    free(names->item);
    *names = (struct names){0};
}
