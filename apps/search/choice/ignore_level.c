/* SPDX-License-Identifier: MIT */
/* Directories with ignore files (see ignore_level.h). */
#include "search/choice/ignore_level.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *join(const char *folder, const char *name)
{
    char *path;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

static bool exists(const char *folder, const char *name)
{
    struct stat status;
    char *path = join(folder, name);
    const bool there = path && stat(path, &status) == 0;
    free(path);
    return there;
}

/* The rules in a file, or NULL: there is none, or it has none. */
static struct ignore_rules *read_rules(const char *folder, const char *name, bool *failed)
{
    char *path = join(folder, name);
    struct ignore_rules *rules = path ? ignore_rules_read(path) : NULL;
    *failed |= !rules;
    free(path);
    if (rules && rules->count > 0)
        return rules;
    ignore_rules_free(rules);
    return NULL;
}

static struct ignore_level *new_level(struct ignore_level *above, const char *folder,
                                      const char *own, const char *git)
{
    struct ignore_level *level = calloc(1, sizeof *level);
    bool failed = false;
    if (!level) {
        ignore_level_release(above);
        return NULL;
    }
    atomic_init(&level->users, 1);
    level->above = above;
    if (own)
        level->own = read_rules(folder, own, &failed);
    level->git = read_rules(folder, git, &failed);
    if (!failed)
        return level;
    ignore_level_release(level);
    return NULL;
}

struct ignore_level *ignore_level_new(struct ignore_level *above, const char *folder, size_t skip)
{
    struct ignore_level *level = new_level(above, folder, ".ignore", ".gitignore");
    if (level)
        level->skip = skip;
    return level;
}

/* The repository's own excludes, and the directories between its root, real[0, root), and the one
 * that `real` is, which has a slash at its end. */
static struct ignore_level *add_above(char *real, size_t root, bool *failed)
{
    struct ignore_level *level = NULL;
    const size_t length = strlen(real);
    for (size_t at = root; at < length && !*failed; at++) {
        if (real[at] != '/' || (at > root && at + 1 == length))
            continue;
        real[at] = '\0';
        level = at == root ? new_level(NULL, real, NULL, ".git/info/exclude") : level;
        if (level && at == root)
            level->prefix = strdup(real + at + 1);
        if (level && level->prefix && at + 1 < length) {
            level = new_level(level, real, ".ignore", ".gitignore");
            if (level)
                level->prefix = strdup(real + at + 1);
        }
        real[at] = '/';
        *failed |= !level || !level->prefix;
    }
    return level;
}

struct ignore_level *ignore_level_above(const char *folder, bool *failed)
{
    char *full = realpath(folder, NULL);
    char *real = full ? join(full, "") : NULL;
    free(full);
    if (!real) /* it may be gone */
        return NULL;
    /* The repository's root is the nearest directory that has a .git. */
    struct ignore_level *level = NULL;
    for (size_t at = strlen(real); at-- > 0;) {
        if (real[at] != '/')
            continue;
        real[at] = '\0';
        const bool is_root = exists(*real ? real : "/", ".git");
        real[at] = '/';
        if (is_root) {
            level = add_above(real, at, failed);
            break;
        }
    }
    free(real);
    return level;
}

void ignore_level_hold(struct ignore_level *level)
{
    if (level)
        atomic_fetch_add(&level->users, 1);
}

/* Not by recursion: trees may be deep. */
void ignore_level_release(struct ignore_level *level)
{
    while (level && atomic_fetch_sub(&level->users, 1) == 1) {
        struct ignore_level *above = level->above;
        ignore_rules_free(level->own);
        ignore_rules_free(level->git);
        free(level->prefix);
        free(level);
        level = above;
    }
}

/* What one kind of file says, the nearest first. */
static enum ignore_verdict decide(const struct ignore_level *level, const char *path, size_t top,
                                  bool is_folder, bool git)
{
    enum ignore_verdict verdict = IGNORE_UNDECIDED;
    for (; level && verdict == IGNORE_UNDECIDED; level = level->above) {
        const struct ignore_rules *rules = git ? level->git : level->own;
        if (!rules)
            continue;
        if (!level->prefix) {
            verdict = ignore_rules_decide(rules, path + level->skip, is_folder);
            continue;
        }
        char *longer;
        if (asprintf(&longer, "%s%s", level->prefix, path + top) < 0)
            continue;
        verdict = ignore_rules_decide(rules, longer, is_folder);
        free(longer);
    }
    return verdict;
}

bool ignore_level_ignores(const struct ignore_level *level, const char *path, size_t top,
                          bool is_folder)
{
    enum ignore_verdict verdict = decide(level, path, top, is_folder, false);
    if (verdict == IGNORE_UNDECIDED)
        verdict = decide(level, path, top, is_folder, true);
    return verdict == IGNORE_IT;
}
