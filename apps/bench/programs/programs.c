/* SPDX-License-Identifier: MIT */
/* Whole programs (see programs.h). */
#include "bench/programs/programs.h"

#include "bench/measure.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct bench_run bench_run_program_to(char *const *argv, const char *output)
{
    struct bench_run run = {0, 0, -1};
    double begin = seconds_now();
    pid_t child = fork();
    if (child == 0) {
        int to = open(output != NULL ? output : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (to < 0 || dup2(to, STDOUT_FILENO) < 0)
            _exit(126);
        execvp(argv[0], argv);
        _exit(127);
    }
    struct rusage usage;
    if (child > 0 && wait4(child, &run.status, 0, &usage) == child) {
        run.seconds = seconds_now() - begin;
        run.peak_bytes = (double)usage.ru_maxrss * 1024;
    }
    return run;
}

struct bench_run bench_run_program(char *const *argv)
{
    return bench_run_program_to(argv, NULL);
}

struct bench_run bench_run_shell(const char *line, const char *const *texts, const char *output)
{
    enum { MOST = 8 };
    const char *argv[4 + MOST + 1] = {"sh", "-c", line, "sh"};
    for (int i = 0; i < MOST && texts[i] != NULL; i++)
        argv[4 + i] = texts[i];
    return bench_run_program_to((char *const *)argv, output);
}

bool bench_same_files(const char *one, const char *other)
{
    char *const argv[] = {"cmp", "-s", (char *)one, (char *)other, NULL};
    return bench_run_program(argv).status == 0;
}

bool bench_find_program(const char *name, char *path, size_t room)
{
    char self[2048];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return false;
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    snprintf(path, room, "%s/%s", self, name);
    return access(path, X_OK) == 0;
}

/* However this process ends, its end of a pipe closes, and a shell that waits for that removes what
 * is left. */
static void sweep_at_end(const char *prefix)
{
    static bool is_watched;
    int ends[2];
    if (is_watched || pipe2(ends, O_CLOEXEC) != 0)
        return;
    is_watched = true;
    if (fork() == 0) {
        int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
        setsid(); /* an interrupt from the terminal is not for it */
        dup2(ends[0], STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execlp("sh", "sh", "-c", "cat; rm -rf \"$0\".*", prefix, (char *)NULL);
        _exit(127);
    }
    close(ends[0]);
}

void bench_temporary_name(const char *what, char *path, size_t room)
{
    const char *folder = getenv("TMPDIR");
    char prefix[BENCH_PATH_ROOM];
    snprintf(prefix, sizeof prefix, "%s/cupro-bench-%ld", folder != NULL ? folder : "/tmp",
             (long)getpid());
    sweep_at_end(prefix);
    snprintf(path, room, "%s.%s", prefix, what);
}

uint64_t bench_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}
