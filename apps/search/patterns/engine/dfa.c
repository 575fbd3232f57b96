/* SPDX-License-Identifier: MIT */
/* The cache of deterministic states (see dfa.h). */
#include "search/patterns/engine/dfa.h"

#include <stdlib.h>
#include <string.h>

struct dfa_state {
    uint32_t set, n; /* its states of the automaton: sets[set … set + n) */
    unsigned char before;
    bool matches, waits;
};

enum { FIRST_STATES = 32, FIRST_SLOTS = 64 };

/* Can a match begin anywhere but at the line's beginning? */
static bool begins_inside(struct closure *closure)
{
    static const enum neighbour inside[] = {NEAR_WORD, NEAR_OTHER, NEAR_UNKNOWN};
    bool some = false;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        closure_clear(closure);
        closure_add(closure, closure->nfa->start, inside[i], NEAR_LATER);
        some |= closure->n > 0;
    }
    return some;
}

bool dfa_open(struct dfa *dfa, const struct nfa *nfa, bool searches, size_t limit)
{
    *dfa = (struct dfa){.nfa = nfa, .searches = searches, .limit = limit};
    while (1u << dfa->shift < nfa->classes)
        dfa->shift++;
    for (int i = 0; i < NEAR_LATER; i++)
        dfa->start[i] = DFA_UNSEEN;
    dfa->room = FIRST_STATES;
    dfa->slot_count = FIRST_SLOTS;
    dfa->sets_room = nfa->n < 256 ? 1024 : nfa->n * 4;
    dfa->values = malloc((dfa->room << dfa->shift) * sizeof *dfa->values);
    dfa->states = malloc(dfa->room * sizeof *dfa->states);
    dfa->sets = malloc(dfa->sets_room * sizeof *dfa->sets);
    dfa->slots = calloc(dfa->slot_count, sizeof *dfa->slots);
    dfa->scratch = malloc(nfa->n * sizeof *dfa->scratch);
    bool closed = closure_open(&dfa->closure, nfa);
    dfa->empty_is_dead = closed && !(searches && begins_inside(&dfa->closure));
    if (closed && dfa->values != NULL && dfa->states != NULL && dfa->sets != NULL &&
        dfa->slots != NULL && dfa->scratch != NULL)
        return true;
    dfa_close(dfa);
    return false;
}

void dfa_close(struct dfa *dfa)
{
    free(dfa->values);
    free(dfa->states);
    free(dfa->sets);
    free(dfa->slots);
    free(dfa->scratch);
    closure_close(&dfa->closure);
    *dfa = (struct dfa){0};
}

static void forget(struct dfa *dfa)
{
    dfa->n = 0;
    dfa->sets_used = 0;
    dfa->emptyings++;
    memset(dfa->slots, 0, dfa->slot_count * sizeof *dfa->slots);
    for (int i = 0; i < NEAR_LATER; i++)
        dfa->start[i] = DFA_UNSEEN;
}

static size_t bytes_of(const struct dfa *dfa, size_t room, size_t sets_room)
{
    return (room << dfa->shift) * sizeof *dfa->values + room * sizeof *dfa->states +
           sets_room * sizeof *dfa->sets + dfa->slot_count * sizeof *dfa->slots;
}

static bool grow_states(struct dfa *dfa)
{
    size_t room = dfa->room * 2;
    if (bytes_of(dfa, room, dfa->sets_room) > dfa->limit)
        return false;
    uint32_t *values = realloc(dfa->values, (room << dfa->shift) * sizeof *values);
    if (values == NULL)
        return false;
    dfa->values = values;
    struct dfa_state *states = realloc(dfa->states, room * sizeof *states);
    if (states == NULL)
        return false;
    dfa->states = states;
    dfa->room = room;
    return true;
}

static bool grow_sets(struct dfa *dfa)
{
    size_t room = dfa->sets_room * 2;
    if (bytes_of(dfa, dfa->room, room) > dfa->limit)
        return false;
    uint32_t *sets = realloc(dfa->sets, room * sizeof *sets);
    if (sets == NULL)
        return false;
    dfa->sets = sets;
    dfa->sets_room = room;
    return true;
}

static uint64_t hash_set(const uint32_t *set, size_t n, unsigned before)
{
    uint64_t hash = 0x9e3779b97f4a7c15u + before;
    for (size_t i = 0; i < n; i++) {
        hash = (hash ^ set[i]) * 0xd6e8feb86659fd93u;
        hash ^= hash >> 32;
    }
    return hash;
}

static uint64_t hash_state(const struct dfa *dfa, struct dfa_state state)
{
    return hash_set(dfa->sets + state.set, state.n, state.before);
}

static void put(struct dfa *dfa, uint64_t hash, uint32_t number)
{
    size_t at = hash & (dfa->slot_count - 1);
    while (dfa->slots[at] != 0)
        at = (at + 1) & (dfa->slot_count - 1);
    dfa->slots[at] = number + 1;
}

/* Twice as many slots, if half of them are taken. If there is no memory, fuller will do, up to a
 * point that the cache is emptied at. */
static bool has_slot(struct dfa *dfa)
{
    if (dfa->n * 2 < dfa->slot_count)
        return true;
    uint32_t *slots = calloc(dfa->slot_count * 2, sizeof *slots);
    if (slots == NULL)
        return false;
    free(dfa->slots);
    dfa->slots = slots;
    dfa->slot_count *= 2;
    for (uint32_t i = 0; i < dfa->n; i++)
        put(dfa, hash_state(dfa, dfa->states[i]), i);
    return true;
}

static bool has_room(struct dfa *dfa, size_t n)
{
    if (dfa->n == dfa->room && !grow_states(dfa))
        return false;
    while (dfa->sets_room - dfa->sets_used < n)
        if (!grow_sets(dfa))
            return false;
    return has_slot(dfa);
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort_set(uint32_t *set, size_t n)
{
    if (n > 24) {
        qsort(set, n, sizeof *set, ascending);
        return;
    }
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && set[k] < set[k - 1]; k--) {
            uint32_t lower = set[k];
            set[k] = set[k - 1];
            set[k - 1] = lower;
        }
}

static uint32_t add_state(struct dfa *dfa, struct dfa_state state, uint64_t hash)
{
    uint32_t number = (uint32_t)dfa->n++;
    state.set = (uint32_t)dfa->sets_used;
    memcpy(dfa->sets + state.set, dfa->closure.set, state.n * sizeof *dfa->sets);
    dfa->sets_used += state.n;
    dfa->states[number] = state;
    uint32_t *values = dfa->values + ((size_t)number << dfa->shift);
    for (unsigned i = 0; i < dfa->nfa->classes; i++)
        values[i] = DFA_UNSEEN;
    put(dfa, hash, number);
    return number << dfa->shift;
}

/* The state of what is in the closure. The neighbour matters only to checks that wait. */
static uint32_t intern(struct dfa *dfa, enum neighbour before, bool *emptied)
{
    struct closure *closure = &dfa->closure;
    if (closure->n == 0 && dfa->empty_is_dead)
        return DFA_DEAD;
    sort_set(closure->set, closure->n);
    struct dfa_state state = {.n = (uint32_t)closure->n,
                              .before = closure->waits ? (unsigned char)before : NEAR_LATER,
                              .matches = closure->matches,
                              .waits = closure->waits};
    uint64_t hash = hash_set(closure->set, state.n, state.before);
    size_t mask = dfa->slot_count - 1;
    for (size_t at = hash & mask; dfa->slots[at] != 0; at = (at + 1) & mask) {
        const struct dfa_state *other = &dfa->states[dfa->slots[at] - 1];
        if (other->n == state.n && other->before == state.before &&
            memcmp(dfa->sets + other->set, closure->set, state.n * sizeof *dfa->sets) == 0)
            return (dfa->slots[at] - 1) << dfa->shift;
    }
    if (!has_room(dfa, state.n)) {
        forget(dfa);
        *emptied = true;
    }
    return add_state(dfa, state, hash);
}

uint32_t dfa_start(struct dfa *dfa, enum neighbour before)
{
    if (dfa->start[before] == DFA_UNSEEN) {
        bool emptied = false;
        closure_clear(&dfa->closure);
        closure_add(&dfa->closure, dfa->nfa->start, before, NEAR_LATER);
        uint32_t state = intern(dfa, before, &emptied);
        dfa->start[before] = state;
    }
    return dfa->start[before];
}

/* Ask a state's checks, now that what is behind is known. The set is dfa->scratch afterwards; its
 * size. */
static size_t settle(struct dfa *dfa, const struct dfa_state *state, enum neighbour behind,
                     bool *matches)
{
    struct closure *closure = &dfa->closure;
    const uint32_t *set = dfa->sets + state->set;
    *matches = state->matches;
    closure_clear(closure);
    if (!state->waits) {
        memcpy(dfa->scratch, set, state->n * sizeof *set);
        return state->n;
    }
    for (uint32_t i = 0; i < state->n; i++)
        closure_add(closure, set[i], (enum neighbour)state->before, behind);
    *matches = closure->matches;
    memcpy(dfa->scratch, closure->set, closure->n * sizeof *set);
    return closure->n;
}

uint32_t dfa_find_out(struct dfa *dfa, uint32_t from, unsigned char byte)
{
    struct closure *closure = &dfa->closure;
    struct dfa_state state = dfa->states[from >> dfa->shift];
    enum neighbour seen = neighbour_of(dfa->nfa, byte);
    bool matches, emptied = false;
    size_t n = settle(dfa, &state, seen, &matches);
    uint32_t value = DFA_UNSURE;
    if (!closure->unknown) {
        closure_clear(closure);
        for (size_t i = 0; i < n && seen != NEAR_EDGE; i++)
            closure_step(closure, dfa->scratch[i], byte, seen);
        if (dfa->searches)
            closure_add(closure, dfa->nfa->start, seen, NEAR_LATER);
        closure->unknown = false;
        value = dfa->searches || seen != NEAR_EDGE ? intern(dfa, seen, &emptied) : DFA_DEAD;
        if (matches)
            value |= DFA_MATCHED;
    }
    if (!emptied)
        dfa->values[from + dfa->nfa->class_of[byte]] = value;
    return value;
}
