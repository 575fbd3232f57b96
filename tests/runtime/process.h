/* SPDX-License-Identifier: MIT */
/* What the kernel says of this process, and which OpenMP runtime carries it. */
#ifndef CUPRO_TEST_PROCESS_H
#define CUPRO_TEST_PROCESS_H

#include <check.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static inline void sleep_ms(int ms)
{
    struct timespec left = {ms / 1000, ms % 1000 * 1000000L};
    while (nanosleep(&left, &left) != 0)
        ;
}

static inline int entries_of(const char *path)
{
    int entries = 0;
    DIR *directory = opendir(path);
    while (directory != NULL && readdir(directory) != NULL)
        entries++;
    if (directory != NULL)
        closedir(directory);
    return entries - 2;
}

static inline int threads_of_process(void)
{
    return entries_of("/proc/self/task");
}

static inline int descriptors_of_process(void)
{
    return entries_of("/proc/self/fd");
}

/* libomp keeps the threads of a team that has ended, for the next one. */
static inline bool on_libomp(void)
{
    return dlsym(RTLD_DEFAULT, "kmp_get_blocktime") != NULL;
}

/* The backend that runs everything on the caller: see cupro_unit(… SERIAL) in CMakeLists.txt. */
static inline bool on_serial_backend(void)
{
    const char *suffix = strstr(program_invocation_short_name, "_serial");
    return suffix != NULL && strcmp(suffix, "_serial") == 0;
}

/* A joined thread stays in /proc for a moment. True at once on libomp, for the reason above. */
static inline bool no_more_threads_than(int n)
{
    for (int i = 0; i < 500 && !on_libomp() && threads_of_process() > n; i++)
        sleep_ms(10);
    return on_libomp() || threads_of_process() <= n;
}

/* "" for a thread that is not there. */
static inline void name_of_thread(pid_t tid, char name[16])
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/comm", (int)tid);
    FILE *file = fopen(path, "r");
    if (file == NULL || fgets(name, 16, file) == NULL)
        name[0] = '\0';
    name[strcspn(name, "\n")] = '\0';
    if (file != NULL)
        fclose(file);
}

#endif
