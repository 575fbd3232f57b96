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

static void drop(struct replacement *replacement)
{
    if (replacement->fd >= 0)
        close(replacement->fd);
    if (replacement->owns_target && replacement->target >= 0)
        close(replacement->target);
    free(replacement->path);
    free(replacement->place);
    *replacement = (struct replacement){.fd = -1, .target = -1};
}

/* A file without a name in the directory of the path, which may be NULL. */
static void make_unnamed(struct replacement *replacement, char *path, mode_t mode)
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
}

bool replacement_open(struct replacement *replacement, const char *name, int target)
{
    struct stat status;
    *replacement = (struct replacement){.fd = -1, .target = target};
    if (fstat(target, &status) < 0 || !S_ISREG(status.st_mode) || status.st_nlink != 1)
        return false;
    make_unnamed(replacement, realpath(name, NULL), 0600);
    if (replacement->fd >= 0 && copy_rights(target, replacement->fd, &status))
        return true;
    drop(replacement);
    return false;
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
        if (!replacement_open(replacement, name, target))
            *replacement = (struct replacement){.fd = target, .target = -1};
        replacement->owns_target = replacement->path;
        return replacement->path || ftruncate(target, 0) == 0 || errno == EINVAL;
    }
    *replacement = (struct replacement){.fd = -1, .target = -1};
    if (errno != ENOENT)
        return false;
    if (!is_there(name)) {
        make_unnamed(replacement, strdup(name), 0666);
        if (replacement->fd >= 0)
            return true;
        drop(replacement);
    }
    replacement->fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    return replacement->fd >= 0;
}

void replacement_abandon(struct replacement *replacement)
{
    drop(replacement);
}

/* Give it a name beside the target's, and then the target's. */
static bool take_name(const struct replacement *replacement)
{
    char self[32], *name;
    bool linked = false;
    snprintf(self, sizeof self, "/proc/self/fd/%d", replacement->fd);
    for (int i = 0; i < MOST_NAMES && !linked; i++) {
        if (asprintf(&name, "%s/%s%ld.%d", replacement->place, program_name, (long)getpid(), i) < 0)
            return false;
        linked = linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
        const bool go_on = !linked && errno == EEXIST;
        const bool named = linked && rename(name, replacement->path) == 0;
        if (linked && !named)
            unlink(name);
        free(name);
        if (!go_on)
            return named;
    }
    return false;
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
    if (replacement->target < 0) {
        replacement->target = open(replacement->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        replacement->owns_target = true;
    }
    return replacement->target >= 0 && copy_bytes(replacement);
}

bool replacement_settle(struct replacement *replacement)
{
    bool settled;
    if (replacement->path) {
        settled = take_place(replacement);
    } else {
        settled = close(replacement->fd) == 0;
        replacement->fd = -1;
    }
    const int error = errno;
    drop(replacement);
    errno = error;
    return settled;
}
