/* SPDX-License-Identifier: MIT */
/* Replacing a file (see replacement.h): open(2) has the way to give an O_TMPFILE a name. */
#include "common/files/replacement.h"
#include "common/diagnostics.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#define MOST_NAMES 100

/* Access control lists are such attributes. */
static bool copy_attributes(int from, int to)
{
    char names[4096], value[4096];
    const ssize_t length = flistxattr(from, names, sizeof names);
    if (length < 0)
        return errno == EOPNOTSUPP;
    for (const char *name = names; name < names + length; name += strlen(name) + 1) {
        const ssize_t size = fgetxattr(from, name, value, sizeof value);
        if (size < 0 || fsetxattr(to, name, value, (size_t)size, 0) < 0)
            return false;
    }
    return true;
}

static bool copy_rights(int from, int to, const struct stat *status)
{
    return fchown(to, status->st_uid, status->st_gid) == 0 &&
           fchmod(to, status->st_mode & 07777) == 0 && copy_attributes(from, to);
}

/* What has its own name is complete, or has another one now. */
static void keep_name(struct replacement *replacement)
{
    free(replacement->own);
    replacement->own = NULL;
}

static void drop(struct replacement *replacement)
{
    if (replacement->fd >= 0)
        close(replacement->fd);
    if (replacement->owns_target && replacement->target >= 0)
        close(replacement->target);
    if (replacement->own)
        unlink(replacement->own);
    free(replacement->own);
    free(replacement->path);
    free(replacement->place);
    *replacement = (struct replacement){.fd = -1, .target = -1};
}

/* A free name in the directory, the i-th to be tried; NULL: no memory. */
static char *name_beside(const struct replacement *replacement, int i)
{
    char *name;
    const char *place = replacement->place;
    const int length = asprintf(&name, "%s/%s%ld.%d", place, program_name, (long)getpid(), i);
    return length < 0 ? NULL : name;
}

static void make_named(struct replacement *replacement, mode_t mode)
{
    const int flags = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC;
    errno = EEXIST;
    for (int i = 0; i < MOST_NAMES && replacement->fd < 0 && errno == EEXIST; i++) {
        free(replacement->own);
        replacement->own = name_beside(replacement, i);
        if (!replacement->own)
            return;
        replacement->fd = open(replacement->own, flags, mode);
    }
    if (replacement->fd < 0)
        keep_name(replacement);
}

/* A file in the directory of the path, which may be NULL. */
static void make_beside(struct replacement *replacement, char *path, mode_t mode, bool may_be_named)
{
    replacement->path = path;
    replacement->place = path ? strdup(path) : NULL;
    if (!replacement->place)
        return;
    /* dirname() returns a part of its argument, whose beginning stays where it is; or ".". */
    const char *place = dirname(replacement->place);
    if (place != replacement->place)
        strcpy(replacement->place, ".");
    replacement->fd = open(replacement->place, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
    const bool knows = errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL;
    if (replacement->fd < 0 && !knows && may_be_named)
        make_named(replacement, mode);
}

static bool open_over(struct replacement *replacement, const char *name, int target,
                      bool may_be_named)
{
    struct stat status;
    *replacement = (struct replacement){.fd = -1, .target = target};
    if (fstat(target, &status) < 0 || !S_ISREG(status.st_mode) || status.st_nlink != 1)
        return false;
    make_beside(replacement, realpath(name, NULL), 0600, may_be_named);
    if (replacement->fd >= 0 && copy_rights(target, replacement->fd, &status))
        return true;
    drop(replacement);
    return false;
}

bool replacement_open(struct replacement *replacement, const char *name, int target)
{
    return open_over(replacement, name, target, false);
}

/* A link that leads nowhere is: what it leads to comes to be, and the link stays. */
static bool is_there(const char *name)
{
    struct stat status;
    return lstat(name, &status) == 0;
}

bool replacement_begin(struct replacement *replacement, const char *name)
{
    const int target = open(name, O_WRONLY | O_CLOEXEC);
    if (target >= 0) {
        if (!open_over(replacement, name, target, true))
            *replacement = (struct replacement){.fd = target, .target = -1};
        replacement->owns_target = replacement->path;
        return replacement->path || ftruncate(target, 0) == 0 || errno == EINVAL;
    }
    *replacement = (struct replacement){.fd = -1, .target = -1};
    if (errno != ENOENT)
        return false;
    if (!is_there(name)) {
        make_beside(replacement, strdup(name), 0666, true);
        if (replacement->fd >= 0)
            return true;
        drop(replacement);
    }
    replacement->fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (replacement->fd >= 0)
        replacement->own = realpath(name, NULL);
    return replacement->fd >= 0;
}

void replacement_abandon(struct replacement *replacement)
{
    if (!replacement->path)
        (void)!ftruncate(replacement->fd, 0); /* not of a pipe or a device */
    drop(replacement);
}

int replacement_synchronise(const struct replacement *replacement)
{
    const bool can = fsync(replacement->fd) == 0;
    return can || errno == EINVAL || errno == EROFS || errno == ENOTSUP ? 0 : errno;
}

/* Give it a name beside the target's. */
static void link_beside(struct replacement *replacement)
{
    char self[32];
    bool go_on = true;
    snprintf(self, sizeof self, "/proc/self/fd/%d", replacement->fd);
    for (int i = 0; i < MOST_NAMES && go_on; i++) {
        char *name = name_beside(replacement, i);
        if (name && linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0)
            replacement->own = name;
        else
            free(name);
        go_on = name && !replacement->own && errno == EEXIST;
    }
}

/* Give it the target's name. */
static bool take_name(struct replacement *replacement)
{
    if (!replacement->own)
        link_beside(replacement);
    if (!replacement->own || rename(replacement->own, replacement->path) < 0)
        return false;
    keep_name(replacement);
    return true;
}

static bool copy_bytes(const struct replacement *replacement)
{
    struct stat status;
    off_t at = 0;
    if (fstat(replacement->fd, &status) < 0 || ftruncate(replacement->target, 0) < 0)
        return false;
    while (at < status.st_size) {
        const size_t left = (size_t)(status.st_size - at);
        const ssize_t got = sendfile(replacement->target, replacement->fd, &at, left);
        if (got == 0)
            errno = EIO;
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
    }
    return true;
}

static bool take_place(struct replacement *replacement)
{
    if (take_name(replacement))
        return true;
    const bool is_new = replacement->target < 0;
    if (is_new) {
        replacement->target = open(replacement->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        replacement->owns_target = true;
    }
    const bool placed = replacement->target >= 0 && copy_bytes(replacement);
    const int error = errno;
    if (is_new && !placed && replacement->target >= 0)
        unlink(replacement->path);
    errno = error;
    return placed;
}

bool replacement_settle(struct replacement *replacement)
{
    bool settled;
    if (replacement->path) {
        settled = take_place(replacement);
    } else {
        settled = close(replacement->fd) == 0;
        replacement->fd = -1;
        if (settled)
            keep_name(replacement);
    }
    const int error = errno;
    drop(replacement);
    errno = error;
    return settled;
}
