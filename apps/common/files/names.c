/* SPDX-License-Identifier: MIT */
/* The list of inputs (see names.h). Directories are walked in walk.c, lists read in files0.c. */
#include "common/files/names.h"
#include "common/diagnostics.h"
#include "common/input/stream.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

int names_take(struct names *names, char *path, int error)
{
    if (names->count == names->room) {
        const size_t room = names->room ? 2 * names->room : 64;
        struct name *item = reallocarray(names->item, room, sizeof *item);
        if (!item)
            return CUPRO_ENOMEM;
        names->item = item;
        names->room = room;
    }
    names->item[names->count++] = (struct name){.path = path, .error = error};
    return 0;
}

int names_add(struct names *names, const char *path, int error)
{
    char *copy = strdup(path);
    const int failed = copy ? names_take(names, copy, error) : CUPRO_ENOMEM;
    if (failed)
        free(copy);
    return failed;
}

bool names_complain(struct names *names)
{
    bool any = false;
    for (size_t i = 0; i < names->count; i++) {
        struct name *name = &names->item[i];
        if (name->error && !name->told)
            complain("%s: %s", name->path, stream_error_text(name->error));
        name->told = name->error;
        any |= name->error;
    }
    return any;
}

bool names_are_damaged(const struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        if (stream_error_is_in_data(names->item[i].error))
            return true;
    }
    return false;
}

void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->item[i].path);
    free(names->item);
    *names = (struct names){0};
}
