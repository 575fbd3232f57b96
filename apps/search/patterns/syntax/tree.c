/* SPDX-License-Identifier: MIT */
/* Trees and their memory (see tree.h). */
#include "search/patterns/syntax/tree.h"

#include "search/patterns/syntax/letter_case.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_BYTES = 32 << 10 };

struct tree_page {
    struct tree_page *next;
    size_t used, room;
    alignas(max_align_t) unsigned char bytes[];
};

struct set_list {
    struct set_list *next;
    struct char_set set;
};

static struct node never = {.kind = NODE_NEVER};

static void *allocate(struct tree *tree, size_t bytes)
{
    struct tree_page *page = tree->pages;
    bytes = (bytes + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    if (page == NULL || page->room - page->used < bytes) {
        size_t room = bytes > PAGE_BYTES ? bytes : PAGE_BYTES;
        page = malloc(sizeof *page + room);
        if (page == NULL) {
            tree->no_memory = true;
            return NULL;
        }
        *page = (struct tree_page){tree->pages, 0, room};
        tree->pages = page;
    }
    void *at = page->bytes + page->used;
    page->used += bytes;
    return at;
}

void tree_free(struct tree *tree)
{
    while (tree->sets != NULL) {
        struct set_list *next = tree->sets->next;
        char_set_free(&tree->sets->set);
        free(tree->sets);
        tree->sets = next;
    }
    while (tree->pages != NULL) {
        struct tree_page *next = tree->pages->next;
        free(tree->pages);
        tree->pages = next;
    }
}

struct node *tree_node(struct tree *tree, enum node_kind kind)
{
    struct node *node = allocate(tree, sizeof *node);
    if (node == NULL)
        return &never;
    *node = (struct node){.kind = kind};
    return node;
}

struct node *tree_with_children(struct tree *tree, enum node_kind kind,
                                struct node *const *children, size_t n)
{
    struct node *node = tree_node(tree, kind);
    struct node **copy = allocate(tree, n * sizeof *copy);
    if (copy == NULL)
        return &never;
    memcpy(copy, children, n * sizeof *copy);
    node->child = copy;
    node->children = n;
    return node;
}

struct node *tree_set(struct tree *tree, struct char_set *set)
{
    char_set_settle(set);
    struct set_list *kept = set->no_memory ? NULL : malloc(sizeof *kept);
    if (kept == NULL) {
        char_set_free(set);
        tree->no_memory = true;
        return &never;
    }
    *kept = (struct set_list){tree->sets, *set};
    tree->sets = kept;
    struct node *node = tree_node(tree, NODE_SET);
    if (node != &never)
        node->of.set = &kept->set;
    return node;
}

struct node *tree_character(struct tree *tree, uint32_t character)
{
    if (tree->ignore_case) {
        struct char_set set = {0};
        letter_case_add(&set, character, tree->utf8);
        char_set_settle(&set);
        if (set.no_memory || set.n > 1 || set.ranges[0].last > set.ranges[0].first)
            return tree_set(tree, &set);
        char_set_free(&set);
    }
    struct node *node = tree_node(tree, NODE_CHARACTER);
    if (node != &never)
        node->of.character = character;
    return node;
}

struct node *tree_assertion(struct tree *tree, enum assertion assertion)
{
    struct node *node = tree_node(tree, NODE_ASSERTION);
    if (node != &never)
        node->of.assertion = assertion;
    if (assertion != AT_BEGIN && assertion != AT_END)
        tree->has_word_edges = true;
    return node;
}
