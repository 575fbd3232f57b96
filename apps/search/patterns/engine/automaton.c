/* SPDX-License-Identifier: MIT */
/*
 * Lines and spans by automata (see automaton.h).
 *
 * The loop over bytes is bound by the latency of one load from the first-level cache a byte, the
 * next state's. What ends it – a value not known yet, a match, a line that is lost – is told apart
 * by one comparison.
 */
#include "search/patterns/engine/automaton.h"

#include "search/patterns/syntax/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { SEARCH_BYTES = 2 << 20, SPAN_BYTES = 512 << 10 };

bool automaton_open(struct automaton *automaton, const struct nfa *nfa, const struct nfa *mirrored)
{
    *automaton = (struct automaton){0};
    if (dfa_open(&automaton->search, nfa, true, SEARCH_BYTES) &&
        dfa_open(&automaton->from_here, nfa, false, SPAN_BYTES) &&
        dfa_open(&automaton->back, mirrored, true, SPAN_BYTES) &&
        simulation_open(&automaton->simulation, nfa))
        return true;
    automaton_close(automaton);
    return false;
}

void automaton_close(struct automaton *automaton)
{
    dfa_close(&automaton->search);
    dfa_close(&automaton->from_here);
    dfa_close(&automaton->back);
    simulation_close(&automaton->simulation);
    free(automaton->beginnings);
    free(automaton->in_vain);
    automaton->beginnings = NULL;
    automaton->in_vain = NULL;
}

/* -- Lines ------------------------------------------------------------------------------------- */

/* Go on from *state while values are states; the first one that is not, or DFA_UNSEEN at the end.
 */
static inline uint32_t run(const struct dfa *dfa, uint32_t *state, const unsigned char **at,
                           const unsigned char *end)
{
    const uint32_t *values = dfa->values;
    const unsigned char *class_of = dfa->nfa->class_of, *p = *at;
    uint32_t now = *state, value = DFA_UNSEEN;
    for (; end - p >= 4; p += 4) {
        uint32_t first = values[now + class_of[p[0]]];
        if (first >= DFA_UNSEEN) {
            value = first;
            goto out;
        }
        uint32_t second = values[first + class_of[p[1]]];
        if (second >= DFA_UNSEEN) {
            value = second, now = first, p += 1;
            goto out;
        }
        uint32_t third = values[second + class_of[p[2]]];
        if (third >= DFA_UNSEEN) {
            value = third, now = second, p += 2;
            goto out;
        }
        uint32_t fourth = values[third + class_of[p[3]]];
        if (fourth >= DFA_UNSEEN) {
            value = fourth, now = third, p += 3;
            goto out;
        }
        now = fourth;
    }
    for (; p < end; now = value, p++) {
        value = values[now + class_of[*p]];
        if (value >= DFA_UNSEEN)
            break;
    }
out:
    *state = now;
    *at = p;
    return value;
}

static const unsigned char *end_of_line(const struct dfa *dfa, const unsigned char *at,
                                        const unsigned char *end)
{
    const unsigned char *found = memchr(at, dfa->nfa->end, (size_t)(end - at));
    return found != NULL ? found : end;
}

enum outcome { NO_MORE, MATCHED, UNSURE };

/* From the beginning of a line: the first match, *at then being the byte behind it, or the first
 * place where it is not clear. */
static enum outcome scan(struct dfa *dfa, const unsigned char **at, const unsigned char *end)
{
    const unsigned char line_end = dfa->nfa->end;
    uint32_t state = dfa_start(dfa, NEAR_EDGE), value;
    if (state == DFA_DEAD)
        return NO_MORE;
    while (*at < end) {
        value = run(dfa, &state, at, end);
        if (*at == end)
            break;
        if (value == DFA_UNSEEN)
            value = dfa_find_out(dfa, state, **at);
        if (value & DFA_MATCHED)
            return MATCHED;
        if (value == DFA_UNSURE)
            return UNSURE;
        if (value == DFA_DEAD) {
            const unsigned char *behind = end_of_line(dfa, *at, end);
            if (behind == end)
                return NO_MORE;
            *at = behind + 1;
            state = dfa_start(dfa, NEAR_EDGE);
        } else {
            state = value;
            ++*at;
        }
    }
    if (end[-1] == line_end)
        return NO_MORE;
    value = dfa_next(dfa, state, line_end);
    return value & DFA_MATCHED ? MATCHED : value == DFA_UNSURE ? UNSURE : NO_MORE;
}

static struct line line_around(const struct dfa *dfa, const unsigned char *from,
                               const unsigned char *at, const unsigned char *end)
{
    const unsigned char *before = memrchr(from, dfa->nfa->end, (size_t)(at - from));
    const unsigned char *behind = end_of_line(dfa, at, end);
    return (struct line){before != NULL ? before + 1 : from, behind,
                         behind < end ? behind + 1 : end};
}

bool automaton_line(struct automaton *automaton, const unsigned char *from,
                    const unsigned char *end, struct line *line)
{
    while (from < end) {
        const unsigned char *at = from;
        enum outcome outcome = scan(&automaton->search, &at, end);
        if (outcome == NO_MORE)
            return false;
        *line = line_around(&automaton->search, from, at, end);
        if (outcome == MATCHED || simulation_run(&automaton->simulation, line, 0, true, NULL))
            return true;
        from = line->next;
    }
    return false;
}

uint64_t automaton_count(struct automaton *automaton, const unsigned char *from,
                         const unsigned char *end)
{
    uint64_t lines = 0;
    while (from < end) {
        const unsigned char *at = from;
        enum outcome outcome = scan(&automaton->search, &at, end);
        if (outcome == NO_MORE)
            break;
        if (outcome == UNSURE) {
            struct line line = line_around(&automaton->search, from, at, end);
            lines += simulation_run(&automaton->simulation, &line, 0, true, NULL);
            from = line.next;
        } else {
            const unsigned char *behind = end_of_line(&automaton->search, at, end);
            from = behind < end ? behind + 1 : end;
            lines++;
        }
    }
    return lines;
}

bool automaton_matches(struct automaton *automaton, const struct line *line)
{
    const unsigned char *at = line->begin;
    if (at == line->end)
        return simulation_run(&automaton->simulation, line, 0, true, NULL);
    enum outcome outcome = scan(&automaton->search, &at, line->end);
    return outcome == MATCHED ||
           (outcome == UNSURE && simulation_run(&automaton->simulation, line, 0, true, NULL));
}

/* -- Spans ------------------------------------------------------------------------------------- */

/* Has byte `at` been passed in this state, and nothing matched behind it? If not, note that it is
 * being passed. */
static bool is_in_vain(struct automaton *automaton, size_t at, uint32_t state)
{
    const struct dfa *dfa = &automaton->from_here;
    if (automaton->emptyings != dfa->emptyings) {
        memset(automaton->in_vain, 0xff, automaton->words * sizeof *automaton->in_vain);
        automaton->emptyings = dfa->emptyings;
    }
    bool is = automaton->in_vain[at / 64] == state;
    automaton->in_vain[at / 64] = state;
    return is;
}

/* A match ends at `end`: what was passed from `from` on was not in vain. */
static void forget(struct automaton *automaton, size_t from, size_t end)
{
    for (size_t i = from / 64; i <= end / 64; i++)
        automaton->in_vain[i] = UINT32_MAX;
}

/* The longest match that begins right here. */
static bool match_from(struct automaton *automaton, const struct line *line, size_t from,
                       size_t *end)
{
    struct dfa *dfa = &automaton->from_here;
    size_t n = (size_t)(line->end - line->begin), kept = from;
    enum neighbour before = from == 0 ? NEAR_EDGE : neighbour_of(dfa->nfa, line->begin[from - 1]);
    uint32_t value = dfa_start(dfa, before);
    bool found = false;
    for (size_t at = from; value < DFA_UNSEEN; at++) {
        if (at % 64 == 0 && at > from && is_in_vain(automaton, at, value))
            break;
        value = dfa_next(dfa, value, at < n ? line->begin[at] : dfa->nfa->end);
        if (value & DFA_MATCHED) {
            found = true;
            *end = at;
            value &= ~DFA_MATCHED;
            if (at / 64 > kept / 64)
                forget(automaton, kept, at);
            kept = at;
        }
    }
    if (value != DFA_UNSURE)
        return found;
    forget(automaton, kept, n);
    return simulation_run(&automaton->simulation, line, from, false, end);
}

static bool has_words(struct automaton *automaton, size_t n)
{
    if (n <= automaton->words)
        return true;
    free(automaton->beginnings);
    free(automaton->in_vain);
    automaton->words = 0;
    automaton->beginnings = malloc(n * sizeof *automaton->beginnings);
    automaton->in_vain = malloc(n * sizeof *automaton->in_vain);
    if (automaton->beginnings == NULL || automaton->in_vain == NULL)
        return false;
    automaton->words = n;
    return true;
}

static void mark(struct automaton *automaton, size_t at)
{
    automaton->beginnings[at / 64] |= (uint64_t)1 << at % 64;
}

/* From the line's end to its beginning. Where that is not sure, all places are marked. */
static bool mark_beginnings(struct automaton *automaton, const struct line *line)
{
    struct dfa *dfa = &automaton->back;
    size_t n = (size_t)(line->end - line->begin), words = n / 64 + 1;
    if (!has_words(automaton, words))
        return false;
    automaton->marked = *line;
    memset(automaton->beginnings, 0, words * sizeof *automaton->beginnings);
    memset(automaton->in_vain, 0xff, words * sizeof *automaton->in_vain);
    uint32_t value = dfa_start(dfa, NEAR_EDGE);
    for (size_t at = n; value < DFA_UNSEEN; at--) {
        value = dfa_next(dfa, value, at > 0 ? line->begin[at - 1] : dfa->nfa->end);
        if (value & DFA_MATCHED)
            mark(automaton, at);
        value &= ~DFA_MATCHED;
        if (at == 0)
            break;
    }
    if (value == DFA_UNSURE)
        memset(automaton->beginnings, 0xff, words * sizeof *automaton->beginnings);
    return true;
}

/* The first place at or after `from` that is marked, or one beyond n. */
static size_t next_beginning(const struct automaton *automaton, size_t from, size_t n)
{
    if (from > n)
        return n + 1;
    size_t word = from / 64;
    uint64_t bits = automaton->beginnings[word] & UINT64_MAX << from % 64;
    while (bits == 0 && word < n / 64)
        bits = automaton->beginnings[++word];
    size_t at = bits != 0 ? word * 64 + (size_t)__builtin_ctzll(bits) : n + 1;
    return at <= n ? at : n + 1;
}

int automaton_span(struct automaton *automaton, const struct line *line, size_t from,
                   struct span *span)
{
    size_t n = (size_t)(line->end - line->begin);
    bool utf8 = automaton->from_here.nfa->utf8,
         is_new = line->begin != automaton->marked.begin || line->end != automaton->marked.end;
    if ((from == 0 || is_new) && !mark_beginnings(automaton, line))
        return -1;
    for (size_t at = next_beginning(automaton, from, n); at <= n;
         at = next_beginning(automaton, at + 1, n))
        if (!(utf8 && utf8_is_inside(line->begin, n, at)) &&
            match_from(automaton, line, at, &span->end)) {
            span->begin = at;
            return 1;
        }
    return 0;
}
