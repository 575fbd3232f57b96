/* SPDX-License-Identifier: MIT */
/* Whole programs: started, timed and weighed from outside. */
#ifndef BENCH_PROGRAMS_H
#define BENCH_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BENCH_PATH_ROOM = 4096 };

struct bench_run {
    double seconds;
    double peak_bytes;
    int status; /* as wait() has it; -1: could not be started */
};

/* Run the program, which PATH or a path names, with its output in a file, or thrown away (NULL). */
struct bench_run bench_run_program_to(char *const *argv, const char *output);
struct bench_run bench_run_program(char *const *argv);

/* The same of a line for sh: its variables $1, $2 … are the texts, of which a NULL is the last. */
struct bench_run bench_run_shell(const char *line, const char *const *texts, const char *output);

bool bench_same_files(const char *one, const char *other);

/* A program of ours stands beside this one. False: it does not. */
bool bench_find_program(const char *name, char *path, size_t room);

/* The name of a file or folder that is this process's own, in TMPDIR; gone after its end. */
void bench_temporary_name(const char *what, char *path, size_t room);

/* Xorshift64 (Marsaglia, 2003). The state begins as anything but 0. */
uint64_t bench_random(uint64_t *state);

#endif
