/* SPDX-License-Identifier: MIT */
/*
 * A child process for what may crash (see ward.h).
 *
 * hwloc trusts the XML it reads: of 700 files with random damage, five ended it with SIGSEGV or in
 * malloc's abort. A program that is asked about a file owes an answer; so the one that reads it is
 * a child, and its parent waits, and does nothing but tell how it ended.
 */
#include "topo/ward.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST_SECONDS 120

/* End as the child did. */
_Noreturn static void follow(int status)
{
    if (WIFEXITED(status))
        exit(WEXITSTATUS(status));
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
    exit(STATUS_TROUBLE);
}

_Noreturn static void watch(pid_t child, const char *input)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            fail_errno("waiting for the child", input);
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (signal == SIGSEGV || signal == SIGBUS || signal == SIGABRT || signal == SIGFPE ||
        signal == SIGILL)
        fail("%s: damaged: hwloc crashes on it", input);
    if (signal == SIGALRM)
        fail("%s: damaged: hwloc is not through with it after %d seconds", input, LONGEST_SECONDS);
    follow(status);
}

void ward_enter(const char *input)
{
    const pid_t parent = getpid(), child = fork();
    if (child < 0)
        fail_errno("fork", input);
    if (child > 0)
        watch(child, input);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        exit(STATUS_TROUBLE);
    setrlimit(RLIMIT_CORE, &(const struct rlimit){0, 0});
    alarm(LONGEST_SECONDS);
}

void ward_leave(void)
{
    alarm(0);
}

static int kept_stderr = -1;

void ward_hush(void)
{
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    kept_stderr = nowhere >= 0 ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3) : -1;
    if (kept_stderr >= 0)
        dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0)
        close(nowhere);
}

void ward_speak(void)
{
    if (kept_stderr >= 0) {
        dup2(kept_stderr, STDERR_FILENO);
        close(kept_stderr);
    }
    kept_stderr = -1;
}
