/* SPDX-License-Identifier: MIT */
/* Paths of any length (see long_path.h): the kernel takes PATH_MAX bytes at once, so one goes to a
 * directory on the way, and on from there. */
#include "common/files/long_path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/* The length of the longest beginning that ends before a slash and is not too long; 0: none. */
static size_t beginning(const char *path)
{
    size_t length = PATH_MAX - 1;
    while (length > 0 && path[length] != '/')
        length--;
    return length;
}

int long_path_open(const char *path, int flags)
{
    char part[PATH_MAX];
    int from = AT_FDCWD;
    while (strlen(path) >= PATH_MAX) {
        const size_t length = beginning(path);
        memcpy(part, path, length);
        part[length] = '\0';
        const int next = length > 0 ? openat(from, part, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
        if (length == 0)
            errno = ENAMETOOLONG;
        const int error = errno;
        if (from != AT_FDCWD)
            close(from);
        errno = error;
        if (next < 0)
            return -1;
        from = next;
        path += length;
        path += strspn(path, "/");
    }
    const int fd = openat(from, path, flags | O_CLOEXEC);
    const int error = errno;
    if (from != AT_FDCWD)
        close(from);
    errno = error;
    return fd;
}
