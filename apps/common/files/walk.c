/* SPDX-License-Identifier: MIT */
/*
 * Directories (see names_add_tree in names.h). Each one is read by a task, which spawns one for
 * every directory that it finds; when all are done their entries, sorted in each, become one list.
 * So the list is the same on any number of threads.
 *
 * No more directories are open than there are threads, or than the system allows: one is closed
 * before those below it are opened. What a name stands for the directory says itself (d_type), so a
 * file costs no system call here; fts(3), which stood here before, asks for the status of each and
 * does so on one thread. Links are not followed below a directory that was named, so circles come
 * of mounts only: each directory compares itself with those above it.
 *
 * What is not a regular file is left out below a directory, where nobody has asked for it: reading
 * a FIFO or a device that just happens to be there could go on for ever.
 */
#include "common/files/long_path.h"
#include "common/files/names.h"
#include "common/files/open_gate.h"
#include "common/files/tree_choice.h"

#include <cupro/error.h>
#include <cupro/task.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
    char *path;
    struct folder *folder; /* NULL: a file */
};

struct folder {
    struct walk *walk;
    const struct folder *above; /* NULL: it was named */
    char *path;                 /* belongs to the entry above */
    dev_t device;
    ino_t inode;
    int error; /* errno: not all of it could be read */
    struct entry *entries;
    size_t count, room;
};

struct walk {
    cupro_scope *scope;
    struct open_gate gate;
    const struct tree_choice *choice;
    struct folder *root;
};

static char *join_path(const char *folder, const char *name)
{
    const size_t length = strlen(folder), size = strlen(name) + 1;
    const bool slash = length > 0 && folder[length - 1] != '/';
    char *path = malloc(length + slash + size);
    if (!path)
        return NULL;
    memcpy(path, folder, length);
    if (slash)
        path[length] = '/';
    memcpy(path + length + slash, name, size);
    return path;
}

static int add_entry(struct folder *folder, const char *name, bool is_folder)
{
    if (folder->count == folder->room) {
        const size_t room = folder->room ? 2 * folder->room : 16;
        struct entry *entries = reallocarray(folder->entries, room, sizeof *entries);
        if (!entries)
            return CUPRO_ENOMEM;
        folder->entries = entries;
        folder->room = room;
    }
    struct entry entry = {join_path(folder->path, name), NULL};
    if (entry.path && is_folder)
        entry.folder = calloc(1, sizeof *entry.folder);
    if (!entry.path || (is_folder && !entry.folder)) {
        free(entry.path);
        return CUPRO_ENOMEM;
    }
    if (is_folder) {
        entry.folder->walk = folder->walk;
        entry.folder->above = folder;
        entry.folder->path = entry.path;
    }
    folder->entries[folder->count++] = entry;
    return 0;
}

/* DT_REG, DT_DIR, or something else. */
static int type_of(int fd, const struct dirent *entry)
{
    struct stat status;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type;
    if (fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return DT_REG; /* whoever opens it will say what is wrong */
    return (int)IFTODT(status.st_mode);
}

static int take_entry(struct folder *folder, int fd, const struct dirent *entry)
{
    const struct tree_choice *choice = folder->walk->choice;
    const char *name = entry->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return 0;
    const int type = type_of(fd, entry);
    if (type == DT_REG && !globs_leave_out_found(&choice->files, name))
        return add_entry(folder, name, false);
    if (type == DT_DIR && !globs_leave_out_found(&choice->directories, name))
        return add_entry(folder, name, true);
    return 0;
}

static bool is_circle(const struct folder *folder)
{
    for (const struct folder *above = folder->above; above; above = above->above) {
        if (above->device == folder->device && above->inode == folder->inode)
            return true;
    }
    return false;
}

/* A descriptor, or -1 and errno. */
static int open_folder(const struct folder *folder, uint64_t *seen)
{
    const int follow = folder->above ? O_NOFOLLOW : 0;
    int fd;
    do
        fd = long_path_open(folder->path, O_RDONLY | O_DIRECTORY | follow);
    while (open_gate_again(&folder->walk->gate, fd < 0 ? errno : 0, seen));
    return fd;
}

/* The names that come out of it; its own troubles go to folder->error. */
static int read_open_folder(struct folder *folder, int fd)
{
    struct stat status;
    DIR *directory = fd < 0 || fstat(fd, &status) < 0 ? NULL : fdopendir(fd);
    if (!directory) {
        folder->error = errno;
        if (fd >= 0)
            close(fd);
        return 0;
    }
    folder->device = status.st_dev;
    folder->inode = status.st_ino;
    int error = 0;
    if (is_circle(folder))
        folder->error = ELOOP;
    while (!error && !folder->error) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (!entry) {
            folder->error = errno;
            break;
        }
        error = take_entry(folder, fd, entry);
    }
    closedir(directory);
    return error;
}

static int read_entries(struct folder *folder)
{
    uint64_t seen = open_gate_enter(&folder->walk->gate);
    const int error = read_open_folder(folder, open_folder(folder, &seen));
    open_gate_leave(&folder->walk->gate);
    return error;
}

/* All paths of a folder begin alike. */
static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

/* The task. */
static int read_folder(void *arg)
{
    struct folder *folder = arg;
    int error = read_entries(folder);
    if (folder->count > 1)
        qsort(folder->entries, folder->count, sizeof *folder->entries, by_path);
    for (size_t i = 0; i < folder->count && !error; i++) {
        if (folder->entries[i].folder)
            error = cupro_spawn(folder->walk->scope, read_folder, folder->entries[i].folder);
    }
    return error;
}

static int walk_from_root(cupro_scope *scope, void *arg)
{
    struct walk *walk = arg;
    walk->scope = scope;
    return read_folder(walk->root);
}

static void free_entries(struct folder *folder)
{
    for (size_t i = 0; i < folder->count; i++) {
        if (folder->entries[i].folder)
            free_entries(folder->entries[i].folder);
        free(folder->entries[i].folder);
        free(folder->entries[i].path);
    }
    free(folder->entries);
}

/* Hand the paths over, or leave them to free_entries(). A path is no longer than PATH_MAX, so this
 * goes no deeper than half of that. */
static int add_files(struct names *names, struct folder *folder)
{
    int error = folder->error ? names_add(names, folder->path, folder->error) : 0;
    for (size_t i = 0; i < folder->count && !error; i++) {
        struct entry *entry = &folder->entries[i];
        if (entry->folder) {
            error = add_files(names, entry->folder);
        } else {
            error = names_take(names, entry->path, 0);
            if (!error)
                entry->path = NULL;
        }
    }
    return error;
}

static int add_directory(struct names *names, const char *path, const struct tree_choice *choice)
{
    struct folder root = {.path = strdup(path)};
    struct walk walk = {.choice = choice, .root = &root};
    root.walk = &walk;
    open_gate_init(&walk.gate);
    int error = root.path ? cupro_scope_run(walk_from_root, &walk) : CUPRO_ENOMEM;
    if (!error)
        error = add_files(names, &root);
    open_gate_destroy(&walk.gate);
    free_entries(&root);
    free(root.path);
    return error;
}

int names_add_tree(struct names *names, const char *path, const struct tree_choice *choice)
{
    const bool standard = strcmp(path, "-") == 0;
    const bool choosy = choice->recursive || choice->files.first || choice->directories.first;
    struct stat status;
    if (standard || !choosy || stat(path, &status) < 0)
        return names_add(names, path, 0);
    const bool is_directory = S_ISDIR(status.st_mode);
    if (globs_leave_out(is_directory ? &choice->directories : &choice->files, path))
        return 0;
    return is_directory && choice->recursive ? add_directory(names, path, choice)
                                             : names_add(names, path, 0);
}
