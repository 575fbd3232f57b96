/* SPDX-License-Identifier: MIT */
/* Programs as filters (see filter.h), by posix_spawn: a fork would be no good idea beside threads.
 */
#include "sort/runs/filter.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Start it with these as standard input and output. -1 and errno. */
static pid_t start(const char *program, const char *argument, int in, int out)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    char *const argv[] = {(char *)program, (char *)argument, NULL};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    const int error = posix_spawnp(&child, program, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    errno = error;
    return error ? -1 : child;
}

pid_t filter_start_writing(const char *program, int file, int *to)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    const pid_t child = start(program, NULL, ends[0], file);
    const int error = errno;
    close(ends[0]);
    if (child < 0)
        close(ends[1]);
    *to = ends[1];
    errno = error;
    return child;
}

pid_t filter_start_reading(const char *program, int file, int *from)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    const pid_t child = start(program, "-d", file, ends[1]);
    const int error = errno;
    close(ends[1]);
    if (child < 0)
        close(ends[0]);
    *from = ends[0];
    errno = error;
    return child;
}

void filter_wait(pid_t child, const char *program, const char *how)
{
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            fail_errno("waiting for", program);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail("%s%s terminated abnormally", quote_text(program), how);
}
