/* SPDX-License-Identifier: MIT */
/*
 * Globs of paths (see path_glob.h), as gitignore(5) has them. One loop over components, in which
 * ** is the star, and one over the bytes of a component. When something does not match, only the
 * last star takes more: what an earlier one took is as good as anything else that it could take.
 */
#include "search/choice/path_glob.h"

#include <ctype.h>
#include <string.h>

struct part {
    const char *at, *end;
};

/* -- A component ------------------------------------------------------------------------------- */

static bool is_in_class(const char *name, size_t length, unsigned char byte)
{
    static const struct {
        const char *name;
        int (*has)(int);
    } classes[] = {{"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank},
                   {"cntrl", iscntrl}, {"digit", isdigit}, {"graph", isgraph},
                   {"lower", islower}, {"print", isprint}, {"punct", ispunct},
                   {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit}};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (strlen(classes[i].name) == length && strncmp(classes[i].name, name, length) == 0)
            return classes[i].has(byte);
    }
    return false;
}

/* A byte of a set, which may be escaped. False: the set ends before it. */
static bool take_byte(struct part *set, unsigned char *byte)
{
    if (set->at < set->end && *set->at == '\\')
        set->at++;
    if (set->at == set->end)
        return false;
    *byte = (unsigned char)*set->at++;
    return true;
}

/* [:name:]; *has if it has the byte. False: this is no such thing. */
static bool take_class(struct part *set, unsigned char byte, bool *has)
{
    if (set->end - set->at < 4 || set->at[0] != '[' || set->at[1] != ':')
        return false;
    const char *name = set->at + 2;
    const char *end = name;
    while (end + 1 < set->end && (end[0] != ':' || end[1] != ']'))
        end++;
    if (end + 1 >= set->end)
        return false;
    *has |= is_in_class(name, (size_t)(end - name), byte);
    set->at = end + 2;
    return true;
}

/* The set that begins behind a '['; glob->at moves behind it. False also if it does not end. */
static bool set_has(struct part *glob, unsigned char byte)
{
    struct part set = *glob;
    const bool negated = set.at < set.end && (*set.at == '!' || *set.at == '^');
    bool has = false, closed = false;
    set.at += negated;
    for (bool first = true; set.at < set.end && !closed; first = false) {
        unsigned char low, high;
        if (*set.at == ']' && !first) {
            set.at++;
            closed = true;
            continue;
        }
        if (take_class(&set, byte, &has))
            continue;
        if (!take_byte(&set, &low))
            return false;
        high = low;
        if (set.end - set.at >= 2 && set.at[0] == '-' && set.at[1] != ']') {
            set.at++;
            if (!take_byte(&set, &high))
                return false;
        }
        has |= byte >= low && byte <= high;
    }
    glob->at = set.at;
    return closed && has != negated;
}

/* What the glob begins with, if not with a star, is taken off it. Does it match the byte? */
static bool takes(struct part *glob, unsigned char byte)
{
    const char next = *glob->at++;
    if (next == '?')
        return true;
    if (next == '[')
        return set_has(glob, byte);
    if (next == '\\' && glob->at < glob->end)
        return (unsigned char)*glob->at++ == byte;
    return (unsigned char)next == byte;
}

static bool part_matches(struct part glob, struct part text)
{
    struct part star = {NULL, NULL}, from = {NULL, NULL};
    while (text.at < text.end || glob.at < glob.end) {
        if (glob.at < glob.end && *glob.at == '*') {
            glob.at++;
            star = glob;
            from = text;
            continue;
        }
        if (glob.at < glob.end && text.at < text.end && takes(&glob, (unsigned char)*text.at)) {
            text.at++;
            continue;
        }
        if (!star.at || from.at == from.end)
            return false;
        from.at++;
        text = from;
        glob = star;
    }
    return true;
}

/* -- A path ------------------------------------------------------------------------------------ */

static struct part first_part(struct part path)
{
    const char *slash = memchr(path.at, '/', (size_t)(path.end - path.at));
    return (struct part){path.at, slash ? slash : path.end};
}

/* What is behind the first part; its beginning is NULL when that was the last one. */
static struct part rest_of(struct part path)
{
    const struct part first = first_part(path);
    return (struct part){first.end < path.end ? first.end + 1 : NULL, path.end};
}

static bool is_double_star(struct part part)
{
    return part.end - part.at == 2 && part.at[0] == '*' && part.at[1] == '*';
}

bool path_glob_matches(const char *text, size_t length, const char *path_text)
{
    struct part glob = {text, text + length};
    struct part path = {path_text, path_text + strlen(path_text)};
    struct part star = {NULL, NULL}, from = {NULL, NULL};
    while (path.at || glob.at) {
        if (glob.at && is_double_star(first_part(glob))) {
            glob = rest_of(glob);
            if (!glob.at)
                return path.at != NULL;
            star = glob;
            from = path;
            continue;
        }
        if (glob.at && path.at && part_matches(first_part(glob), first_part(path))) {
            glob = rest_of(glob);
            path = rest_of(path);
            continue;
        }
        if (!star.at || !from.at)
            return false;
        from = rest_of(from);
        path = from;
        glob = star;
    }
    return true;
}
