/* SPDX-License-Identifier: MIT */
/* Closed sets of states (see closure.h). */
#include "search/patterns/engine/closure.h"

#include <stdlib.h>
#include <string.h>

bool closure_open(struct closure *closure, const struct nfa *nfa)
{
    *closure = (struct closure){.nfa = nfa};
    closure->set = malloc(nfa->n * sizeof *closure->set);
    closure->stack = malloc(nfa->n * sizeof *closure->stack);
    closure->mark = calloc(nfa->n, sizeof *closure->mark);
    if (closure->set != NULL && closure->stack != NULL && closure->mark != NULL)
        return true;
    closure_close(closure);
    return false;
}

void closure_close(struct closure *closure)
{
    free(closure->set);
    free(closure->stack);
    free(closure->mark);
    *closure = (struct closure){0};
}

void closure_clear(struct closure *closure)
{
    if (++closure->stamp == 0) {
        memset(closure->mark, 0, closure->nfa->n * sizeof *closure->mark);
        closure->stamp = 1;
    }
    closure->n = 0;
    closure->matches = closure->waits = closure->unknown = false;
}

enum neighbour neighbour_of(const struct nfa *nfa, unsigned char byte)
{
    if (byte == nfa->end)
        return NEAR_EDGE;
    if (byte >= 0x80 && nfa->utf8)
        return NEAR_UNKNOWN;
    return nfa->is_word[byte] ? NEAR_WORD : NEAR_OTHER;
}

enum verdict { HOLDS, FAILS, WAITS, UNDECIDED };

static enum verdict verdict(bool holds)
{
    return holds ? HOLDS : FAILS;
}

/* An assertion that two things hold, each of which may be unknown; or wait. */
static enum verdict both(enum verdict a, enum verdict b)
{
    if (a == FAILS || b == FAILS)
        return FAILS;
    return a == WAITS || b == WAITS ? WAITS : a == UNDECIDED || b == UNDECIDED ? UNDECIDED : HOLDS;
}

static enum verdict is_word(enum neighbour neighbour, bool wanted)
{
    return neighbour == NEAR_LATER     ? WAITS
           : neighbour == NEAR_UNKNOWN ? UNDECIDED
                                       : verdict((neighbour == NEAR_WORD) == wanted);
}

static enum verdict is_boundary(enum neighbour before, enum neighbour behind, bool wanted)
{
    if (behind == NEAR_LATER)
        return WAITS;
    if (before == NEAR_UNKNOWN || behind == NEAR_UNKNOWN)
        return UNDECIDED;
    return verdict(((before == NEAR_WORD) != (behind == NEAR_WORD)) == wanted);
}

static enum verdict check(enum assertion assertion, enum neighbour before, enum neighbour behind)
{
    switch (assertion) {
    case AT_BEGIN:
        return verdict(before == NEAR_EDGE);
    case AT_END:
        return behind == NEAR_LATER ? WAITS : verdict(behind == NEAR_EDGE);
    case AT_WORD_BEGIN:
        return both(is_word(before, false), is_word(behind, true));
    case AT_WORD_END:
        return both(is_word(before, true), is_word(behind, false));
    case AT_BOUNDARY:
        return is_boundary(before, behind, true);
    case NOT_AT_BOUNDARY:
        return is_boundary(before, behind, false);
    case NOT_AFTER_WORD:
        return is_word(before, false);
    case NOT_BEFORE_WORD:
        return is_word(behind, false);
    }
    return FAILS;
}

static void push(struct closure *closure, size_t *depth, uint32_t state)
{
    if (closure->mark[state] == closure->stamp)
        return;
    closure->mark[state] = closure->stamp;
    closure->stack[(*depth)++] = state;
}

/* A check stays in the set while it waits, for what is behind, or to be given up. */
static void add_check(struct closure *closure, size_t *depth, uint32_t at, enum neighbour before,
                      enum neighbour behind)
{
    struct nfa_state state = closure->nfa->states[at];
    enum verdict answer = check((enum assertion)state.assertion, before, behind);
    if (answer == HOLDS) {
        push(closure, depth, state.to);
    } else if (answer != FAILS) {
        closure->unknown |= answer == UNDECIDED;
        closure->waits = true;
        closure->set[closure->n++] = at;
    }
}

void closure_add(struct closure *closure, uint32_t state, enum neighbour before,
                 enum neighbour behind)
{
    size_t depth = 0;
    push(closure, &depth, state);
    while (depth > 0) {
        uint32_t at = closure->stack[--depth];
        struct nfa_state next = closure->nfa->states[at];
        switch ((enum nfa_kind)next.kind) {
        case NFA_FORK:
            push(closure, &depth, next.second);
            push(closure, &depth, next.to);
            break;
        case NFA_CHECK:
            add_check(closure, &depth, at, before, behind);
            break;
        case NFA_MATCH:
            closure->matches = true;
            closure->set[closure->n++] = at;
            break;
        case NFA_BYTES:
            if (next.second > 0)
                closure->set[closure->n++] = at;
            break;
        }
    }
}

void closure_step(struct closure *closure, uint32_t state, unsigned char byte,
                  enum neighbour before)
{
    struct nfa_state from = closure->nfa->states[state];
    if (from.kind != NFA_BYTES)
        return;
    const struct nfa_edge *edges = closure->nfa->edges + from.to;
    for (uint32_t i = 0; i < from.second; i++)
        if (edges[i].first <= byte && byte <= edges[i].last)
            closure_add(closure, edges[i].to, before, NEAR_LATER);
}
