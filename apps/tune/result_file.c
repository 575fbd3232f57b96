/* SPDX-License-Identifier: MIT */
/* Files that results go to (see result_file.h): composed in memory, then written. */
#include "tune/result_file.h"

#include "common/diagnostics.h"
#include "common/output/output.h"
#include "common/files/replacement.h"

#include <cupro/error.h>

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What profiles begin with. */
static const char mark[] = "# cupro profile";

static bool begins_as_profile(const char *name)
{
    char begin[sizeof mark] = "";
    FILE *file = fopen(name, "re");
    if (!file)
        fail("%s: %s", name, strerror(errno));
    const size_t length = fread(begin, 1, sizeof mark - 1, file);
    fclose(file);
    return length == 0 || strcmp(begin, mark) == 0;
}

static void check_folder(const char *name)
{
    char *path = strdup(name);
    if (!path)
        fail_code(CUPRO_ENOMEM);
    const int error = access(dirname(path), W_OK | X_OK) != 0 ? errno : 0;
    free(path);
    if (error)
        fail("%s: %s", name, strerror(error));
}

/* It would take the place of the report. */
static bool is_standard_output(const struct stat *status)
{
    struct stat out;
    return S_ISREG(status->st_mode) && fstat(STDOUT_FILENO, &out) == 0 &&
           out.st_dev == status->st_dev && out.st_ino == status->st_ino;
}

void result_check(const char *name, bool is_profile)
{
    struct stat status;
    if (stat(name, &status) != 0 && errno == ENOENT)
        check_folder(name);
    else if (access(name, W_OK) != 0)
        fail("%s: %s", name, strerror(errno));
    else if (S_ISDIR(status.st_mode))
        fail("%s: %s", name, strerror(EISDIR));
    else if (is_standard_output(&status))
        fail("%s is standard output, where the report goes", name);
    else if (is_profile && S_ISREG(status.st_mode) && !begins_as_profile(name))
        fail("%s is there, and is no profile: it is not replaced", name);
}

void result_make_folders(const char *name)
{
    int error = 0;
    size_t length = 0; /* of the folder's path */
    char *path = strdup(name);
    if (!path)
        fail_code(CUPRO_ENOMEM);
    for (size_t at = 1; path[at] != '\0' && !error; at++) {
        if (path[at] != '/')
            continue;
        path[at] = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            error = errno;
        path[at] = '/';
        length = at;
    }
    free(path);
    if (error)
        fail("%.*s: %s", (int)length, name, strerror(error));
}

static char *compose(result_report *report, const struct tuning *tuning, size_t *length)
{
    char *text = NULL;
    FILE *file = open_memstream(&text, length);
    if (!file)
        fail_code(CUPRO_ENOMEM);
    report(file, tuning);
    if (fclose(file) != 0)
        fail_code(CUPRO_ENOMEM);
    return text;
}

void result_print(result_report *report, const struct tuning *tuning)
{
    static struct output out;
    size_t length;
    char *text = compose(report, tuning, &length);
    output_open(&out, STDOUT_FILENO);
    output_bytes(&out, text, length);
    free(text);
    output_close_or_fail(&out);
}

void result_announce(const char *what, const char *name)
{
    static struct output out;
    output_open(&out, STDOUT_FILENO);
    output_text(&out, "\nThe ");
    output_text(&out, what);
    output_text(&out, " is in ");
    output_text(&out, name);
    output_text(&out, ".\n");
    output_close_or_fail(&out);
}

/* 0 or errno. */
static int put(const char *name, const char *text, size_t length)
{
    static struct output out;
    struct replacement file;
    if (!replacement_begin(&file, name))
        return errno;
    output_open(&out, file.fd);
    output_bytes(&out, text, length);
    int error = output_flush(&out);
    if (!error)
        error = replacement_synchronise(&file);
    if (error)
        replacement_abandon(&file);
    else if (!replacement_settle(&file))
        error = errno;
    return error;
}

void result_write(const char *name, result_report *report, const struct tuning *tuning)
{
    size_t length;
    char *text = compose(report, tuning, &length);
    const int error = put(name, text, length);
    free(text);
    if (error)
        fail("%s: %s", name, strerror(error));
}
