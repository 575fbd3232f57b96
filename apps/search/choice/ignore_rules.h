/* SPDX-License-Identifier: MIT */
/*
 * What .gitignore and .ignore files say (gitignore(5)): which files below a directory are not worth
 * searching. Rules of a directory go before those of the directories above it, .ignore before
 * .gitignore, and of several rules in a file that match the last one holds.
 */
#ifndef SEARCH_IGNORE_RULES_H
#define SEARCH_IGNORE_RULES_H

#include <stdbool.h>
#include <stddef.h>

enum ignore_verdict { IGNORE_UNDECIDED, IGNORE_IT, IGNORE_NOT };

struct ignore_rule {
    const char *glob;
    size_t length;
    bool keeps;       /* "!glob" */
    bool folder_only; /* "glob/" */
    bool anywhere;    /* no slash in it: the last component is what it matches */
};

/* The rules of one file. */
struct ignore_rules {
    char *text;
    struct ignore_rule *rule;
    size_t count;
};

/* Read a file; one that is not there, or cannot be read, has no rules. NULL: no memory. */
struct ignore_rules *ignore_rules_read(const char *path);

/* Take a text that was allocated. NULL: no memory; the text is freed then. */
struct ignore_rules *ignore_rules_parse(char *text, size_t length);

void ignore_rules_free(struct ignore_rules *rules);

/* `path` is relative to the directory that the rules stand in. NULL rules decide nothing. */
enum ignore_verdict ignore_rules_decide(const struct ignore_rules *rules, const char *path,
                                        bool is_folder);

#endif
