/* SPDX-License-Identifier: MIT */
/* The items of directories (see folder_items.h). Directories are read when their turn comes, whole,
 * and their entries are then handed out in the order of their names. */
#include "search/pieces/folder_items.h"

#include "common/files/long_path.h"

#include <cupro/error.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_NAMES 16 /* handed out at once */

/* Directories down to here stay open while there are files in them to be opened, so that the kernel
 * need not follow their paths. Each level may have one. */
#define MOST_OPEN 32

/* -- Reading them ----------------------------------------------------------------------------- */

static bool add_entry(struct folder *folder, const char *name, bool is_folder)
{
    if (folder->count == folder->room) {
        const size_t room = folder->room ? 2 * folder->room : 16;
        struct entry *entry = reallocarray(folder->entry, room, sizeof *entry);
        if (!entry)
            return false;
        folder->entry = entry;
        folder->room = room;
    }
    char *copy = strdup(name);
    if (!copy)
        return false;
    folder->entry[folder->count++] = (struct entry){copy, is_folder};
    return true;
}

/* A DT_…; unknown: whoever opens it will see. */
static int type_of(const struct job *job, int fd, const struct dirent *entry)
{
    struct stat status;
    const bool follows = job->options->follow;
    if (entry->d_type != DT_UNKNOWN && !(follows && entry->d_type == DT_LNK))
        return entry->d_type;
    if (fstatat(fd, entry->d_name, &status, follows ? 0 : AT_SYMLINK_NOFOLLOW) < 0)
        return DT_UNKNOWN;
    return (int)IFTODT(status.st_mode);
}

/* Is a file of one of the types that are wanted? */
static bool has_type(const struct search_options *options, const char *name)
{
    bool has = options->types == 0;
    for (size_t i = 0; i < options->types && !has; i++)
        has = file_type_has(options->type[i], name);
    return has;
}

/* Whether it is left out for its name or for what it is. */
static bool is_left_out(const struct search_options *options, const struct folder *folder,
                        const char *name, int type)
{
    if (type == DT_LNK)
        return true;
    if (type == DT_DIR)
        return folder->depth + 1 >= options->most_depth ||
               (options->gitignore && strcmp(name, ".git") == 0) ||
               globs_leave_out_found(&options->tree.directories, name);
    if ((type == DT_FIFO || type == DT_CHR || type == DT_BLK || type == DT_SOCK) &&
        options->devices != DEVICES_READ)
        return true;
    return !has_type(options, name) || globs_leave_out_found(&options->tree.files, name);
}

static bool take_entry(const struct job *job, struct folder *folder, int fd,
                       const struct dirent *entry)
{
    const char *name = entry->d_name;
    if (name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0')))
        return true;
    folder->has_rules |= strcmp(name, ".gitignore") == 0 || strcmp(name, ".ignore") == 0;
    const int type = type_of(job, fd, entry);
    return is_left_out(job->options, folder, name, type) || add_entry(folder, name, type == DT_DIR);
}

static bool is_circle(const struct folder *folder)
{
    for (const struct folder *above = folder->above; above; above = above->above) {
        if (above->device == folder->device && above->inode == folder->inode)
            return true;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* As it is printed: without "./" where no directory was named. */
static const char *shown_path(const struct job *job, const struct folder *folder)
{
    return job->options->input_count == 0 && strncmp(folder->path, "./", 2) == 0 ? folder->path + 2
                                                                                 : folder->path;
}

/* Take out what ignore files name, those in the folder and those above it. */
static bool apply_ignore_files(struct folder *folder)
{
    bool failed = false;
    size_t kept = 0;
    folder->ignore =
        folder->above ? folder->above->ignore : ignore_level_above(folder->path, &failed);
    if (folder->above)
        ignore_level_hold(folder->ignore);
    if (folder->has_rules && !failed) {
        folder->ignore = ignore_level_new(folder->ignore, folder->path, folder_below(folder->path));
        failed = !folder->ignore;
    }
    if (!folder->ignore || failed)
        return !failed;
    for (size_t i = 0; i < folder->count; i++) {
        const struct entry entry = folder->entry[i];
        char *path = folder_path_of(folder, entry.name);
        failed |= !path;
        if (path && ignore_level_ignores(folder->ignore, path, folder->top, entry.is_folder))
            free(entry.name);
        else
            folder->entry[kept++] = entry;
        free(path);
    }
    folder->count = kept;
    return !failed;
}

/* As soon as there is a descriptor. -1: errno says why not. */
static int open_folder(struct job *job, const struct folder *folder)
{
    const int follow = folder->above && !job->options->follow ? O_NOFOLLOW : 0;
    uint64_t seen = open_gate_enter(&job->descriptors.gate);
    int fd, error;
    do {
        fd = long_path_open(folder->path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | follow);
        error = fd < 0 ? errno : 0;
    } while (open_gate_again(&job->descriptors.gate, error, &seen));
    errno = error;
    return fd;
}

/* Go on having it open, if there are descriptors for that. */
static void leave_open(struct job *job, struct folder *folder, int fd)
{
    if (folder->depth >= MOST_OPEN || !descriptors_take(&job->descriptors))
        return;
    folder->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    folder->lent_by = &job->descriptors;
    if (folder->fd < 0)
        descriptors_give(&job->descriptors);
}

static void read_entries(struct job *job, struct item *item)
{
    struct folder *folder = item->folder;
    const int fd = open_folder(job, folder);
    struct stat status;
    DIR *directory = fd < 0 || fstat(fd, &status) < 0 ? NULL : fdopendir(fd);
    if (!directory) {
        item_complain(job, item, shown_path(job, folder), errno);
        if (fd >= 0)
            close(fd);
        open_gate_leave(&job->descriptors.gate);
        return;
    }
    folder->device = status.st_dev;
    folder->inode = status.st_ino;
    bool go_on = !is_circle(folder);
    if (!go_on && !job->options->no_messages)
        page_note(&item->page, "%s: warning: recursive directory loop", shown_path(job, folder));
    while (go_on) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (!entry && errno)
            item_complain(job, item, shown_path(job, folder), errno);
        if (!entry)
            break;
        go_on = take_entry(job, folder, fd, entry);
        if (!go_on)
            job_stop(job, CUPRO_ENOMEM);
    }
    leave_open(job, folder, fd);
    closedir(directory);
    open_gate_leave(&job->descriptors.gate);
    if (job->options->gitignore && !apply_ignore_files(folder))
        job_stop(job, CUPRO_ENOMEM);
    if (folder->count > 1)
        qsort(folder->entry, folder->count, sizeof *folder->entry, by_name);
}

void folder_run(struct worker *worker, struct item *item)
{
    struct ordered *ordered = &worker->job->ordered;
    if (item->last == 0 && item->folder->count == 0)
        read_entries(worker->job, item);
    if (item->name == item->folder->count) {
        ordered_done(ordered, &item->head);
        return;
    }
    item->last = item->folder->count;
    item->head.splits = true;
    ordered_again(ordered, &item->head);
}

/* -- Handing out what is in it ----------------------------------------------------------------- */

static struct item *split_folder(struct job *job, struct item *item)
{
    struct item *part = item_new(job, ITEM_FOLDER);
    char *path = folder_path_of(item->folder, item->folder->entry[item->name].name);
    if (part && path)
        part->folder = folder_new(item->folder, path);
    free(path);
    if (!part || !part->folder) {
        job_note_error(job, CUPRO_ENOMEM);
        item_free(part);
        return NULL;
    }
    item->name++;
    return part;
}

struct item *folder_split(struct job *job, struct item *item)
{
    struct folder *folder = item->folder;
    if (item->name == item->last)
        return NULL;
    if (folder->entry[item->name].is_folder)
        return split_folder(job, item);
    struct item *part = item_new(job, ITEM_NAMES);
    if (!part)
        return NULL;
    folder_hold_open(folder);
    part->folder = folder;
    part->name = item->name;
    while (item->name < item->last && item->name - part->name < MOST_NAMES &&
           !folder->entry[item->name].is_folder)
        item->name++;
    part->last = item->name;
    return part;
}
