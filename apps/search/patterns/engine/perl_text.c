/* SPDX-License-Identifier: MIT */
/* Trees in Perl's syntax (see perl_text.h). Groups are written in the order of their numbers. */
#include "search/patterns/engine/perl_text.h"

struct writing {
    FILE *out;
    const struct tree *tree;
    struct char_set word;
};

static void write_node(struct writing *writing, const struct node *node);

static void write_set(struct writing *writing, const struct char_set *set, bool inverted)
{
    if (set->n == 0 || set->ranges[0].first >= STRAY_BYTE) {
        fputs(inverted ? "(?s:.)" : "(?!)", writing->out);
        return;
    }
    fputs(inverted ? "[^" : "[", writing->out);
    for (size_t i = 0; i < set->n; i++) {
        struct char_range range = set->ranges[i];
        if (range.first < STRAY_BYTE)
            fprintf(writing->out, "\\x{%x}-\\x{%x}", (unsigned)range.first, (unsigned)range.last);
    }
    fputc(']', writing->out);
}

static void write_assertion(struct writing *writing, enum assertion assertion)
{
    static const struct {
        const char *before, *behind; /* what lies around the set of words' characters */
    } parts[][2] = {
        [AT_WORD_BEGIN] = {{"(?<!", ")"}, {"(?=", ")"}},
        [AT_WORD_END] = {{"(?<=", ")"}, {"(?!", ")"}},
        [AT_BOUNDARY] = {{"(?(?<=", ")"}, {"(?!", ")|"}},
        [NOT_AT_BOUNDARY] = {{"(?(?<=", ")"}, {"(?=", ")|"}},
        [NOT_AFTER_WORD] = {{"(?<!", ")"}, {NULL, NULL}},
        [NOT_BEFORE_WORD] = {{"(?!", ")"}, {NULL, NULL}},
    };
    if (assertion == AT_BEGIN || assertion == AT_END) {
        fputs(assertion == AT_BEGIN ? "\\A" : "\\z", writing->out);
        return;
    }
    for (int i = 0; i < 2 && parts[assertion][i].before != NULL; i++) {
        fputs(parts[assertion][i].before, writing->out);
        write_set(writing, &writing->word, false);
        fputs(parts[assertion][i].behind, writing->out);
    }
    if (assertion == AT_BOUNDARY || assertion == NOT_AT_BOUNDARY) {
        fputs(assertion == AT_BOUNDARY ? "(?=" : "(?!", writing->out);
        write_set(writing, &writing->word, false);
        fputs("))", writing->out);
    }
}

static void write_repeat(struct writing *writing, const struct node *node)
{
    fputs("(?:", writing->out);
    write_node(writing, node->child[0]);
    fprintf(writing->out, "){%d,", node->of.repeat.least);
    if (node->of.repeat.most != REPEAT_FOREVER)
        fprintf(writing->out, "%d", node->of.repeat.most);
    fputc('}', writing->out);
}

static void write_children(struct writing *writing, const struct node *node, const char *begin,
                           const char *between)
{
    fputs(begin, writing->out);
    for (size_t i = 0; i < node->children; i++) {
        fputs(i > 0 ? between : "", writing->out);
        write_node(writing, node->child[i]);
    }
    fputc(')', writing->out);
}

static void write_node(struct writing *writing, const struct node *node)
{
    switch (node->kind) {
    case NODE_NOTHING:
        break;
    case NODE_NEVER:
        fputs("(?!)", writing->out);
        break;
    case NODE_CHARACTER:
        if (node->of.character >= STRAY_BYTE)
            fputs("(?!)", writing->out);
        else
            fprintf(writing->out, "\\x{%x}", (unsigned)node->of.character);
        break;
    case NODE_SET:
        write_set(writing, node->of.set, false);
        break;
    case NODE_SEQUENCE:
        write_children(writing, node, "(?:", "");
        break;
    case NODE_CHOICE:
        write_children(writing, node, "(?:", "|");
        break;
    case NODE_REPEAT:
        write_repeat(writing, node);
        break;
    case NODE_ASSERTION:
        write_assertion(writing, node->of.assertion);
        break;
    case NODE_GROUP:
        write_children(writing, node, "(", "");
        break;
    case NODE_BACK:
        fprintf(writing->out, writing->tree->ignore_case ? "(?i:\\g{%d})" : "\\g{%d}",
                node->of.group);
        break;
    }
}

void perl_write(FILE *out, const struct tree *tree)
{
    struct writing writing = {.out = out, .tree = tree};
    if (tree->has_word_edges)
        char_set_add_class(&writing.word, wctype("alnum"), tree->utf8);
    char_set_add(&writing.word, '_', '_');
    char_set_settle(&writing.word);
    write_node(&writing, tree->root);
    char_set_free(&writing.word);
}
