/* SPDX-License-Identifier: MIT */
/*
 * Automata out of trees (see nfa.h). A node is compiled with what comes behind it known, so nothing
 * is patched but loops. A repetition becomes as many copies as it says.
 */
#include "search/patterns/engine/nfa_build.h"

#include <ctype.h>
#include <string.h>

static uint32_t compile(struct nfa *nfa, const struct node *node, uint32_t next);

static uint32_t compile_choice(struct nfa *nfa, const struct node *node, uint32_t next)
{
    uint32_t start;
    if (nfa_add_words(nfa, node, next, &start))
        return start;
    start = compile(nfa, node->child[node->children - 1], next);
    for (size_t i = node->children - 1; i-- > 0 && !nfa->too_big;)
        start = nfa_add_fork(nfa, compile(nfa, node->child[i], next), start);
    return start;
}

static uint32_t compile_repeat(struct nfa *nfa, const struct node *node, uint32_t next)
{
    int least = node->of.repeat.least, most = node->of.repeat.most;
    uint32_t start = next;
    if (most == REPEAT_FOREVER) {
        uint32_t fork = nfa_add_fork(nfa, next, next);
        start = compile(nfa, node->child[0], fork);
        if (nfa->n > 0)
            nfa->states[fork].to = start;
        if (least == 0)
            start = fork;
        else
            least--;
    } else {
        for (int i = least; i < most && !nfa->too_big && !nfa->no_memory; i++)
            start = nfa_add_fork(nfa, compile(nfa, node->child[0], start), next);
    }
    for (int i = 0; i < least && !nfa->too_big && !nfa->no_memory; i++) {
        uint32_t behind = start;
        start = compile(nfa, node->child[0], behind);
        if (start == behind) /* what matches only the empty string does so once */
            break;
    }
    return start;
}

/* What an assertion is to those who come from the other side. */
static unsigned char assertion_of(const struct nfa *nfa, const struct node *node)
{
    static const unsigned char mirrored[] = {
        [AT_BEGIN] = AT_END,
        [AT_END] = AT_BEGIN,
        [AT_WORD_BEGIN] = AT_WORD_END,
        [AT_WORD_END] = AT_WORD_BEGIN,
        [AT_BOUNDARY] = AT_BOUNDARY,
        [NOT_AT_BOUNDARY] = NOT_AT_BOUNDARY,
        [NOT_AFTER_WORD] = NOT_BEFORE_WORD,
        [NOT_BEFORE_WORD] = NOT_AFTER_WORD,
    };
    return nfa->reversed ? mirrored[node->of.assertion] : (unsigned char)node->of.assertion;
}

/* Anything, as often as there is. */
static uint32_t compile_anything(struct nfa *nfa, uint32_t next)
{
    uint32_t bytes = nfa_add(nfa, (struct nfa_state){.kind = NFA_BYTES});
    uint32_t fork = nfa_add_fork(nfa, bytes, next);
    if (nfa->end > 0)
        nfa_add_edge(nfa, bytes, 0, nfa->end - 1u, fork);
    nfa_add_edge(nfa, bytes, nfa->end + 1u, 255, fork);
    return fork;
}

/* The state from which what a node matches leads to `next`. */
static uint32_t compile(struct nfa *nfa, const struct node *node, uint32_t next)
{
    if (nfa->too_big || nfa->no_memory)
        return 0;
    switch (node->kind) {
    case NODE_NOTHING:
        return next;
    case NODE_NEVER:
        return nfa_add(nfa, (struct nfa_state){.kind = NFA_BYTES});
    case NODE_CHARACTER:
        return nfa_add_character(nfa, node->of.character, next);
    case NODE_SET:
        return nfa_add_set(nfa, node->of.set, next);
    case NODE_SEQUENCE:
        for (size_t i = 0, n = node->children; i < n; i++)
            next = compile(nfa, node->child[nfa->reversed ? i : n - 1 - i], next);
        return next;
    case NODE_CHOICE:
        return compile_choice(nfa, node, next);
    case NODE_REPEAT:
        return compile_repeat(nfa, node, next);
    case NODE_ASSERTION:
        return nfa_add(nfa, (struct nfa_state){.kind = NFA_CHECK,
                                               .assertion = assertion_of(nfa, node),
                                               .to = next});
    case NODE_GROUP:
        return compile(nfa, node->child[0], next);
    case NODE_BACK:
        return compile_anything(nfa, next);
    }
    return next;
}

/* -- Classes of bytes -------------------------------------------------------------------------- */

static uint64_t scramble(uint64_t x)
{
    x = (x ^ x >> 31) * 0x9fb21c651e98df25u;
    x = (x ^ x >> 28) * 0xd1342543de82ef95u;
    return x ^ x >> 29;
}

static void mark_range(uint64_t marks[256], unsigned first, unsigned last, uint64_t kind)
{
    for (unsigned byte = first; byte <= last; byte++)
        marks[byte] += scramble(kind << 16 | first << 8 | last);
}

/* Bytes with equal sums of marks stand in the same ranges everywhere. */
static void find_classes(struct nfa *nfa)
{
    static const uint64_t of_edges = 1, of_words = 2, of_end = 3, of_tails = 4;
    uint64_t marks[256] = {0};
    bool seen[256][256];
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < nfa->n_edges; i++) {
        struct nfa_edge edge = nfa->edges[i];
        if (!seen[edge.first][edge.last])
            mark_range(marks, edge.first, edge.last, of_edges);
        seen[edge.first][edge.last] = true;
    }
    mark_range(marks, nfa->end, nfa->end, of_end);
    for (unsigned byte = 0; byte < 256 && nfa->has_checks_of_words; byte++)
        marks[byte] += nfa->is_word[byte] ? scramble(of_words << 32) : 0;
    if (nfa->has_checks_of_words && nfa->utf8)
        mark_range(marks, 0x80, 0xff, of_tails);
    nfa->classes = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned same = 0;
        while (same < byte && marks[same] != marks[byte])
            same++;
        if (same == byte)
            nfa->byte_of[nfa->classes++] = (unsigned char)byte;
        nfa->class_of[byte] =
            same == byte ? (unsigned char)(nfa->classes - 1) : nfa->class_of[same];
    }
}

int nfa_make(struct nfa *nfa, const struct tree *tree, unsigned char end, bool reversed)
{
    *nfa = (struct nfa){.utf8 = tree->utf8,
                        .reversed = reversed,
                        .end = end,
                        .has_checks_of_words = tree->has_word_edges};
    for (int byte = 0; byte < (tree->utf8 ? 0x80 : 0x100); byte++)
        nfa->is_word[byte] = isalnum(byte) || byte == '_';
    uint32_t match = nfa_add(nfa, (struct nfa_state){.kind = NFA_MATCH});
    nfa->start = compile(nfa, tree->root, match);
    if (nfa->no_memory || nfa->too_big)
        return -1;
    find_classes(nfa);
    return 0;
}
