/* SPDX-License-Identifier: MIT */
/* A key: which part of a line it is, and how it is compared. All of them, and what else decides
 * about the order, make an order. */
#ifndef SORT_KEY_H
#define SORT_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEY_TO_LINE_END SIZE_MAX

/* What -b, -d, -f … say: for all keys, or for one. */
struct ordering {
    bool skip_start, skip_end; /* -b, for the two ends of the key */
    bool dictionary, printing; /* -d, -i; -d wins */
    bool fold;
    bool numeric, general, human, month, version, random;
    bool reverse;
};

struct sort_key {
    size_t first_field, first_byte; /* counted from 0 */
    size_t last_field, last_byte;   /* how many are skipped to find the end; see field.h */
    struct ordering by;
    bool obsolete; /* was given as +POS */
    bool whole;    /* stands for the last resort: the whole line by the locale's order */
};

struct key_list {
    struct sort_key *key;
    size_t count;
};

/* Add a copy of the key. 0 or CUPRO_ENOMEM. */
int key_list_add(struct key_list *list, const struct sort_key *key);

/* Whether nothing has been said, -r apart. */
bool ordering_is_default(const struct ordering *by);

/* Read the argument of -k. Fails with a message. */
void key_parse(struct sort_key *key, const char *text);

/* Read an operand that may be +POS, with the -POS behind it or NULL. False: it is none. */
bool key_parse_obsolete(struct sort_key *key, const char *plus, const char *minus);

/* For options and keys: set what a letter of bdfgiMhnRrV says. False: it is none of these. */
bool ordering_set(struct ordering *by, char letter, bool at_start, bool at_end);

/* Write the letters that are set into `letters`, which has room for 12. */
void ordering_letters(const struct ordering *by, char *letters);

/* Fail if two of the kinds of comparison exclude each other. */
void ordering_check(const struct ordering *by);

#endif
