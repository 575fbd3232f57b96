/* SPDX-License-Identifier: MIT */
/* Rules of ignore files (see ignore_rules.h). */
#include "search/choice/ignore_rules.h"
#include "search/choice/path_glob.h"

#include "common/files/long_path.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So large no such file is; and a FIFO of that name must not hold anything up. */
#define MOST_BYTES ((size_t)16 << 20)

/* Blanks at the end do not count, unless the last one is escaped. */
static const char *end_of_glob(const char *begin, const char *end)
{
    if (end > begin && end[-1] == '\r')
        end--;
    while (end > begin && end[-1] == ' ' && (end - begin < 2 || end[-2] != '\\'))
        end--;
    return end;
}

/* False: the line has no rule. */
static bool parse_line(struct ignore_rule *rule, const char *at, const char *end)
{
    end = end_of_glob(at, end);
    if (at == end || *at == '#')
        return false;
    rule->keeps = *at == '!';
    at += rule->keeps;
    rule->folder_only = end > at && end[-1] == '/';
    end -= rule->folder_only;
    const char *slash = memchr(at, '/', (size_t)(end - at));
    rule->anywhere = !slash;
    at += slash == at && at < end;
    rule->glob = at;
    rule->length = (size_t)(end - at);
    return at < end;
}

struct ignore_rules *ignore_rules_parse(char *text, size_t length)
{
    struct ignore_rules *rules = calloc(1, sizeof *rules);
    size_t lines = 1;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    if (rules)
        rules->rule = calloc(lines, sizeof *rules->rule);
    if (!rules || !rules->rule) {
        free(rules);
        free(text);
        return NULL;
    }
    rules->text = text;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        rules->count += parse_line(&rules->rule[rules->count], at, stop);
        at = stop + 1;
    }
    return rules;
}

struct ignore_rules *ignore_rules_read(const char *path)
{
    const int fd = long_path_open(path, O_RDONLY | O_NONBLOCK);
    char *text = NULL;
    size_t length = 0, room = 0;
    ssize_t got = fd < 0 ? 0 : 1;
    while (got > 0 && length < MOST_BYTES) {
        room = room ? 2 * room : 4096;
        char *grown = realloc(text, room);
        if (!grown)
            break;
        text = grown;
        while (length < room && (got = read(fd, text + length, room - length)) > 0)
            length += (size_t)got;
    }
    if (fd >= 0)
        close(fd);
    return ignore_rules_parse(text, got < 0 ? 0 : length);
}

void ignore_rules_free(struct ignore_rules *rules)
{
    if (!rules)
        return;
    free(rules->rule);
    free(rules->text);
    free(rules);
}

enum ignore_verdict ignore_rules_decide(const struct ignore_rules *rules, const char *path,
                                        bool is_folder)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (size_t i = rules ? rules->count : 0; i-- > 0;) {
        const struct ignore_rule *rule = &rules->rule[i];
        if ((!rule->folder_only || is_folder) &&
            path_glob_matches(rule->glob, rule->length, rule->anywhere ? name : path))
            return rule->keeps ? IGNORE_NOT : IGNORE_IT;
    }
    return IGNORE_UNDECIDED;
}
