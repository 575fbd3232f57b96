/* SPDX-License-Identifier: MIT */
/*
 * Many needles (see trie.h).
 *
 * States are numbered level by level, so that a state's children stand together and their bytes are
 * one short array to be looked through; most states have a single child. The root has a row of all
 * 256, and a bit for each pair of bytes that needles begin with: places where none begins are
 * passed over two bytes at a look.
 *
 * Work: the text's bytes, and that of following failure links, which is no more. Memory: 25 bytes a
 * state, of which there are as many as needles have different beginnings.
 */
#include "text/trie.h"

#include <stdlib.h>
#include <string.h>

#define NO_NEEDLE UINT32_MAX

enum { MOST_ROWS = 2048 };

struct state {
    uint32_t children; /* the first one                                    */
    uint32_t failure;
    uint32_t depth;
    uint32_t needle; /* the longest that ends here, or NO_NEEDLE         */
    uint32_t length; /* of that                                          */
    uint16_t n_children;
};

struct cupro__trie {
    struct state *states;
    unsigned char *byte_of; /* the byte that leads to a state */
    const struct cupro__needle *needles;
    uint32_t n;
    uint32_t n_rows; /* states below have a row */
    uint32_t *rows;  /* of 1 << shift states, by the class of the next byte */
    unsigned shift;
    unsigned char class_of[256];
    uint64_t begins[1024]; /* bit (a << 8 | b): needles begin with bytes a, b; or one is a alone */
    bool folded;
};

/* -- Making ------------------------------------------------------------------------------------ */

/* A state that is yet to get its children: those needles that begin with it. */
struct span {
    size_t first, end;
};

static size_t count_states(const struct cupro__needle *needles, size_t count)
{
    size_t states = 1;
    for (size_t i = 0; i < count; i++) {
        size_t same = 0;
        if (i > 0)
            while (same < needles[i - 1].length && same < needles[i].length &&
                   needles[i - 1].bytes[same] == needles[i].bytes[same])
                same++;
        states += needles[i].length - same;
    }
    return states;
}

/* Give a state its children; *n is how many states there are. */
static void add_children(struct cupro__trie *trie, struct span *spans, uint32_t at)
{
    struct state *state = &trie->states[at];
    struct span span = spans[at];
    size_t depth = state->depth, i = span.first;
    if (i < span.end && trie->needles[i].length == depth) {
        state->needle = (uint32_t)i++;
        state->length = state->depth;
    }
    state->children = trie->n;
    while (i < span.end) {
        unsigned char byte = trie->needles[i].bytes[depth];
        size_t begin = i;
        while (i < span.end && trie->needles[i].bytes[depth] == byte)
            i++;
        spans[trie->n] = (struct span){begin, i};
        trie->byte_of[trie->n] = byte;
        trie->states[trie->n++] = (struct state){.depth = (uint32_t)depth + 1, .needle = NO_NEEDLE};
        state->n_children++;
    }
}

/* The child with a byte, or 0. */
static inline uint32_t child(const struct cupro__trie *trie, const struct state *state,
                             unsigned char byte)
{
    const unsigned char *bytes = trie->byte_of + state->children;
    for (unsigned i = 0; i < state->n_children; i++)
        if (bytes[i] == byte)
            return state->children + i;
    return 0;
}

/* From `at` on, with a byte as needles have it. */
static inline uint32_t next_state(const struct cupro__trie *trie, uint32_t at, unsigned char byte)
{
    while (at >= trie->n_rows) {
        const struct state *state = &trie->states[at];
        uint32_t next = child(trie, state, byte);
        if (next != 0)
            return next;
        at = state->failure;
    }
    return trie->rows[((size_t)at << trie->shift) + trie->class_of[byte]];
}

/* Links of the children of a state whose own are known. */
static void link_children(struct cupro__trie *trie, uint32_t at)
{
    const struct state *state = &trie->states[at];
    for (uint32_t i = state->children; i < state->children + state->n_children; i++) {
        struct state *next = &trie->states[i];
        next->failure = at == 0 ? 0 : next_state(trie, state->failure, trie->byte_of[i]);
        if (next->needle == NO_NEEDLE) {
            next->needle = trie->states[next->failure].needle;
            next->length = trie->states[next->failure].length;
        }
    }
}

/* A state's row: that of its failure link, but for its own children. */
static void fill_row(struct cupro__trie *trie, uint32_t at)
{
    const struct state *state = &trie->states[at];
    uint32_t *row = trie->rows + ((size_t)at << trie->shift);
    if (at > 0)
        memcpy(row, trie->rows + ((size_t)state->failure << trie->shift),
               sizeof *row << trie->shift);
    for (uint32_t i = state->children; i < state->children + state->n_children; i++)
        row[trie->class_of[trie->byte_of[i]]] = i;
}

/* Class 0: bytes that no needle has. False: no memory. */
static bool make_rows(struct cupro__trie *trie)
{
    unsigned classes = 1;
    for (uint32_t i = 1; i < trie->n; i++)
        if (trie->class_of[trie->byte_of[i]] == 0 && classes < 256)
            trie->class_of[trie->byte_of[i]] = (unsigned char)classes++;
    while (1u << trie->shift < classes)
        trie->shift++;
    trie->n_rows = trie->n < MOST_ROWS ? trie->n : MOST_ROWS;
    trie->rows = calloc((size_t)trie->n_rows << trie->shift, sizeof *trie->rows);
    return trie->rows != NULL;
}

static void mark_pairs(struct cupro__trie *trie)
{
    const struct state *root = &trie->states[0];
    for (uint32_t i = root->children; i < root->children + root->n_children; i++) {
        const struct state *first = &trie->states[i];
        unsigned byte = trie->byte_of[i];
        for (uint32_t k = 0; k < first->n_children; k++) {
            unsigned second = trie->byte_of[first->children + k];
            trie->begins[byte << 2 | second >> 6] |= (uint64_t)1 << second % 64;
        }
        if (first->needle != NO_NEEDLE)
            memset(trie->begins + (byte << 2), 0xff, 4 * sizeof *trie->begins);
    }
}

int cupro__trie_new(struct cupro__trie **trie, const struct cupro__needle *needles, size_t count,
                    bool folded)
{
    size_t states = count_states(needles, count);
    struct cupro__trie *new = calloc(1, sizeof *new);
    struct span *spans = malloc(states * sizeof *spans);
    int error = CUPRO_ENOMEM;
    if (new == NULL || spans == NULL)
        goto out;
    *new = (struct cupro__trie){.needles = needles, .folded = folded, .n = 1};
    new->states = malloc(states * sizeof *new->states);
    new->byte_of = malloc(states);
    if (new->states == NULL || new->byte_of == NULL)
        goto out;
    new->states[0] = (struct state){.needle = NO_NEEDLE};
    new->byte_of[0] = 0;
    spans[0] = (struct span){0, count};
    for (uint32_t at = 0; at < new->n; at++)
        add_children(new, spans, at);
    if (!make_rows(new))
        goto out;
    mark_pairs(new);
    for (uint32_t at = 0; at < new->n; at++) {
        if (at < new->n_rows)
            fill_row(new, at);
        link_children(new, at);
    }
    *trie = new;
    new = NULL;
    error = 0;
out:
    free(spans);
    cupro__trie_free(new);
    return error;
}

void cupro__trie_free(struct cupro__trie *trie)
{
    if (trie == NULL)
        return;
    free(trie->states);
    free(trie->byte_of);
    free(trie->rows);
    free(trie);
}

/* -- Looking ----------------------------------------------------------------------------------- */

static inline unsigned char byte_at(const struct cupro__trie *trie, const unsigned char *text,
                                    size_t at)
{
    return trie->folded ? cupro__lower(text[at]) : text[at];
}

/* The first place from `at` on where two bytes stand that needles begin with; or the last byte. */
static size_t skip(const struct cupro__trie *trie, const unsigned char *text, size_t n, size_t at)
{
    for (; at + 1 < n; at++) {
        unsigned first = byte_at(trie, text, at), second = byte_at(trie, text, at + 1);
        if (trie->begins[first << 2 | second >> 6] >> second % 64 & 1)
            break;
    }
    return at;
}

bool cupro__trie_next(const struct cupro__trie *trie, const unsigned char *text, size_t n,
                      size_t from, cupro_needle_hit *hit)
{
    uint32_t at = 0;
    size_t best = SIZE_MAX;
    for (size_t i = from; i < n; i++) {
        if (at == 0) {
            if (best != SIZE_MAX)
                return true;
            i = skip(trie, text, n, i);
        }
        at = next_state(trie, at, byte_at(trie, text, i));
        const struct state *state = &trie->states[at];
        /* What goes on begins behind the best: nothing better will come. */
        if (best < i + 1 - state->depth)
            return true;
        if (state->needle != NO_NEEDLE) {
            size_t begin = i + 1 - state->length;
            if (begin <= best) {
                best = begin;
                *hit = (cupro_needle_hit){begin, state->length, state->needle};
            }
        }
    }
    return best != SIZE_MAX;
}
