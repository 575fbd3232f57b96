/* SPDX-License-Identifier: MIT */
/*
 * Does a program do what sort does? Random options, random lines, several locales: compares bytes,
 * messages and exit statuses.
 *
 *     sort_differ OURS THEIRS FIRST COUNT     cases FIRST … FIRST + COUNT - 1
 *
 * works in the current directory. A case depends on its number only. Of a case that differs it
 * prints the number, the command and both results; exit status 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_ARGUMENTS 24
#define MOST_BYTES     ((size_t)1 << 20)

/* -- Random numbers: splitmix64 --------------------------------------------------------------- */

static uint64_t state;

static uint64_t draw(void)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static size_t below(size_t n)
{
    return (size_t)(draw() % n);
}

static bool chance(size_t percent)
{
    return below(100) < percent;
}

#define PICK(array) ((array)[below(sizeof(array) / sizeof(array)[0])])

/* -- Lines ------------------------------------------------------------------------------------- */

static const char *const words[] = {
    "a",     "b",        "A",        "B",     "ab",           "aB",     "abc",     "z",
    "Zz",    "_",        "-",        "~",     "a~",           ".",      "..",      ".a",
    "x.c",   "x.tar.gz", "v1.9",     "v1.10", "v01.9",        "a0",     "a00",     "a01b",
    "a1b",   "\xc3\xa9", "\xc3\x89", "e",     "\xe4\xb8\xad", "\xff",   "\x01",    "\x7f",
    "a\tb",  "\t",       " ",        "  ",    "a b",          "#",      "!",       "(x)",
    "co-op", "coop",     "1.0~rc1",  "1.0",   "1.0-1",        "f1.txt", "f10.txt", "f2.txt",
    "f1~",   ".x1",      "..x",
};
static const char *const months[] = {"jan", "FEB", "Mar", "apr", "may",  "JUN", "jul",
                                     "AUG", "sep", "Oct", "nov", "DECx", "foo", " jan"};
static const char *const numbers[] = {
    "0",
    "-0",
    "00",
    "1",
    "-1",
    "2",
    "10",
    "9",
    "-9",
    "0.5",
    ".5",
    "-.5",
    "5.",
    "1.50",
    "1.5",
    "-1.5",
    "+5",
    "1e3",
    "1e-3",
    "-1e3",
    "0x10",
    "inf",
    "-inf",

    "infinity",
    "1,000",
    "1000",
    "1,0,0",
    "-",
    "--1",
    "1-1",
    "123456789012345678901234567890",
    "123456789012345678901234567891",
    "0.000000000000000000000000001",
    "1K",
    "1k",
    "2K",
    "1M",
    "1023M",
    "1G",
    "-1K",
    "-2K",
    "1Ki",
    "0K",
    "1.5K",
    "1,5K",
    "1.K",
    "1T",
    "1P",
    "1E",
    "1Z",
    "1Y",
    "1R",
    "1m",
    "00012",
    "12345678",
    "1e400",
    "-1e400",
    "1e-5000",
    "3.14159265358979323846",
    "3.14159265358979323847",
    "0.1",
    "0.10",
    "18446744073709551616",
    "9007199254740993",
    "1.",
    "1..2",
    "1.2.3",
    "1,",
    ",1",
    "-,1",
    "00,1",
};

static size_t append(char *to, size_t at, const char *text)
{
    const size_t length = strlen(text);
    memcpy(to + at, text, length);
    return at + length;
}

static size_t append_word(char *to, size_t at)
{
    char text[64];
    switch (below(8)) {
    case 0:
    case 1:
        return append(to, at, PICK(words));
    case 2:
        return append(to, at, PICK(months));
    case 3:
    case 4:
        return append(to, at, PICK(numbers));
    case 5:
        snprintf(text, sizeof text, "%d", (int)below(2000) - 1000);
        return append(to, at, text);
    case 6:
        snprintf(text, sizeof text, "%c%c", (int)('a' + below(3)), (int)('a' + below(3)));
        return append(to, at, text);
    default:
        to[at] = (char)(below(20) == 0 ? '\0' : 'a' + below(26));
        return at + 1;
    }
}

/* A file of lines; some have few words of few kinds, so that there are ties. */
static size_t make_text(char *to, char line_end, char separator)
{
    static const size_t sizes[] = {0, 1, 2, 3, 5, 10, 30, 100, 300};
    const size_t lines = chance(2) ? 5000 : PICK(sizes);
    const bool few = chance(40);
    size_t at = 0, first = 0;
    for (size_t i = 0; i < lines; i++) {
        if (few && i > 4 && chance(60)) {
            const size_t length = strcspn(to + first, "\n");
            if (first + length < at && length < 60) {
                memcpy(to + at, to + first, length);
                at += length;
                to[at++] = line_end;
                continue;
            }
        }
        first = chance(10) ? at : first;
        const size_t fields = below(5);
        for (size_t field = 0; field < fields; field++) {
            if (field > 0 || chance(15))
                to[at++] = chance(80) ? separator : ' ';
            if (chance(90))
                at = append_word(to, at);
        }
        to[at++] = chance(98) || i + 1 < lines ? line_end : 'x';
    }
    return at;
}

/* -- Commands ---------------------------------------------------------------------------------- */

struct command {
    char text[MOST_ARGUMENTS][64];
    char *argv[MOST_ARGUMENTS + 1];
    int count;
    int ordering;  /* arguments, of the first, that say no more than how to sort */
    bool sorted;   /* the files are */
    bool in_place; /* the result goes into in1 */
    size_t top;    /* 0, or what ours is given as --top, to do as head does behind theirs */
    bool input;    /* standard input is a file of lines, not empty */
    bool piped;
    const char *locale;
    char line_end, separator;
};

static void argument(struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void argument(struct command *command, const char *format, ...)
{
    va_list arguments;
    if (command->count == MOST_ARGUMENTS)
        return;
    va_start(arguments, format);
    vsnprintf(command->text[command->count], sizeof command->text[0], format, arguments);
    va_end(arguments);
    command->argv[command->count] = command->text[command->count];
    command->argv[++command->count] = NULL;
}

/* Letters that go together, mostly. */
static void letters(char *to, bool global)
{
    static const char kinds[] = "gMhnV", texts[] = "dfi", any[] = "bdfgiMhnrV";
    size_t at = 0;
    if (chance(55))
        to[at++] = kinds[below(sizeof kinds - 1)];
    else if (chance(40))
        to[at++] = texts[below(sizeof texts - 1)];
    if (chance(20))
        to[at++] = 'f';
    if (chance(20))
        to[at++] = 'b';
    if (chance(25))
        to[at++] = 'r';
    if (chance(4))
        to[at++] = any[below(sizeof any - 1)];
    if (chance(4))
        to[at++] = 'R';
    if (global && chance(20))
        to[at++] = 's';
    if (global && chance(20))
        to[at++] = 'u';
    to[at] = '\0';
}

static void add_key(struct command *command)
{
    char spec[64], by[16];
    int at = 0;
    const bool obsolete = chance(8);
    const size_t first = below(4) + !obsolete - (chance(2) && !obsolete);
    at += snprintf(spec, sizeof spec, "%s%zu", obsolete ? "+" : "", first);
    if (chance(25))
        at += snprintf(spec + at, sizeof spec - (size_t)at, ".%zu", below(5) + !obsolete);
    letters(by, false);
    at += snprintf(spec + at, sizeof spec - (size_t)at, "%s", chance(50) ? by : "");
    if (!obsolete && !chance(35)) {
        at += snprintf(spec + at, sizeof spec - (size_t)at, ",%zu", below(4) + 1);
        if (chance(25))
            at += snprintf(spec + at, sizeof spec - (size_t)at, ".%zu", below(5));
        letters(by, false);
        at += snprintf(spec + at, sizeof spec - (size_t)at, "%s", chance(30) ? by : "");
    }
    if (chance(1))
        snprintf(spec + at, sizeof spec - (size_t)at, "%s", chance(50) ? "," : "x");
    if (!obsolete) {
        argument(command, chance(80) ? "-k%s" : "--key=%s", spec);
        return;
    }
    argument(command, "%s", spec);
    if (chance(50))
        argument(command, "-%zu%s", below(4), chance(30) ? ".2" : "");
}

static void add_options(struct command *command)
{
    static const char separators[] = " ,:\tax";
    char by[16];
    letters(by, true);
    if (by[0] && chance(60))
        argument(command, "-%s", by);
    if (chance(15)) {
        argument(command, "-z");
        command->line_end = '\0';
    }
    if (chance(35)) {
        command->separator = separators[below(sizeof separators - 1)];
        if (chance(5))
            argument(command, "-t\\0");
        else
            argument(command, "-t%c", command->separator);
    }
    if (chance(60)) {
        for (size_t keys = below(3) + 1; keys > 0; keys--)
            add_key(command);
    }
    if (chance(10))
        argument(command, "%s", chance(50) ? "-s" : "--sta");
    if (chance(10))
        argument(command, "-u");
    if (chance(15))
        argument(command, chance(50) ? "-S1" : "-S50%%");
    if (chance(5))
        argument(command, "--parallel=%zu", below(4) + 1);
    if (chance(10))
        argument(command, "--batch-size=%zu", below(3) + 2);
    argument(command, "--random-source=random");
    command->ordering = command->count;
    if (chance(12))
        argument(command, "--debug");
    else if (chance(15))
        command->top = below(40) + 1;
    command->piped = chance(30);
}

static void add_inputs(struct command *command)
{
    const size_t mode = below(100);
    size_t files = below(3) + 1;
    if (mode < 15) {
        argument(command, mode < 8 ? "-c" : (mode < 11 ? "-C" : "--check=quiet"));
        files = chance(95) ? 1 : 2;
        command->sorted = chance(50);
        command->top = 0;
    } else if (mode < 30) {
        argument(command, "-m");
        command->sorted = chance(60);
    }
    if (chance(15)) {
        command->in_place = chance(10);
        argument(command, "-o%s", command->in_place ? "in1" : "result");
    }
    command->input = chance(20);
    if (command->input && chance(50))
        return;
    if (command->input)
        argument(command, "-");
    for (size_t i = 0; i < files; i++)
        argument(command, "in%zu", i + 1);
    if (chance(1))
        argument(command, "%s", chance(50) ? "missing" : "dir");
}

static void write_file(const char *name, const char *bytes, size_t length)
{
    FILE *file = fopen(name, "w");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        perror(name);
        exit(2);
    }
}

static size_t read_file(const char *name, char *bytes, size_t room)
{
    FILE *file = fopen(name, "r");
    const size_t length = file ? fread(bytes, 1, room, file) : 0;
    if (file)
        fclose(file);
    return length;
}

/* The inputs of a case. */
static void write_inputs(const struct command *command)
{
    static char text[MOST_BYTES];
    for (int i = 0; i < 4; i++) {
        const char *const names[] = {"in0", "in1", "in2", "in3"};
        write_file(names[i], text, make_text(text, command->line_end, command->separator));
    }
}

/* -- Running ----------------------------------------------------------------------------------- */

static int run(const char *program, const struct command *command, const char *out, const char *err)
{
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        char *argv[MOST_ARGUMENTS + 2];
        argv[0] = (char *)"sort";
        memcpy(argv + 1, command->argv, sizeof command->argv);
        const int in = open(command->input ? "in0" : "/dev/null", O_RDONLY);
        const int to = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        const int to_err = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        dup2(in, 0);
        dup2(to, 1);
        dup2(to_err, 2);
        setenv("LC_ALL", command->locale, 1);
        setenv("LANGUAGE", "C", 1);
        execv(program, argv);
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* "cupro-sort: " becomes "sort: ". */
static size_t normalise(char *text, size_t length)
{
    static const char ours[] = "cupro-sort";
    size_t to = 0;
    for (size_t at = 0; at < length;) {
        if (length - at >= sizeof ours - 1 && memcmp(text + at, ours, sizeof ours - 1) == 0)
            at += sizeof "cupro-" - 1;
        text[to++] = text[at++];
    }
    return to;
}

static bool same_file(const char *theirs, const char *ours)
{
    static char a[MOST_BYTES * 4], b[MOST_BYTES * 4];
    const size_t length = read_file(theirs, a, sizeof a);
    size_t other = read_file(ours, b, sizeof b);
    if (strncmp(ours, "err", 3) == 0)
        other = normalise(b, other);
    return length == other && memcmp(a, b, length) == 0;
}

static void show(const char *label, const char *name)
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

/* Sort the inputs as the case's options say. */
static void sort_inputs(const char *theirs, const struct command *command)
{
    struct command sorting = *command;
    static char text[MOST_BYTES];
    sorting.input = false;
    for (int i = 0; i < 4; i++) {
        const char *const names[] = {"in0", "in1", "in2", "in3"};
        sorting.count = command->ordering;
        argument(&sorting, "%s", names[i]);
        if (run(theirs, &sorting, "sorted", "err.sorting") == 0)
            write_file(names[i], text, read_file("sorted", text, sizeof text));
    }
}

/* Leave the first lines of the file. */
static void cut_file(const char *name, const struct command *command)
{
    static char text[MOST_BYTES * 4];
    size_t lines = command->top, at = 0;
    const size_t length = read_file(name, text, sizeof text);
    while (lines > 0 && at < length)
        lines -= text[at++] == command->line_end;
    if (length > 0)
        write_file(name, text, at);
}

/* What `head` behind them would leave, of each file that they may have written. */
static void cut_results(struct command *command)
{
    if (command->top == 0 || command->count == MOST_ARGUMENTS)
        return;
    cut_file("out.theirs", command);
    cut_file("result.theirs", command);
    if (command->in_place)
        cut_file("in1.theirs", command);
    command->argv[command->count] = command->text[command->count];
    memmove(command->argv + 1, command->argv, sizeof command->argv - sizeof command->argv[0]);
    command->argv[0] = command->text[command->count];
    snprintf(command->text[command->count++], sizeof command->text[0], "--top=%zu", command->top);
}

static bool try_case(const char *ours, const char *theirs, const char *const *locales,
                     size_t locale_count, uint64_t number)
{
    struct command command = {.line_end = '\n', .separator = ' '};
    state = number * UINT64_C(1000003);
    draw();
    command.locale = locales[below(locale_count)];
    add_options(&command);
    add_inputs(&command);
    write_inputs(&command);
    if (command.sorted)
        sort_inputs(theirs, &command);
    rename("in1", "keep");
    static char text[MOST_BYTES];
    const size_t length = read_file("keep", text, sizeof text);
    write_file("in1", text, length);
    unlink("result");
    const int their_status = run(theirs, &command, "out.theirs", "err.theirs");
    rename("result", "result.theirs");
    rename("in1", "in1.theirs");
    write_file("in1", text, length);
    if (their_status == 0)
        cut_results(&command);
    const int our_status = run(ours, &command, "out.ours", "err.ours");
    const bool same = their_status == our_status && same_file("out.theirs", "out.ours") &&
                      same_file("err.theirs", "err.ours") &&
                      (same_file("result.theirs", "result")) && same_file("in1.theirs", "in1");
    if (!same) {
        printf("case %llu differs: LC_ALL=%s sort", (unsigned long long)number, command.locale);
        for (int i = 0; i < command.count; i++)
            printf(" '%s'", command.argv[i]);
        printf("%s\nexit status %d, not %d\n", command.input ? " <in0" : "", our_status,
               their_status);
        show("their messages: ", "err.theirs");
        show("our messages: ", "err.ours");
    }
    unlink("result");
    unlink("result.theirs");
    return same;
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fprintf(stderr, "usage: sort_differ OURS THEIRS FIRST COUNT LOCALE...\n");
        return 2;
    }
    const uint64_t first = strtoull(argv[3], NULL, 10), count = strtoull(argv[4], NULL, 10);
    write_file("random", "0123456789abcdefghijklmnopqrstuvwxyz", 36);
    mkdir("dir", 0777);
    unsigned failures = 0;
    for (uint64_t number = first; number < first + count && failures < 10; number++)
        failures +=
            !try_case(argv[1], argv[2], (const char *const *)argv + 5, (size_t)argc - 5, number);
    if (failures > 0)
        printf("%u cases differ\n", failures);
    return failures > 0;
}
