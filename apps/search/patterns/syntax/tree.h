/* SPDX-License-Identifier: MIT */
/*
 * What a pattern says, as a tree.
 *
 *     a(b|c)*\>      sequence: character a, repeat 0 … of (group 1: choice: b, c), assertion \>
 *
 * All nodes of a tree stand in its own memory and go with it.
 */
#ifndef SEARCH_TREE_H
#define SEARCH_TREE_H

#include "search/patterns/syntax/char_set.h"

enum node_kind {
    NODE_NOTHING,   /* matches the empty string  */
    NODE_NEVER,     /* matches nothing at all    */
    NODE_CHARACTER, /* one character             */
    NODE_SET,       /* one character of a set    */
    NODE_SEQUENCE,  /* children one after the other */
    NODE_CHOICE,    /* one of the children       */
    NODE_REPEAT,    /* the child, `least` to `most` times */
    NODE_ASSERTION, /* a condition on the place  */
    NODE_GROUP,     /* the child, remembered     */
    NODE_BACK,      /* what a group matched      */
};

enum assertion {
    AT_BEGIN,        /* ^  of the line */
    AT_END,          /* $              */
    AT_WORD_BEGIN,   /* \<             */
    AT_WORD_END,     /* \>             */
    AT_BOUNDARY,     /* \b             */
    NOT_AT_BOUNDARY, /* \B             */
    NOT_AFTER_WORD,  /* the character before is none of a word */
    NOT_BEFORE_WORD, /* the character behind is none of a word */
};

enum { REPEAT_FOREVER = 1 << 30, REPEAT_MOST = 32767 };

struct node {
    enum node_kind kind;
    union {
        uint32_t character;
        const struct char_set *set;
        enum assertion assertion;
        int group; /* GROUP and BACK; from 1, counted through all patterns */
        struct {
            int least, most;
        } repeat;
    } of;
    size_t children;
    struct node **child;
};

struct tree {
    struct tree_page *pages;
    struct set_list *sets;
    bool utf8, ignore_case;
    bool no_memory;
    int groups;          /* so far                              */
    bool has_back;       /* refers back                         */
    bool has_word_edges; /* has assertions about words          */
    struct node *root;
};

void tree_free(struct tree *tree);

/* New nodes; on lack of memory NODE_NEVER that all share, and tree->no_memory. */
struct node *tree_node(struct tree *tree, enum node_kind kind);
struct node *tree_with_children(struct tree *tree, enum node_kind kind,
                                struct node *const *children, size_t n);

/* One character, or a set if case is ignored and it has any. */
struct node *tree_character(struct tree *tree, uint32_t character);

/* A set; takes it over, and settles it. */
struct node *tree_set(struct tree *tree, struct char_set *set);

struct node *tree_assertion(struct tree *tree, enum assertion assertion);

#endif
