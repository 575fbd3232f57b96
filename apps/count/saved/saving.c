/* SPDX-License-Identifier: MIT */
/* Writing a tally to a file (see saved.h). */
#include "count/saved/saved.h"
#include "count/saved/saved_magic.h"

#include "common/diagnostics.h"
#include "common/output/output.h"
#include "common/files/replacement.h"

#include <cupro/error.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct saving {
    const char *name;
    bool standard;
    struct replacement file;
    struct output out;
};

struct saving *saving_begin(const char *name)
{
    struct saving *saving = calloc(1, sizeof *saving);
    if (!saving)
        fail_code(CUPRO_ENOMEM);
    saving->name = name;
    saving->standard = strcmp(name, "-") == 0;
    if (!saving->standard && !replacement_begin(&saving->file, name)) {
        const int error = errno;
        free(saving);
        fail("%s: %s", name, strerror(error));
    }
    output_open(&saving->out, saving->standard ? STDOUT_FILENO : saving->file.fd);
    return saving;
}

static int write_bytes(const void *bytes, size_t length, void *arg)
{
    struct output *out = arg;
    output_bytes(out, bytes, length);
    return out->error;
}

static int write_head(struct output *out, const struct saved_head *head)
{
    char *lines, check[SAVED_CHECK_ROOM];
    if (asprintf(&lines, SAVED_COUNTS "%s\n" SAVED_FILES "%" PRIu64 "\n%s", head->counts,
                 head->files, head->rules) < 0)
        return CUPRO_ENOMEM;
    saved_check(check, lines);
    output_text(out, SAVED_MAGIC);
    output_text(out, check);
    output_text(out, "\n");
    output_text(out, lines);
    output_text(out, "\n");
    free(lines);
    return 0;
}

void saving_end(struct saving *saving, const struct saved_head *head, saving_body *body, void *arg)
{
    int error = write_head(&saving->out, head);
    if (!error)
        error = body(write_bytes, &saving->out, arg);
    if (error < 0) {
        saving_abandon(saving);
        fail_code(error);
    }
    error = output_flush(&saving->out);
    if (!error && !saving->standard)
        error = replacement_synchronise(&saving->file);
    if (error && !saving->standard)
        replacement_abandon(&saving->file);
    else if (!saving->standard && !replacement_settle(&saving->file))
        error = errno;
    if (error)
        fail("%s: %s", saving->standard ? "write error" : saving->name, strerror(error));
    free(saving);
}

void saving_abandon(struct saving *saving)
{
    if (!saving->standard)
        replacement_abandon(&saving->file);
    free(saving);
}
