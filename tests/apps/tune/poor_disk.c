/* SPDX-License-Identifier: MIT */
/*
 * To be preloaded: a file system that can do less than most. $POOR_DISK names what it lacks:
 *
 *     unnamed    files without names (O_TMPFILE)
 *     links      giving such a file a name (as where /proc is not mounted)
 *     renaming   files take the place of others
 *     room       for anything: what was written turns out to be lost when it is synchronised
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int open64(const char *path, int flags, ...);

static int lacks(const char *what)
{
    const char *poor = getenv("POOR_DISK");
    return poor != NULL && strstr(poor, what) != NULL;
}

static int refuse(int error)
{
    errno = error;
    return -1;
}

static int open_there(const char *path, int flags, mode_t mode)
{
    if ((flags & O_TMPFILE) == O_TMPFILE && lacks("unnamed"))
        return refuse(EOPNOTSUPP);
    return openat(AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return open_there(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return open_there(path, flags, mode);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    int (*next)(int, const char *, int, const char *, int);
    *(void **)&next = dlsym(RTLD_NEXT, "linkat");
    return lacks("links") ? refuse(ENOENT) : next(from_folder, from, to_folder, to, flags);
}

int rename(const char *from, const char *to)
{
    int (*next)(const char *, const char *);
    *(void **)&next = dlsym(RTLD_NEXT, "rename");
    return lacks("renaming") ? refuse(EBUSY) : next(from, to);
}

int fsync(int fd)
{
    int (*next)(int);
    *(void **)&next = dlsym(RTLD_NEXT, "fsync");
    return lacks("room") ? refuse(ENOSPC) : next(fd);
}
