/* SPDX-License-Identifier: MIT */
/* Two programs given the same random work: choices, files, running, comparing. */
#ifndef DIFFER_H
#define DIFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOST_BYTES     ((size_t)1 << 20) /* of an input */
#define MOST_ARGUMENTS 24

/* From here on everything depends on the number only. */
void begin_case(uint64_t number);

size_t below(size_t n);
bool chance(size_t percent);

#define PICK(array) ((array)[below(sizeof(array) / sizeof(array)[0])])

/* -- Files: a failure ends the program ----------------------------------------------------------
 */

void write_file(const char *name, const char *bytes, size_t length);

/* The length; 0 if there is no such file. */
size_t read_file(const char *name, char *bytes, size_t room);

/* -- Commands -----------------------------------------------------------------------------------
 */

struct arguments {
    char text[MOST_ARGUMENTS][64];
    int count;
};

/* What is too much is left out. */
void add_argument(struct arguments *arguments, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

struct run {
    const char *program, *name, *locale;
    const char *in, *out, *err; /* files */
    bool piped;                 /* standard input is a pipe */
};

/* The exit status, or 1000 and a signal. */
int run_program(const struct run *run, const struct arguments *arguments);

/* Whether two files have the same bytes; of messages of ours, which is `called` something longer,
 * once that is replaced by its `name`. */
bool same_file(const char *theirs, const char *ours);
bool same_messages(const char *theirs, const char *ours, const char *called, const char *name);

/* Print arguments, and the beginning of a file, so that they can be read. */
void show_arguments(const struct arguments *arguments);
void show_file(const char *label, const char *name);

/* -- Main ---------------------------------------------------------------------------------------
 */

/* Whether both programs did the same in a case, in one of the locales; prints it if not. */
typedef bool differ_case(const char *ours, const char *theirs, const char *const *locales,
                         size_t locale_count, uint64_t number);

/* For main: called with OURS THEIRS FIRST COUNT LOCALE…, prepare the folder and try these cases
 * until ten differ. The exit status. */
int run_cases(int argc, char **argv, bool (*prepare)(void), differ_case *try_case);

#endif
