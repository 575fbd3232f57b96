/* SPDX-License-Identifier: MIT */
/* Two programs compared (see differ.h). */
#include "differ.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Splitmix64. */
static uint64_t state;

static uint64_t draw(void)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

void begin_case(uint64_t number)
{
    state = number * UINT64_C(1000003);
    draw();
}

size_t below(size_t n)
{
    return (size_t)(draw() % n);
}

bool chance(size_t percent)
{
    return below(100) < percent;
}

/* -- Files ------------------------------------------------------------------------------------- */

void write_file(const char *name, const char *bytes, size_t length)
{
    FILE *file = fopen(name, "w");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        perror(name);
        exit(2);
    }
}

size_t read_file(const char *name, char *bytes, size_t room)
{
    FILE *file = fopen(name, "r");
    const size_t length = file ? fread(bytes, 1, room, file) : 0;
    if (file)
        fclose(file);
    return length;
}

/* -- Commands ---------------------------------------------------------------------------------- */

void add_argument(struct arguments *arguments, const char *format, ...)
{
    va_list values;
    if (arguments->count == MOST_ARGUMENTS)
        return;
    va_start(values, format);
    vsnprintf(arguments->text[arguments->count++], sizeof arguments->text[0], format, values);
    va_end(values);
}

/* A pipe out of which the file comes, all of it at once if it fits. */
static int open_piped(const char *name)
{
    static char text[MOST_BYTES];
    int ends[2];
    const size_t length = read_file(name, text, sizeof text);
    if (pipe(ends) < 0)
        _exit(126);
    if (fork() == 0) {
        close(ends[0]);
        (void)!write(ends[1], text, length);
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

static _Noreturn void become(const struct run *run, const struct arguments *arguments)
{
    char *argv[MOST_ARGUMENTS + 2] = {(char *)run->name};
    for (int i = 0; i < arguments->count; i++)
        argv[i + 1] = (char *)arguments->text[i];
    const int in = run->piped ? open_piped(run->in) : open(run->in, O_RDONLY);
    const int out = open(run->out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    const int err = open(run->err, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    dup2(in, 0);
    dup2(out, 1);
    dup2(err, 2);
    close(in);
    setenv("LC_ALL", run->locale, 1);
    setenv("LANGUAGE", "C", 1);
    execv(run->program, argv);
    _exit(127);
}

int run_program(const struct run *run, const struct arguments *arguments)
{
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0)
        become(run, arguments);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* Each `called` becomes the shorter `name`. */
static size_t rename_program(char *text, size_t length, const char *called, const char *name)
{
    const size_t size = strlen(called), new_size = strlen(name);
    size_t to = 0;
    for (size_t at = 0; at < length;) {
        if (length - at >= size && memcmp(text + at, called, size) == 0) {
            memcpy(text + to, name, new_size);
            to += new_size;
            at += size;
        } else {
            text[to++] = text[at++];
        }
    }
    return to;
}

bool same_file(const char *theirs, const char *ours)
{
    return same_messages(theirs, ours, NULL, NULL);
}

bool same_messages(const char *theirs, const char *ours, const char *called, const char *name)
{
    static char a[MOST_BYTES * 4], b[MOST_BYTES * 4];
    const size_t length = read_file(theirs, a, sizeof a);
    size_t other = read_file(ours, b, sizeof b);
    if (called)
        other = rename_program(b, other, called, name);
    return length == other && memcmp(a, b, length) == 0;
}

void show_arguments(const struct arguments *arguments)
{
    for (int i = 0; i < arguments->count; i++)
        printf(" '%s'", arguments->text[i]);
}

void show_file(const char *label, const char *name)
{
    static char text[400];
    const size_t length = read_file(name, text, sizeof text);
    printf("%s", label);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~'))
            putchar(text[i]);
        else
            printf("\\%03o", (unsigned)(unsigned char)text[i]);
    }
    printf("\n");
}

int run_cases(int argc, char **argv, bool (*prepare)(void), differ_case *try_case)
{
    if (argc < 6) {
        fprintf(stderr, "usage: %s OURS THEIRS FIRST COUNT LOCALE...\n", argv[0]);
        return 2;
    }
    if (!prepare()) {
        perror("prepare");
        return 2;
    }
    const uint64_t first = strtoull(argv[3], NULL, 10), count = strtoull(argv[4], NULL, 10);
    unsigned failures = 0;
    for (uint64_t number = first; number < first + count && failures < 10; number++)
        failures +=
            !try_case(argv[1], argv[2], (const char *const *)argv + 5, (size_t)argc - 5, number);
    if (failures > 0)
        printf("%u cases differ\n", failures);
    return failures > 0;
}
