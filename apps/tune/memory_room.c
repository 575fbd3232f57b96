/* SPDX-License-Identifier: MIT */
/*
 * Room for memory (see memory_room.h). A process's cgroup stands in /proc/self/cgroup, and its
 * limit and its use in two files below /sys/fs/cgroup, as do those of the cgroups above it. In a
 * container the path may be the host's: its own is then what is mounted there, where the way up
 * ends anyway.
 */
#include "tune/memory_room.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct search {
    const char *root;
    uint64_t room;
};

static void lower(struct search *search, uint64_t room)
{
    if (room < search->room)
        search->room = room;
}

static bool read_number(const char *root, const char *folder, const char *file, uint64_t *number)
{
    char *path;
    if (asprintf(&path, "%s%s/%s", root, folder, file) < 0)
        return false;
    FILE *stream = fopen(path, "re");
    free(path);
    if (!stream)
        return false;
    const bool is_number = fscanf(stream, "%20" SCNu64, number) == 1;
    fclose(stream);
    return is_number;
}

/* "max" is no number, and no limit. */
static void look_at(struct search *search, const char *folder, const char *limit, const char *use)
{
    uint64_t most, used;
    if (read_number(search->root, folder, limit, &most) &&
        read_number(search->root, folder, use, &used))
        lower(search, most > used ? most - used : 0);
}

/* From a cgroup up to the root of its hierarchy. */
static void look_up(struct search *search, const char *mount, const char *cgroup)
{
    char *folder;
    if (asprintf(&folder, "%s%s", mount, cgroup) < 0)
        return;
    for (char *end = folder + strlen(folder); end && end >= folder + strlen(mount);
         end = strrchr(folder, '/')) {
        *end = '\0';
        look_at(search, folder, "memory.max", "memory.current");
        look_at(search, folder, "memory.limit_in_bytes", "memory.usage_in_bytes");
    }
    free(folder);
}

/* "4:memory:/path", or "0::/path" in the unified hierarchy. */
static void look_at_cgroups(struct search *search)
{
    char *path, *line = NULL;
    size_t size = 0;
    if (asprintf(&path, "%s/proc/self/cgroup", search->root) < 0)
        return;
    FILE *file = fopen(path, "re");
    free(path);
    while (file && getline(&line, &size, file) > 0) {
        char *rest = line;
        line[strcspn(line, "\n")] = '\0';
        strsep(&rest, ":");
        const char *controllers = rest ? strsep(&rest, ":") : NULL;
        if (rest && *controllers == '\0')
            look_up(search, "/sys/fs/cgroup", rest);
        else if (rest && strcmp(controllers, "memory") == 0)
            look_up(search, "/sys/fs/cgroup/memory", rest);
    }
    free(line);
    if (file)
        fclose(file);
}

static void look_at_memory(struct search *search)
{
    char *path, *line = NULL;
    size_t size = 0;
    uint64_t kilobytes;
    if (asprintf(&path, "%s/proc/meminfo", search->root) < 0)
        return;
    FILE *file = fopen(path, "re");
    free(path);
    while (file && getline(&line, &size, file) > 0)
        if (sscanf(line, "MemAvailable: %" SCNu64 " kB", &kilobytes) == 1)
            lower(search, kilobytes << 10);
    free(line);
    if (file)
        fclose(file);
}

static void look_at_limit(struct search *search, int resource)
{
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        lower(search, limit.rlim_cur);
}

uint64_t memory_room(const char *root)
{
    struct search search = {root, UINT64_MAX};
    look_at_memory(&search);
    look_at_cgroups(&search);
    look_at_limit(&search, RLIMIT_AS);
    look_at_limit(&search, RLIMIT_DATA);
    return search.room;
}
