/* SPDX-License-Identifier: MIT */
/*
 * Many plain strings in automata: a tree of their beginnings, so that one state stands for all
 * strings that begin alike, where a chain of forks would be gone through at each place of a text.
 * A string's parts are characters, or sets of them, as where case is ignored.
 */
#include "search/patterns/engine/nfa_build.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 8, LONGEST = 500 /* as deep does grow call itself */ };

struct string {
    struct node *const *part;
    size_t length;
};

struct strings {
    struct nfa *nfa;
    struct string *string;
    uint32_t next;
};

/* Part i from the side that the automaton comes from. */
static const struct node *part_of(const struct string *string, bool reversed, size_t i)
{
    return string->part[reversed ? string->length - 1 - i : i];
}

/* Any order of nodes that puts equal ones together. */
static int compare_parts(const struct node *a, const struct node *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->kind == NODE_CHARACTER)
        return (a->of.character > b->of.character) - (a->of.character < b->of.character);
    const struct char_set *x = a->of.set, *y = b->of.set;
    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    return x->n > 0 ? memcmp(x->ranges, y->ranges, x->n * sizeof *x->ranges) : 0;
}

/* Beginnings come before what goes on. */
static int compare_strings(const void *a, const void *b, void *reversed)
{
    const struct string *x = a, *y = b;
    const bool *from_end = reversed;
    for (size_t i = 0; i < x->length && i < y->length; i++) {
        int order = compare_parts(part_of(x, *from_end, i), part_of(y, *from_end, i));
        if (order != 0)
            return order;
    }
    return (x->length > y->length) - (x->length < y->length);
}

static bool is_part(const struct node *node)
{
    return node->kind == NODE_CHARACTER || node->kind == NODE_SET;
}

/* The string that a choice's child is. */
static bool plain_string(struct node *const *child, struct string *string)
{
    const struct node *node = *child;
    bool is_sequence = node->kind == NODE_SEQUENCE, plain = true;
    *string = (struct string){is_sequence ? node->child : child, is_sequence ? node->children : 1};
    for (size_t i = 0; i < string->length && plain; i++)
        plain = is_part(string->part[i]);
    return plain && string->length <= LONGEST;
}

static uint32_t add_part(struct nfa *nfa, const struct node *part, uint32_t next)
{
    return part->kind == NODE_CHARACTER ? nfa_add_character(nfa, part->of.character, next)
                                        : nfa_add_set(nfa, part->of.set, next);
}

/* The state of the strings [lo, hi), which are alike up to a depth. */
static uint32_t grow(struct strings *strings, size_t lo, size_t hi, size_t depth)
{
    struct nfa *nfa = strings->nfa;
    uint32_t state = strings->next;
    bool is_first = strings->string[lo].length > depth;
    while (lo < hi && strings->string[lo].length == depth)
        lo++;
    for (size_t end; lo < hi && !nfa->too_big && !nfa->no_memory; lo = end) {
        const struct node *part = part_of(&strings->string[lo], nfa->reversed, depth);
        for (end = lo + 1;
             end < hi &&
             compare_parts(part_of(&strings->string[end], nfa->reversed, depth), part) == 0;
             end++)
            ;
        uint32_t branch = add_part(nfa, part, grow(strings, lo, end, depth + 1));
        state = is_first ? branch : nfa_add_fork(nfa, branch, state);
        is_first = false;
    }
    return state;
}

bool nfa_add_words(struct nfa *nfa, const struct node *choice, uint32_t next, uint32_t *start)
{
    size_t n = choice->children;
    struct string *string = n >= MANY ? malloc(n * sizeof *string) : NULL;
    bool plain = string != NULL;
    for (size_t i = 0; plain && i < n; i++)
        plain = plain_string(&choice->child[i], &string[i]);
    if (plain) {
        struct strings strings = {nfa, string, next};
        qsort_r(string, n, sizeof *string, compare_strings, &nfa->reversed);
        *start = grow(&strings, 0, n, 0);
    }
    free(string);
    return plain;
}
