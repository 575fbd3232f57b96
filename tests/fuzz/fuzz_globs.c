/* SPDX-License-Identifier: MIT */
/*
 * Rules of ignore files: a line is a path, what follows are the rules. Each glob among them matches
 * the path as a plain backtracking matcher says, over fnmatch() for a component; and of all rules
 * the last one that matches decides. (tests/apps/search_ignore.sh asks git the same.)
 *
 * Left out are sets in which fnmatch() has names that gitignore(5) has not, that have a ']' of
 * their own, or that do not end.
 */
#include "fuzz.h"

#include "search/choice/ignore_rules.h"
#include "search/choice/path_glob.h"

#include <fnmatch.h>
#include <string.h>

enum { MOST_GLOB = 32, MOST_PATH = 48, MOST_RULES = 256 };

/* All sets end, and consist of characters and ranges of them. */
static bool is_comparable(const char *glob)
{
    for (; *glob; glob++) {
        if (*glob == '\\' && *++glob == '\0')
            return false;
        if (*glob != '[')
            continue;
        glob++;
        glob += *glob == '!' || *glob == '^';
        const size_t length = strcspn(glob, "]/");
        if (length == 0 || glob[length] != ']' || strcspn(glob, "[\\") < length)
            return false;
        glob += length;
    }
    return true;
}

static bool part_matches(const char *glob, size_t glob_length, const char *path, size_t path_length)
{
    char part[MOST_GLOB + 1], name[MOST_PATH + 1];
    snprintf(part, sizeof part, "%.*s", (int)glob_length, glob);
    snprintf(name, sizeof name, "%.*s", (int)path_length, path);
    return fnmatch(part, name, 0) == 0;
}

/* NULL: there are no components left. */
static bool plainly_matches(const char *glob, const char *path)
{
    if (!glob || !path)
        return glob == path;
    const size_t part = strcspn(glob, "/"), name = strcspn(path, "/");
    const char *glob_rest = glob[part] ? glob + part + 1 : NULL;
    const char *path_rest = path[name] ? path + name + 1 : NULL;
    if (part == 2 && strncmp(glob, "**", 2) == 0) {
        if (!glob_rest)
            return true;
        return plainly_matches(glob_rest, path) || (path_rest && plainly_matches(glob, path_rest));
    }
    return part_matches(glob, part, path, name) && plainly_matches(glob_rest, path_rest);
}

static void check_glob(const char *glob, size_t length, const char *path)
{
    char copy[MOST_GLOB + 1];
    const bool ours = path_glob_matches(glob, length, path);
    if (length > MOST_GLOB || memchr(glob, '\0', length))
        return;
    memcpy(copy, glob, length);
    copy[length] = '\0';
    if (is_comparable(copy))
        HOLDS(ours == plainly_matches(copy, path), "glob '%s', path '%s': %d", copy, path, ours);
}

static enum ignore_verdict plain_verdict(const struct ignore_rules *rules, const char *path,
                                         bool is_folder)
{
    const char *slash = strrchr(path, '/');
    enum ignore_verdict verdict = IGNORE_UNDECIDED;
    for (size_t i = 0; i < rules->count; i++) {
        const struct ignore_rule *rule = &rules->rule[i];
        const char *whom = rule->anywhere && slash ? slash + 1 : path;
        if (path_glob_matches(rule->glob, rule->length, whom) && (is_folder || !rule->folder_only))
            verdict = rule->keeps ? IGNORE_NOT : IGNORE_IT;
    }
    return verdict;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char path[MOST_PATH + 1];
    const uint8_t *stop = length > 0 ? memchr(bytes, '\n', length) : NULL;
    if (!stop || stop - bytes > MOST_PATH || length > MOST_PATH + MOST_RULES)
        return 0;
    memcpy(path, bytes, (size_t)(stop - bytes));
    path[stop - bytes] = '\0';
    const size_t rest = length - (size_t)(stop - bytes) - 1;
    char *text = malloc(rest > 0 ? rest : 1);
    HOLDS(text, "no memory");
    memcpy(text, stop + 1, rest);
    struct ignore_rules *rules = ignore_rules_parse(text, rest);
    HOLDS(rules, "no memory");
    for (size_t i = 0; i < rules->count; i++)
        check_glob(rules->rule[i].glob, rules->rule[i].length, path);
    for (int folder = 0; folder < 2; folder++)
        HOLDS(ignore_rules_decide(rules, path, folder) == plain_verdict(rules, path, folder),
              "path '%s'", path);
    ignore_rules_free(rules);
    return 0;
}
