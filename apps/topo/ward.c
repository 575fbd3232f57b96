/* SPDX-License-Identifier: MIT */
/*
 * A child process for what may crash (see ward.h).
 *
 * hwloc trusts the XML it reads: of 700 files with random damage, five ended it with SIGSEGV or in
 * malloc's abort. A program that is asked about a file owes an answer; so the one that reads it is
 * a child, and its parent waits, and does nothing but tell how it ended. What the child says goes
 * through a pipe, and nowhere if it crashes: the C library has a last word of its own then.
 */
#include "topo/ward.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST_SECONDS 120

/* End as the child did, with what it said. */
_Noreturn static void follow(int status, const char *said, size_t length)
{
    fwrite(said, 1, length, stderr);
    if (WIFEXITED(status))
        exit(WEXITSTATUS(status));
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
    exit(STATUS_TROUBLE);
}

/* Read to the end; what does not fit is lost. */
static size_t listen_to(int fd, char *said, size_t room)
{
    size_t length = 0;
    for (;;) {
        char lost[256];
        const bool full = length == room;
        const ssize_t got =
            read(fd, full ? lost : said + length, full ? sizeof lost : room - length);
        if (got == 0 || (got < 0 && errno != EINTR))
            return length;
        length += got > 0 && !full ? (size_t)got : 0;
    }
}

_Noreturn static void watch(pid_t child, int voice, const char *input)
{
    int status;
    char said[8192];
    const size_t length = listen_to(voice, said, sizeof said);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            fail_errno("waiting for the child", input);
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (signal == SIGSEGV || signal == SIGBUS || signal == SIGABRT || signal == SIGFPE ||
        signal == SIGILL)
        fail("%s: damaged: hwloc crashes on it", input);
    if (signal == SIGALRM)
        fail("%s: damaged: hwloc is not through with it after %d seconds", input, LONGEST_SECONDS);
    follow(status, said, length);
}

/* As if nobody had told the shell, or whoever started us, to ignore it, which a program inherits.
 */
static void heed(int number)
{
    sigset_t set;
    signal(number, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void ward_enter(const char *input)
{
    int voice[2];
    heed(SIGCHLD); /* else nobody can be waited for */
    heed(SIGALRM);
    const pid_t parent = getpid();
    const pid_t child = pipe2(voice, O_CLOEXEC) == 0 ? fork() : -1;
    if (child < 0)
        fail_errno("reading in a child", input);
    if (child > 0) {
        close(voice[1]);
        watch(child, voice[0], input);
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent || dup2(voice[1], STDERR_FILENO) < 0)
        exit(STATUS_TROUBLE);
    close(voice[0]);
    close(voice[1]);
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
