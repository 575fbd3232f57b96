/* SPDX-License-Identifier: MIT */
/* Files by their names (see tree_choice.h), with fnmatch(3). */
#include "common/files/tree_choice.h"
#include "common/diagnostics.h"

#include <cupro/error.h>

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

void globs_add(struct globs *globs, const char *pattern, bool include)
{
    struct glob *glob = malloc(sizeof *glob);
    char *copy = strdup(pattern);
    if (!glob || !copy)
        fail_code(CUPRO_ENOMEM);
    *glob = (struct glob){copy, include, NULL};
    if (!globs->first)
        globs->end = &globs->first;
    *globs->end = glob;
    globs->end = &glob->next;
}

/* A slash at the end says that it is a directory, which it is anyway. */
static void add_folder(struct globs *globs, const char *argument)
{
    size_t length = strlen(argument);
    while (length > 1 && argument[length - 1] == '/')
        length--;
    char *copy = strndup(argument, length);
    if (!copy)
        fail_code(CUPRO_ENOMEM);
    globs_add(globs, copy, false);
    free(copy);
}

bool tree_choice_take(struct tree_choice *choice, int id, const char *argument)
{
    switch (id) {
    case OPTION_RECURSIVE:
        choice->recursive = true;
        return true;
    case OPTION_INCLUDE:
    case OPTION_EXCLUDE:
        globs_add(&choice->files, argument, id == OPTION_INCLUDE);
        return true;
    case OPTION_EXCLUDE_DIR:
        add_folder(&choice->directories, argument);
        return true;
    default:
        return false;
    }
}

static void free_globs(struct globs *globs)
{
    while (globs->first) {
        struct glob *glob = globs->first;
        globs->first = glob->next;
        free(glob->pattern);
        free(glob);
    }
}

void tree_choice_free(struct tree_choice *choice)
{
    free_globs(&choice->directories);
    free_globs(&choice->files);
}

/* Whether the whole of the name matches, or what stands behind one of its slashes. */
static bool matches_suffix(const char *pattern, const char *name)
{
    bool matches = fnmatch(pattern, name, 0) == 0;
    for (const char *at = name; *at && !matches; at++)
        matches = at[0] == '/' && at[1] != '/' && fnmatch(pattern, at + 1, 0) == 0;
    return matches;
}

static bool leave_out(const struct globs *globs, const char *name, bool found)
{
    bool out = globs->first && globs->first->include;
    for (const struct glob *glob = globs->first; glob; glob = glob->next) {
        if (found ? fnmatch(glob->pattern, name, 0) == 0 : matches_suffix(glob->pattern, name))
            out = !glob->include;
    }
    return out;
}

bool globs_leave_out(const struct globs *globs, const char *name)
{
    return leave_out(globs, name, false);
}

bool globs_leave_out_found(const struct globs *globs, const char *name)
{
    return leave_out(globs, name, true);
}
