/* SPDX-License-Identifier: MIT */
/*
 * The CPU quota (see quota.h).
 *
 * /proc/self/cgroup says which cgroup the process is in, in each hierarchy; /proc/self/mountinfo,
 * where hierarchies are mounted and which cgroup is at the root of each mount. If that is the
 * process's cgroup or one above it, the rest of the path leads from the mount point down to the
 * process, and the files in all folders on that way are read.
 *
 * Containers complicate it. Without a cgroup namespace the paths are the host's, but the mounts
 * begin at the container's own cgroup: hence "the rest". With one, what is outside of the namespace
 * is written with "..": a mount whose root is "/../.." begins two levels above, and nobody tells
 * what these levels are called; the mount point itself can still be read. A mount that does not
 * lead to the process says nothing of it.
 */
#include "runtime/limits/quota.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More CPUs than that are no limit, but a way to write "none". */
#define MOST_CPUS 1e6

struct search {
    const char *root;
    char *v1, *v2; /* the process's cgroup for the controller "cpu", and its unified one; or NULL */
    struct cupro__quota *quota;
};

/* -- Text -------------------------------------------------------------------------------------- */

static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, word, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

/* Blanks and the like stand in mountinfo as \040. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *at = text; *at != '\0'; to++) {
        if (at[0] == '\\' && is_octal(at[1]) && is_octal(at[2]) && is_octal(at[3])) {
            *to = (char)((at[1] - '0') << 6 | (at[2] - '0') << 3 | (at[3] - '0'));
            at += 4;
        } else {
            *to = *at++;
        }
    }
    *to = '\0';
}

/* How many times the path begins with "/..". */
static size_t levels_up(const char *path)
{
    size_t levels = 0;
    while (strncmp(path, "/..", 3) == 0 && (path[3] == '/' || path[3] == '\0')) {
        path += 3;
        levels++;
    }
    return levels;
}

/* The way from a mount's root down to the process's cgroup, as far as it is known: "/a/b" or "".
 * NULL: it does not lead there. */
static const char *way_down(const char *root, const char *cgroup)
{
    size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);
    const char *rest = cgroup + length;
    if (strncmp(cgroup, root, length) == 0 && (*rest == '/' || *rest == '\0') &&
        levels_up(rest) == 0)
        return strcmp(rest, "/") == 0 ? "" : rest;
    size_t up = levels_up(root);
    return root[3 * up] == '\0' && up > levels_up(cgroup) ? "" : NULL;
}

/* -- Files ------------------------------------------------------------------------------------- */

static void each_line(struct search *search, const char *path,
                      void (*use)(struct search *search, char *line))
{
    char *name, *line = NULL;
    size_t size = 0;
    if (asprintf(&name, "%s%s", search->root, path) < 0)
        return;
    FILE *file = fopen(name, "re");
    free(name);
    if (file == NULL)
        return;
    while (getline(&line, &size, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        use(search, line);
    }
    free(line);
    fclose(file);
}

/* Up to two numbers; returns how many the file begins with. Eighteen digits fit. */
static int read_numbers(const char *folder, const char *file, long long number[2])
{
    char *name;
    if (asprintf(&name, "%s/%s", folder, file) < 0)
        return 0;
    FILE *stream = fopen(name, "re");
    free(name);
    if (stream == NULL)
        return 0;
    int numbers = fscanf(stream, "%18lld %18lld", &number[0], &number[1]);
    fclose(stream);
    return numbers;
}

static void consider(struct cupro__quota *quota, long long time, long long period,
                     const char *folder, const char *file)
{
    if (time <= 0 || period <= 0)
        return;
    double cpus = (double)time / (double)period;
    if (cpus > MOST_CPUS || (quota->cpus > 0 && quota->cpus <= cpus))
        return;
    quota->cpus = cpus;
    int length = snprintf(quota->source, sizeof quota->source, "%s/%s", folder, file);
    if (length < 0)
        quota->source[0] = '\0';
}

static void read_folder(struct cupro__quota *quota, const char *folder)
{
    long long v2[2], time[2], period[2];
    if (read_numbers(folder, "cpu.max", v2) == 2)
        consider(quota, v2[0], v2[1], folder, "cpu.max");
    if (read_numbers(folder, "cpu.cfs_quota_us", time) >= 1 &&
        read_numbers(folder, "cpu.cfs_period_us", period) >= 1)
        consider(quota, time[0], period[0], folder, "cpu.cfs_quota_us");
}

static void read_way(const struct search *search, const char *point, const char *way)
{
    char *folder;
    if (asprintf(&folder, "%s%s%s", search->root, point, way) < 0)
        return;
    size_t top = strlen(folder) - strlen(way);
    read_folder(search->quota, folder);
    while (strlen(folder) > top) {
        *strrchr(folder, '/') = '\0';
        read_folder(search->quota, folder);
    }
    free(folder);
}

/* -- The two files of /proc -------------------------------------------------------------------- */

/* "4:cpu,cpuacct:/path", or "0::/path" in the unified hierarchy. */
static void use_cgroup_line(struct search *search, char *line)
{
    const char *hierarchy = strsep(&line, ":");
    const char *controllers = strsep(&line, ":");
    if (line == NULL)
        return;
    bool unified = strcmp(hierarchy, "0") == 0 && *controllers == '\0';
    char **path = unified ? &search->v2 : has_word(controllers, "cpu") ? &search->v1 : NULL;
    if (path != NULL && *path == NULL)
        *path = strdup(line);
}

/* "31 23 0:28 / /sys/fs/cgroup/cpu rw,relatime shared:4 - cgroup cgroup rw,cpu": number, parent,
 * device, root, point, options, any number of tags, a dash, type, source, options. */
static void use_mount_line(struct search *search, char *line)
{
    char *field[6] = {NULL}, *last[3] = {NULL};
    for (int i = 0; i < 6; i++)
        field[i] = strsep(&line, " ");
    const char *tag = line != NULL ? strsep(&line, " ") : NULL;
    while (tag != NULL && strcmp(tag, "-") != 0)
        tag = strsep(&line, " ");
    for (int i = 0; i < 3; i++)
        last[i] = strsep(&line, " ");
    if (last[2] == NULL)
        return;

    const char *cgroup = NULL;
    if (strcmp(last[0], "cgroup2") == 0)
        cgroup = search->v2;
    else if (strcmp(last[0], "cgroup") == 0 && has_word(last[2], "cpu"))
        cgroup = search->v1;
    if (cgroup == NULL)
        return;
    unescape(field[3]);
    unescape(field[4]);
    const char *way = way_down(field[3], cgroup);
    if (way != NULL)
        read_way(search, field[4], way);
}

void cupro__quota(const char *root, struct cupro__quota *quota)
{
    struct search search = {.root = root, .quota = quota};
    *quota = (struct cupro__quota){0};
    each_line(&search, "/proc/self/cgroup", use_cgroup_line);
    each_line(&search, "/proc/self/mountinfo", use_mount_line);
    free(search.v1);
    free(search.v2);
}
