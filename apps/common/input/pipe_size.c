/* SPDX-License-Identifier: MIT */
/*
 * Larger pipes (see pipe_size.h). A pipe of the usual 64 KB is full, and empty, so often that who
 * writes and who reads wake each other for each block.
 */
#include "common/input/pipe_size.h"

#include <fcntl.h>

#define PIPE_BYTES (1 << 20) /* what anybody may have, unless it was made less */

void pipe_enlarge(int fd)
{
    const int bytes = fcntl(fd, F_GETPIPE_SZ);
    if (bytes >= 0 && bytes < PIPE_BYTES)
        fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
}
