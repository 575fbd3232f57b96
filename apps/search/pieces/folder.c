/* SPDX-License-Identifier: MIT */
/* Directories (see folder.h): who holds them, and what is where in them. */
#include "search/pieces/folder.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t folder_below(const char *path)
{
    const size_t length = strlen(path);
    return length + (length > 0 && path[length - 1] != '/');
}

struct folder *folder_new(struct folder *above, const char *path)
{
    struct folder *folder = calloc(1, sizeof *folder);
    char *copy = strdup(path);
    if (!folder || !copy) {
        free(folder);
        free(copy);
        return NULL;
    }
    atomic_init(&folder->users, 1);
    folder->above = above;
    folder->path = copy;
    atomic_init(&folder->openers, 1);
    folder->fd = -1;
    folder->depth = above ? above->depth + 1 : 0;
    folder->top = above ? above->top : folder_below(path);
    if (above)
        folder_hold(above);
    return folder;
}

void folder_hold(struct folder *folder)
{
    atomic_fetch_add(&folder->users, 1);
}

/* Not by recursion: trees may be deep. */
void folder_release(struct folder *folder)
{
    while (folder && atomic_fetch_sub(&folder->users, 1) == 1) {
        struct folder *above = folder->above;
        for (size_t i = 0; i < folder->count; i++)
            free(folder->entry[i].name);
        free(folder->entry);
        ignore_level_release(folder->ignore);
        free(folder->path);
        free(folder);
        folder = above;
    }
}

void folder_hold_open(struct folder *folder)
{
    folder_hold(folder);
    atomic_fetch_add(&folder->openers, 1);
}

void folder_release_open(struct folder *folder)
{
    if (folder && atomic_fetch_sub(&folder->openers, 1) == 1 && folder->fd >= 0) {
        close(folder->fd);
        descriptors_give(folder->lent_by);
    }
    folder_release(folder);
}

char *folder_path_of(const struct folder *folder, const char *name)
{
    const size_t length = strlen(folder->path), size = strlen(name) + 1;
    const bool slash = length > 0 && folder->path[length - 1] != '/';
    char *path = malloc(length + slash + size);
    if (!path)
        return NULL;
    memcpy(path, folder->path, length);
    if (slash)
        path[length] = '/';
    memcpy(path + length + slash, name, size);
    return path;
}
