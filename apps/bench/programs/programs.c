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

struct bench_run bench_run_program(char *const *argv)
{
    struct bench_run run = {0, 0, -1};
    double begin = bench_seconds();
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        execvp(argv[0], argv);
        _exit(127);
    }
    struct rusage usage;
    if (child > 0 && wait4(child, &run.status, 0, &usage) == child) {
        run.seconds = bench_seconds() - begin;
        run.peak_bytes = (double)usage.ru_maxrss * 1024;
    }
    return run;
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

void bench_temporary_name(const char *what, char *path, size_t room)
{
    const char *folder = getenv("TMPDIR");
    snprintf(path, room, "%s/cupro-bench-%ld.%s", folder != NULL ? folder : "/tmp", (long)getpid(),
             what);
}

uint64_t bench_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}
