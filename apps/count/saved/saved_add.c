/* SPDX-License-Identifier: MIT */
/* Reading a tally from a file (see saved.h). */
#include "count/saved/saved.h"
#include "count/saved/saved_magic.h"

#include "common/diagnostics.h"
#include "common/options/quantity.h"
#include "common/input/stream.h"

#include <cupro/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD_BYTES ((size_t)64 << 10) /* of lines, at most */

struct loading {
    const char *name;
    struct stream *stream;
    char *head;
};

static _Noreturn void fail_format(const struct loading *loading)
{
    fail("%s: not a tally that --save has written", loading->name);
}

static void read_some(const struct loading *loading, void *bytes, size_t most, size_t *got)
{
    const int error = stream_read(loading->stream, bytes, most, got);
    if (error)
        fail("%s: %s", loading->name, stream_error_text(error));
}

/* Read the lines up to the empty one, byte by byte: what is behind it is not ours. */
static void read_head(struct loading *loading)
{
    const size_t magic = strlen(SAVED_MAGIC);
    size_t length = 0, got;
    do {
        if (length == HEAD_BYTES - 1)
            fail_format(loading);
        read_some(loading, loading->head + length, 1, &got);
        length += got;
        const size_t seen = length < magic ? length : magic;
        if (got == 0 || memcmp(loading->head, SAVED_MAGIC, seen) != 0)
            fail_format(loading);
    } while (length < magic + 1 || memcmp(loading->head + length - 2, "\n\n", 2) != 0);
    loading->head[length - 1] = '\0';
    if (strlen(loading->head) != length - 1)
        fail_format(loading);
}

/* The line that *at begins with, without its end; *at moves behind it. NULL: there are no more. */
static char *next_line(char **at)
{
    char *line = *at, *end = strchr(line, '\n');
    if (!end)
        return NULL;
    *end = '\0';
    *at = end + 1;
    return line;
}

static bool begins_with(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static _Noreturn void fail_rules(const struct loading *loading, const char *theirs,
                                 const char *ours)
{
    fail("%s: was counted by other rules: '%s' there, '%s' here", loading->name,
         theirs ? theirs : "", ours ? ours : "");
}

static void compare_rules(const struct loading *loading, char *theirs, const char *rules)
{
    char *own = strdup(rules), *ours = own;
    if (!own)
        fail_code(CUPRO_ENOMEM);
    for (;;) {
        const char *a = next_line(&theirs), *b = next_line(&ours);
        if (!a && !b)
            break;
        if (!a || !b || strcmp(a, b) != 0)
            fail_rules(loading, a, b);
    }
    free(own);
}

static void take_head(const struct loading *loading, struct saved_head *head)
{
    char *at = loading->head + strlen(SAVED_MAGIC), right[SAVED_CHECK_ROOM];
    const char *check = next_line(&at);
    if (!check || !begins_with(check, SAVED_CHECK))
        fail_format(loading);
    saved_check(right, at);
    if (strcmp(check, right) != 0)
        fail("%s: damaged, or not all of it", loading->name);
    const char *counts = next_line(&at), *files = next_line(&at);
    uint64_t number;
    if (!counts || !files || !begins_with(counts, SAVED_COUNTS) ||
        !begins_with(files, SAVED_FILES) || !quantity_parse(files + strlen(SAVED_FILES), &number))
        fail_format(loading);
    counts += strlen(SAVED_COUNTS);
    if (strcmp(counts, head->counts) != 0)
        fail("%s: counts %s, not %s", loading->name, counts, head->counts);
    compare_rules(loading, at, head->rules);
    head->files += number;
}

static int read_tally(void *bytes, size_t most, size_t *got, void *arg)
{
    read_some(arg, bytes, most, got);
    return 0;
}

int saved_add(const char *name, struct saved_head *head, saved_load *load, void *arg)
{
    const bool standard = strcmp(name, "-") == 0;
    struct loading loading = {.name = name, .head = malloc(HEAD_BYTES)};
    char byte;
    size_t more;
    const int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail("%s: %s", name, strerror(errno));
    loading.stream = stream_new(fd, STREAM_DECODED);
    if (!loading.head || !loading.stream)
        fail_code(CUPRO_ENOMEM);
    read_head(&loading);
    take_head(&loading, head);
    const int error = load(read_tally, &loading, arg);
    if (error == CUPRO_EDATA)
        fail("%s: damaged, or not all of it", name);
    if (error < 0)
        fail_code(error);
    more = 0;
    if (!error)
        read_some(&loading, &byte, 1, &more);
    if (more > 0)
        fail("%s: there is more in it than a tally", name);
    stream_free(loading.stream);
    free(loading.head);
    if (!standard)
        close(fd);
    return error;
}
