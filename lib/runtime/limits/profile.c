/* SPDX-License-Identifier: MIT */
/*
 * The profile (see profile.h). The file is somebody's, and may be anything: it is opened without
 * waiting (a FIFO), looked at before it is read, read up to a limit, and taken as a whole or not at
 * all. What it names is put into a profile of its own, which takes effect when its last line has
 * been found to be right.
 */
#include "runtime/limits/profile.h"

#include "runtime/limits/count.h"
#include "runtime/pools/pool.h"

#include <cupro/profile.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A chunk of 2 us costs half a percent to hand out; what takes less than 20 us in all is not worth
 * waking a team. */
static const struct cupro__profile usual = {.chunk_ns = 2000, .inline_ns = 20000};

static void ignore(struct cupro__profile *profile, const char *fault)
{
    char path[sizeof profile->path];
    memcpy(path, profile->path, sizeof path);
    *profile = usual;
    memcpy(profile->path, path, sizeof path);
    snprintf(profile->fault, sizeof profile->fault, "%s", fault);
}

/* -- Lines --------------------------------------------------------------------------------------
 */

struct reading {
    struct cupro__profile found;
    const char *machine;
    unsigned seen; /* which keys, by their bits */
    char *fault;   /* what is wrong with the line */
    size_t room;
};

static bool take_whole_number(const char *text, long least, long most, long *number)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *number = strtol(text, &end, 10);
    return errno == 0 && *end == '\0' && *number >= least && *number <= most;
}

static bool take_machine(struct reading *reading, const char *value)
{
    if (strcmp(value, reading->machine) == 0)
        return true;
    snprintf(reading->fault, reading->room, "for another machine: %s", value);
    return false;
}

static bool take_threads(struct reading *reading, const char *value)
{
    long number;
    if (!take_whole_number(value, 1, CUPRO__MOST_THREADS, &number))
        return false;
    reading->found.threads = (int)number;
    return true;
}

static bool take_bind(struct reading *reading, const char *value)
{
    reading->found.bind = cupro__bind_named(value);
    return reading->found.bind != CUPRO_BIND_DEFAULT;
}

static bool take_chunk_ns(struct reading *reading, const char *value)
{
    long number;
    if (!take_whole_number(value, 100, 10000000, &number))
        return false;
    reading->found.chunk_ns = (double)number;
    reading->found.has_chunk_ns = true;
    return true;
}

static bool take_inline_ns(struct reading *reading, const char *value)
{
    long number;
    if (!take_whole_number(value, 0, 100000000, &number))
        return false;
    reading->found.inline_ns = (double)number;
    reading->found.has_inline_ns = true;
    return true;
}

static const struct {
    const char *name;
    bool (*take)(struct reading *reading, const char *value);
    const char *values; /* what they may be */
} keys[] = {
    {"machine", take_machine, ""},
    {"threads", take_threads, "a number from 1 to 65536"},
    {"bind", take_bind, "none, compact, scatter, core or numa"},
    {"chunk_ns", take_chunk_ns, "a number from 100 to 10000000"},
    {"inline_ns", take_inline_ns, "a number from 0 to 100000000"},
};

enum { KEYS = sizeof keys / sizeof *keys, MACHINE_SEEN = 1 };

/* Without the blanks around it. */
static char *trimmed(char *text)
{
    text += strspn(text, " \t\r");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL)
        length--;
    text[length] = '\0';
    return text;
}

/* Comments may be in any encoding, keys and values are plain. */
static bool is_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if ((*text < ' ' && *text != '\t') || *text > '~')
            return false;
    return true;
}

static bool take_pair(struct reading *reading, const char *key, const char *value)
{
    size_t k = 0;
    while (k < KEYS && strcmp(keys[k].name, key) != 0)
        k++;
    if (k == KEYS) {
        snprintf(reading->fault, reading->room, "no key is called '%.40s'", key);
        return false;
    }
    if (reading->seen >> k & 1) {
        snprintf(reading->fault, reading->room, "%s once more", key);
        return false;
    }
    reading->seen |= 1U << k;
    snprintf(reading->fault, reading->room, "%s is not %s", key, keys[k].values);
    return keys[k].take(reading, value);
}

static bool take_line(struct reading *reading, char *line)
{
    line = trimmed(line);
    if (*line == '\0' || *line == '#')
        return true;
    char *value = strchr(line, '=');
    if (value == NULL || !is_plain(line)) {
        snprintf(reading->fault, reading->room, "not `key = value`");
        return false;
    }
    *value++ = '\0';
    return take_pair(reading, trimmed(line), trimmed(value));
}

/* The last line has to have an end: a number that was cut off is another number. */
void cupro__profile_parse(struct cupro__profile *profile, char *text, size_t length,
                          const char *machine)
{
    char fault[128], where[sizeof profile->fault];
    struct reading reading = {
        .found = usual, .machine = machine, .fault = fault, .room = sizeof fault};
    if (memchr(text, '\0', length) != NULL) {
        ignore(profile, "binary data");
        return;
    }
    size_t number = 1;
    char *rest = text;
    for (char *end; (end = memchr(rest, '\n', (size_t)(text + length - rest))) != NULL; number++) {
        char *line = rest;
        *end = '\0';
        rest = end + 1;
        if (!take_line(&reading, line)) {
            snprintf(where, sizeof where, "line %zu: %s", number, fault);
            ignore(profile, where);
            return;
        }
    }
    if (rest != text + length) {
        ignore(profile, "its last line is cut off");
    } else if ((reading.seen & MACHINE_SEEN) == 0) {
        ignore(profile, "no machine is named");
    } else {
        memcpy(reading.found.path, profile->path, sizeof reading.found.path);
        *profile = reading.found;
        profile->is_there = true;
    }
}

/* -- The file -----------------------------------------------------------------------------------
 */

static void ignore_errno(struct cupro__profile *profile)
{
    char words[96];
    ignore(profile, strerror_r(errno, words, sizeof words));
}

/* As much as there is room for. False: errno says why. */
static bool read_bytes(int fd, char *text, size_t room, size_t *length)
{
    ssize_t got = 1;
    for (*length = 0; *length < room && got != 0;) {
        got = read(fd, text + *length, room - *length);
        if (got < 0 && errno != EINTR)
            return false;
        *length += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* The text is not on the stack: the thread that asks first may have little of that. */
static void read_regular(struct cupro__profile *profile, int fd)
{
    const size_t room = CUPRO__PROFILE_MOST_BYTES + 1; /* one more tells that there is more */
    char machine[256], *text = malloc(room);
    size_t length;
    if (text == NULL || !read_bytes(fd, text, room, &length)) {
        ignore_errno(profile);
    } else if (length == room) {
        ignore(profile, "too large");
    } else {
        cupro_profile_machine(machine, sizeof machine);
        cupro__profile_parse(profile, text, length, machine);
    }
    free(text);
}

int cupro__profile_read(struct cupro__profile *profile, const char *path)
{
    struct stat status;
    *profile = usual;
    strncpy(profile->path, path, sizeof profile->path - 1);
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        const int error = errno;
        ignore_errno(profile);
        return error;
    }
    if (fstat(fd, &status) != 0)
        ignore_errno(profile);
    else if (!S_ISREG(status.st_mode))
        ignore(profile, "not a regular file");
    else
        read_regular(profile, fd);
    close(fd);
    return 0;
}

/* -- The process's ------------------------------------------------------------------------------
 */

/* Below a folder of settings, where nobody need have put one. */
static void read_usual(struct cupro__profile *profile, const char *folder, const char *below)
{
    char *path;
    if (asprintf(&path, "%s%s/cupro/profile", folder, below) < 0)
        return;
    const int error = cupro__profile_read(profile, path);
    if (error == ENOENT || error == ENOTDIR)
        *profile = usual;
    free(path);
}

static struct cupro__profile ours;

static void read_ours(void)
{
    const char *named = secure_getenv("CUPRO_PROFILE");
    const char *settings = secure_getenv("XDG_CONFIG_HOME"), *home = secure_getenv("HOME");
    ours = usual;
    if (named != NULL && *named != '\0' && strcmp(named, "none") != 0)
        cupro__profile_read(&ours, named);
    else if (named != NULL)
        return;
    else if (settings != NULL && *settings == '/')
        read_usual(&ours, settings, "");
    else if (home != NULL && *home == '/')
        read_usual(&ours, home, "/.config");
}

/* A fork in the middle of it is no harm: glibc then lets the child begin anew. */
const struct cupro__profile *cupro__profile(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_ours);
    return &ours;
}
