/* SPDX-License-Identifier: MIT */
/* What a program says on stderr, and the exit statuses that all programs share. */
#ifndef APPS_DIAGNOSTICS_H
#define APPS_DIAGNOSTICS_H

/* Every program defines it: the word that its messages begin with. */
extern const char program_name[];

enum exit_status {
    STATUS_OK = 0,
    STATUS_UNREADABLE = 1, /* an input could not be read; the others were */
    STATUS_TROUBLE = 2     /* wrong use, no memory, damaged data, no place for the result */
};

/* Print "program: ", the message and a newline. Main thread. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, then exit with STATUS_TROUBLE. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same with a hint at --help between the two. A NULL format prints the hint only, after
 * getopt_long has printed a message of its own. */
_Noreturn void fail_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The hint only, then exit with the status. */
_Noreturn void fail_hint(int status);

/* From now on the hint has this line before it. */
void show_usage_in_hints(const char *line);

/* fail() with "what: name: " and the words for errno. */
_Noreturn void fail_errno(const char *what, const char *name);

/* fail() with the words for a negative code of cupro's. */
_Noreturn void fail_code(int code);

/* Open what is missing of the file descriptors 0, 1 and 2, such that using them fails: otherwise
 * the first input would become "standard output". To be called first of all. */
void hold_standard_descriptors(void);

#endif
