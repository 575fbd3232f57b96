/* SPDX-License-Identifier: MIT */
/*
 * Merging lines in memory (see merge_part.h): a tree of losers (Knuth, The Art of Computer
 * Programming 3, 5.4.1) with offset-value codes (Conner, IBM Technical Disclosure Bulletin 20,
 * 1977; Graefe and Do, Offset-value coding in database query processing, EDBT 2023).
 *
 * Lines that meet in a merge have much in common, in sorted text most of their bytes; so the first
 * bytes seldom tell them apart. Each line in the tree instead knows where it begins to differ from
 * the line that was put out last, in columns of four bytes, and that column. Of two lines the one
 * that has more in common with what was put out comes first; of two that have the same in common,
 * the column decides; and the loser's code then is right against the winner, too. Bytes are
 * compared only when both are equal, from there on: so for each line about as many bytes are looked
 * at as it has, whatever the number of runs. A winner whose code says "nothing differs" has the
 * keys of the line before, which is all that unique lines take.
 *
 * A line that is less than the one before it in its own run makes codes meaningless: from there on
 * the part is merged by comparing lines, so that what comes out is the least of the foremost lines
 * each time, as it is in GNU sort.
 */
#include "sort/runs/merge_part.h"

#include <cupro/error.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMN   sizeof(uint32_t)
#define THE_SAME UINT64_C(0)
#define ENDED    UINT64_MAX

struct cursor {
    const char *at, *end; /* what has not been read */
    cupro_slice line;
    cupro_slice key;            /* the line's code in the order; of lines that are their own */
    struct encoder encoders[2]; /* codes, other than these: this line's and the one's before, */
    unsigned current;           /*   by turns */
};

/* A line in the tree. */
struct contest {
    uint64_t difference; /* from the line that was put out last; see difference_of */
    size_t cursor;
};

/* -- Differences ------------------------------------------------------------------------------- */

/* How many bytes the two have in common, if it is known of the first `known`. A few bytes behind
 * them may be read. */
static size_t common_length(cupro_slice a, cupro_slice b, size_t known)
{
    const size_t least = a.length < b.length ? a.length : b.length;
    for (size_t at = known; at < least; at += sizeof(uint64_t)) {
        uint64_t x, y;
        memcpy(&x, a.begin + at, sizeof x);
        memcpy(&y, b.begin + at, sizeof y);
        if (x != y) {
            at += (size_t)__builtin_ctzll(x ^ y) / 8;
            return at < least ? at : least;
        }
    }
    return least;
}

/* What makes this key differ from one before it that it has `common` bytes in common with: less if
 * that is more, and then by the column that differs. Zeros stand for what is not there, so two that
 * are the same need a closer look. */
static inline uint64_t difference_of(const struct order *order, cupro_slice key, size_t common)
{
    const size_t column = common / COLUMN, at = column * COLUMN;
    uint32_t value;
    memcpy(&value, key.begin + at, sizeof value);
    value = __builtin_bswap32(value);
    const size_t missing = key.length - at < COLUMN ? 8 * (COLUMN - (key.length - at)) : 0;
    value = missing < 32 ? value >> missing << missing : 0;
    if (order->backward)
        value = ~value;
    return (uint64_t)(UINT32_MAX - 1 - column) << 32 | value;
}

/* Which of the two comes first, if they have exactly `common` bytes in common. */
static inline int compare_behind(const struct order *order, cupro_slice a, cupro_slice b,
                                 size_t common)
{
    if (common == a.length || common == b.length)
        return order->backward ? (a.length < b.length) - (a.length > b.length)
                               : (a.length > b.length) - (a.length < b.length);
    const int less = (unsigned char)a.begin[common] < (unsigned char)b.begin[common];
    return less != order->backward ? -1 : 1;
}

/* -- The next line of a text ------------------------------------------------------------------- */

static bool read_line(struct part_merger *merger, struct cursor *cursor)
{
    if (cursor->at == cursor->end || merger->error)
        return false;
    const char *line_end = rawmemchr(cursor->at, merger->line_end);
    cursor->line = (cupro_slice){cursor->at, (size_t)(line_end - cursor->at)};
    cursor->at = line_end + 1;
    cursor->current ^= 1;
    merger->error = order_code(&cursor->encoders[cursor->current], cursor->line, &cursor->key);
    return merger->error == 0;
}

/* Go to the next line; returns how it differs from the one before. */
static uint64_t go_on(struct part_merger *merger, struct cursor *cursor)
{
    const cupro_slice before = cursor->key;
    if (!read_line(merger, cursor))
        return ENDED;
    const size_t common = common_length(before, cursor->key, 0);
    const int order = compare_behind(merger->order, before, cursor->key, common);
    merger->disordered |= order > 0;
    return order == 0 ? THE_SAME : difference_of(merger->order, cursor->key, common);
}

/* -- The tree ---------------------------------------------------------------------------------- */

/* Keys are equal. */
static int compare_rest(struct part_merger *merger, const struct cursor *a, const struct cursor *b)
{
    const struct order *order = merger->order;
    int result = 0, error = 0;
    if (order->collates)
        result = order_compare_collated(&merger->comparer, a->line, b->line, &error);
    if (error)
        merger->error = error;
    if (result == 0)
        result = order_resort(order, a->line, b->line);
    if (result == 0)
        return a < b ? -1 : 1;
    return order->backward ? -result : result;
}

/* Does the challenger's line come first? Both have the same difference, if any. The other one's
 * difference becomes that from the first. */
static bool comes_first(struct part_merger *merger, struct contest *challenger,
                        struct contest *defender)
{
    const struct cursor *a = &merger->cursors[challenger->cursor];
    const struct cursor *b = &merger->cursors[defender->cursor];
    if (challenger->difference == ENDED || defender->difference == ENDED)
        return defender->difference == ENDED && challenger->difference != ENDED;
    size_t known = 0;
    if (!merger->disordered && challenger->difference != THE_SAME)
        known = COLUMN * (UINT32_MAX - 1 - (size_t)(challenger->difference >> 32));
    const size_t common = common_length(a->key, b->key, known);
    int order = compare_behind(merger->order, a->key, b->key, common);
    const bool same = order == 0;
    if (same)
        order = compare_rest(merger, a, b);
    struct contest *loser = order < 0 ? defender : challenger;
    const cupro_slice key = merger->cursors[loser->cursor].key;
    loser->difference = same ? THE_SAME : difference_of(merger->order, key, common);
    return order < 0;
}

/* Let the two play; the winner is in *winner. */
static inline void play(struct part_merger *merger, struct contest *winner, struct contest *loser)
{
    bool swap = loser->difference < winner->difference;
    if (loser->difference == winner->difference || merger->disordered)
        swap = comes_first(merger, loser, winner);
    if (swap) {
        const struct contest contest = *winner;
        *winner = *loser;
        *loser = contest;
    }
}

/* The winner below a node; nodes from `count` on are cursors. */
static struct contest play_below(struct part_merger *merger, size_t node)
{
    if (node >= merger->count) {
        const size_t cursor = node - merger->count;
        if (!read_line(merger, &merger->cursors[cursor]))
            return (struct contest){ENDED, cursor};
        const cupro_slice key = merger->cursors[cursor].key;
        return (struct contest){difference_of(merger->order, key, 0), cursor};
    }
    struct contest winner = play_below(merger, 2 * node);
    merger->contests[node] = play_below(merger, 2 * node + 1);
    play(merger, &winner, &merger->contests[node]);
    return winner;
}

/* -- What comes out ---------------------------------------------------------------------------- */

static int put_text(struct part_merger *merger, cupro_slice line)
{
    return line_buffer_add(&merger->out, line, merger->line_end);
}

int merge_put_held(struct part_merger *merger)
{
    struct held_line *held = &merger->held;
    if (held->count == 0)
        return 0;
    const uint64_t count = held->count;
    held->count = 0;
    if (merger->emission->count && line_buffer_add_count(&merger->out, count))
        return CUPRO_ENOMEM;
    return put_text(merger, held->line);
}

/* Has the winner the keys of the line that is held? */
static bool is_held(struct part_merger *merger, const struct contest *winner)
{
    const struct held_line *held = &merger->held;
    if (held->count == 0)
        return false;
    const cupro_slice line = merger->cursors[winner->cursor].line;
    /* The difference is from the line before, which was the held one or equal to it. */
    const bool known = !merger->disordered && !held->outlived;
    if (known && (winner->difference != THE_SAME || !merger->order->collates))
        return winner->difference == THE_SAME;
    return order_compare(&merger->comparer, held->line, line, &merger->error) == 0;
}

static int take_unique(struct part_merger *merger, const struct contest *winner)
{
    struct held_line *held = &merger->held;
    if (is_held(merger, winner)) {
        held->count++;
        return 0;
    }
    const int error = merge_put_held(merger);
    held->line = merger->cursors[winner->cursor].line;
    held->outlived = false;
    held->count = 1;
    return error;
}

/* -- Parts ------------------------------------------------------------------------------------- */

static int make_cursors(struct part_merger *merger, size_t count)
{
    if (count <= merger->room)
        return 0;
    free(merger->contests);
    merger->contests = reallocarray(NULL, count, sizeof *merger->contests);
    struct cursor *cursors = reallocarray(merger->cursors, count, sizeof *cursors);
    if (!cursors)
        return CUPRO_ENOMEM;
    merger->cursors = cursors;
    for (; merger->room < count; merger->room++)
        cursors[merger->room] =
            (struct cursor){.encoders = {{.order = merger->order}, {.order = merger->order}}};
    return merger->contests ? 0 : CUPRO_ENOMEM;
}

/* The next line of the winner takes its place, and plays again. */
static inline void replay(struct part_merger *merger, struct contest *winner)
{
    winner->difference = go_on(merger, &merger->cursors[winner->cursor]);
    for (size_t node = (winner->cursor + merger->count) / 2; node > 0; node /= 2)
        play(merger, winner, &merger->contests[node]);
}

static int merge_cursors(struct part_merger *merger)
{
    struct contest winner = play_below(merger, 1);
    int error = 0;
    while (winner.difference != ENDED && !error && !merger->error) {
        error = merger->emission->unique ? take_unique(merger, &winner)
                                         : put_text(merger, merger->cursors[winner.cursor].line);
        replay(merger, &winner);
    }
    return error ? error : merger->error;
}

int merge_part(struct part_merger *merger, const char *const *from, const char *const *to,
               size_t count)
{
    line_buffer_clear(&merger->out);
    merger->count = 0;
    merger->disordered = false;
    if (make_cursors(merger, count))
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        struct cursor *cursor = &merger->cursors[merger->count];
        cursor->at = from[i];
        cursor->end = to[i];
        merger->count += from[i] < to[i];
    }
    return merger->count > 0 ? merge_cursors(merger) : 0;
}

void part_merger_free(struct part_merger *merger)
{
    for (size_t i = 0; i < merger->room; i++) {
        encoder_free(&merger->cursors[i].encoders[0]);
        encoder_free(&merger->cursors[i].encoders[1]);
    }
    free(merger->cursors);
    free(merger->contests);
    comparer_free(&merger->comparer);
    buffer_free(&merger->out.buffer);
}
