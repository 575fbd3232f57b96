/* SPDX-License-Identifier: MIT */
/*
 * Sets of characters in automata: with 8-bit characters one state, with UTF-8 a tree of them. Below
 * a first byte, blocks of 64, 4096 or 262144 code points that are wholly in the set share states
 * for "any byte that continues"; so a set with few gaps needs few.
 */
#include "search/patterns/engine/nfa_build.h"

#include <stdlib.h>

struct filling {
    struct nfa *nfa;
    const struct char_set *set;
    uint32_t least;  /* code points below have shorter sequences              */
    uint32_t any[4]; /* any[k]: the state before any k bytes that continue    */
    unsigned n_any;  /* of them exist                                         */
    uint32_t next;
};

enum coverage { COVERS_NONE, COVERS_SOME, COVERS_ALL };

static enum coverage coverage(const struct filling *filling, uint32_t first, uint32_t last)
{
    const struct char_set *set = filling->set;
    if (last < filling->least)
        return COVERS_NONE;
    size_t lo = char_set_from(set, first);
    if (lo == set->n || set->ranges[lo].first > last)
        return COVERS_NONE;
    bool all =
        first >= filling->least && set->ranges[lo].first <= first && set->ranges[lo].last >= last;
    return all ? COVERS_ALL : COVERS_SOME;
}

static uint32_t any_tail(struct filling *filling, unsigned tail)
{
    for (; filling->n_any <= tail; filling->n_any++) {
        uint32_t state = nfa_add(filling->nfa, (struct nfa_state){.kind = NFA_BYTES});
        nfa_add_edge(filling->nfa, state, 0x80, 0xbf, filling->any[filling->n_any - 1]);
        filling->any[filling->n_any] = state;
    }
    return filling->any[tail];
}

static uint32_t add_block(struct filling *filling, uint32_t first, unsigned tail);

/* Where a byte leads behind which `tail` more follow, for the code points from `first` on; or -1:
 * nowhere. */
static int64_t target(struct filling *filling, uint32_t first, unsigned tail)
{
    switch (coverage(filling, first, first + (1u << 6 * tail) - 1)) {
    case COVERS_NONE:
        return -1;
    case COVERS_ALL:
        return any_tail(filling, tail);
    default:
        return add_block(filling, first, tail);
    }
}

/* Edges of `bytes` consecutive bytes from `byte` on, each for the next code points. Targets are
 * made first: a state's edges stand together. */
static void add_edges(struct filling *filling, uint32_t state, unsigned byte, unsigned bytes,
                      uint32_t first, unsigned tail)
{
    int64_t to[64];
    for (unsigned i = 0; i < bytes; i++)
        to[i] = target(filling, first + ((uint32_t)i << 6 * tail), tail);
    for (unsigned i = 0, k; i < bytes; i = k) {
        for (k = i + 1; k < bytes && to[k] == to[i]; k++)
            ;
        if (to[i] >= 0)
            nfa_add_edge(filling->nfa, state, byte + i, byte + k - 1, (uint32_t)to[i]);
    }
}

static uint32_t add_block(struct filling *filling, uint32_t first, unsigned tail)
{
    uint32_t state = nfa_add(filling->nfa, (struct nfa_state){.kind = NFA_BYTES});
    add_edges(filling, state, 0x80, 64, first, tail - 1);
    return state;
}

/* Ranges of single bytes but the line's end. */
static void add_bytes(struct nfa *nfa, uint32_t state, uint32_t first, uint32_t last, uint32_t next)
{
    if (first <= nfa->end && nfa->end <= last) {
        if (first < nfa->end)
            nfa_add_edge(nfa, state, first, nfa->end - 1u, next);
        if (nfa->end < last)
            nfa_add_edge(nfa, state, nfa->end + 1u, last, next);
    } else {
        nfa_add_edge(nfa, state, first, last, next);
    }
}

static void add_single_bytes(struct nfa *nfa, uint32_t state, const struct char_set *set,
                             uint32_t next)
{
    uint32_t most = nfa->utf8 ? 0x7f : 0xff;
    for (size_t i = 0; i < set->n; i++) {
        struct char_range range = set->ranges[i];
        if (range.first <= most)
            add_bytes(nfa, state, range.first, range.last < most ? range.last : most, next);
        if (range.last >= STRAY_BYTE)
            nfa_add_edge(nfa, state,
                         (range.first > STRAY_BYTE ? range.first : STRAY_BYTE) - STRAY_BYTE,
                         range.last - STRAY_BYTE, next);
    }
}

static uint32_t add_forward(struct nfa *nfa, const struct char_set *set, uint32_t next)
{
    struct filling filling = {.nfa = nfa, .set = set, .any = {next}, .n_any = 1, .next = next};
    static const struct {
        unsigned byte, bytes, tail;
        uint32_t first, least;
    } leads[] = {{0xc2, 30, 1, 0x80, 0x80}, {0xe0, 16, 2, 0, 0x800}, {0xf0, 5, 3, 0, 0x10000}};
    uint32_t fork[3];
    unsigned forks = 0;
    for (unsigned i = 0; i < 3 && nfa->utf8; i++) {
        filling.least = leads[i].least;
        if (coverage(&filling, leads[i].least,
                     leads[i].first + (leads[i].bytes << 6 * leads[i].tail) - 1) == COVERS_NONE)
            continue;
        fork[forks] = nfa_add(nfa, (struct nfa_state){.kind = NFA_BYTES});
        add_edges(&filling, fork[forks++], leads[i].byte, leads[i].bytes, leads[i].first,
                  leads[i].tail);
    }
    uint32_t state = nfa_add(nfa, (struct nfa_state){.kind = NFA_BYTES});
    add_single_bytes(nfa, state, set, next);
    for (unsigned i = 0; i < forks; i++)
        state = nfa_add(nfa, (struct nfa_state){.kind = NFA_FORK, .to = state, .second = fork[i]});
    return state;
}

/* -- Mirrored ---------------------------------------------------------------------------------- */

struct arc {
    uint32_t from, to;
    unsigned char first, last;
};

static int by_end(const void *a, const void *b)
{
    const struct arc *x = a, *y = b;
    return (x->to > y->to) - (x->to < y->to);
}

/* All edges of an automaton, by where they lead to. */
static struct arc *sorted_arcs(const struct nfa *nfa)
{
    struct arc *arcs = malloc((nfa->n_edges + 1) * sizeof *arcs);
    size_t n = 0;
    for (uint32_t at = 0; arcs != NULL && at < nfa->n; at++) {
        struct nfa_state state = nfa->states[at];
        for (uint32_t i = 0; state.kind == NFA_BYTES && i < state.second; i++) {
            struct nfa_edge edge = nfa->edges[state.to + i];
            arcs[n++] = (struct arc){at, edge.to, edge.first, edge.last};
        }
    }
    if (arcs != NULL)
        qsort(arcs, n, sizeof *arcs, by_end);
    return arcs;
}

/* States of `mirror` for those of `forward`, whose start and what it forks to become `next`. */
static void map_states(struct nfa *mirror, const struct nfa *forward, uint32_t start, uint32_t next,
                       uint32_t *map)
{
    for (uint32_t at = 0; at < forward->n; at++)
        map[at] = UINT32_MAX;
    for (; forward->states[start].kind == NFA_FORK; start = forward->states[start].to)
        map[start] = map[forward->states[start].second] = next;
    map[start] = next;
    for (uint32_t at = 0; at < forward->n; at++)
        if (map[at] == UINT32_MAX)
            map[at] = nfa_add(mirror, (struct nfa_state){.kind = NFA_BYTES});
}

/* The tree is built forwards, aside, and its edges turned around; its only end, state 0, is where
 * the mirrored one begins. */
static uint32_t add_mirrored(struct nfa *nfa, const struct char_set *set, uint32_t next)
{
    struct nfa forward = {.utf8 = nfa->utf8, .end = nfa->end};
    uint32_t end = nfa_add(&forward, (struct nfa_state){.kind = NFA_MATCH}), result = 0;
    uint32_t start = add_forward(&forward, set, end);
    uint32_t *map = malloc((forward.n + 1) * sizeof *map);
    struct arc *arcs = sorted_arcs(&forward);
    if (map == NULL || arcs == NULL || forward.no_memory || forward.n == 0) {
        nfa->no_memory = true;
    } else {
        map_states(nfa, &forward, start, next, map);
        for (size_t i = 0; i < forward.n_edges; i++)
            nfa_add_edge(nfa, map[arcs[i].to], arcs[i].first, arcs[i].last, map[arcs[i].from]);
        result = map[end];
    }
    free(map);
    free(arcs);
    nfa_free(&forward);
    return result;
}

uint32_t nfa_add_set(struct nfa *nfa, const struct char_set *set, uint32_t next)
{
    return nfa->reversed && nfa->utf8 ? add_mirrored(nfa, set, next) : add_forward(nfa, set, next);
}
