/* SPDX-License-Identifier: MIT */
/* Files without a name (see temporary_file.h). */
#include "common/files/temporary_file.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *temporary_directory(void)
{
    const char *usual = getenv("TMPDIR");
    return usual && *usual ? usual : "/tmp";
}

/* Where the file system has no files without a name: one whose name is removed at once. */
static int create_and_unlink(const char *directory)
{
    char *path;
    if (asprintf(&path, "%s/%sXXXXXX", directory, program_name) < 0) {
        errno = ENOMEM;
        return -1;
    }
    const int fd = mkostemp(path, O_CLOEXEC);
    const int error = errno;
    if (fd >= 0)
        unlink(path);
    free(path);
    errno = error;
    return fd;
}

int temporary_file(const char *directory)
{
    const int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
        return create_and_unlink(directory);
    return fd;
}
