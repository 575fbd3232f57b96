/* SPDX-License-Identifier: MIT */
/*
 * Words by the rules of UAX #29, or of characters of a class (see splitters.h).
 *
 * Text that is ASCII is looked at 64 bytes at a time (ascii_words.h). At the first block with other
 * characters the machine (word_machine.h) goes on, character by character, until a separator behind
 * which 64 bytes are ASCII again.
 */
#include "count/words/split/ascii_words.h"
#include "count/words/split/pairs.h"
#include "count/words/split/splitters.h"
#include "count/words/unicode/unicode_words.h"
#include "count/words/unicode/utf8.h"

#include <string.h>

/* Where the machine is. */
struct walk {
    enum word_state state;
    const unsigned char *begin; /* of the word that is being read */
    const unsigned char *noted; /* where it ends if what is pending does not join it */
};

/* -- From ASCII to the machine ----------------------------------------------------------------- */

static bool all_joiners(const struct ascii_words *ascii, const unsigned char *begin,
                        const unsigned char *end)
{
    while (begin < end && ascii->class[*begin] == CLASS_JOINER)
        begin++;
    return begin == end;
}

/* How the machine stands at `at`, had it read what was before; a word goes on from `begin`. */
static struct walk walk_from(const struct ascii_words *ascii, const unsigned char *begin,
                             const unsigned char *at)
{
    struct walk walk = {.state = STATE_NONE, .begin = begin, .noted = at - 1};
    if (!begin)
        return walk;
    switch (ascii->class[at[-1]]) {
    case CLASS_LETTER:
        walk.state = STATE_LETTER;
        break;
    case CLASS_NUMERIC:
        walk.state = STATE_NUMERIC;
        break;
    case CLASS_JOINER:
        walk.state = all_joiners(ascii, begin, at) ? STATE_JOINERS : STATE_JOINER;
        break;
    default: /* joins, perhaps */
        walk.state = ascii->class[at[-2]] == CLASS_LETTER ? STATE_MID_LETTER : STATE_MID_NUMBER;
    }
    return walk;
}

/* Leave the pairs of edges out that have nothing but joiners between them. */
static size_t drop_joiners(const struct ascii_words *ascii, const unsigned char *base,
                           uint16_t *edges, size_t count, const unsigned char **begin)
{
    size_t kept = 0, i = 0;
    if (count > 0 && *begin) {
        if (all_joiners(ascii, *begin, base + edges[0]))
            *begin = NULL;
        else
            kept = 1;
        i = 1;
    }
    for (; i + 1 < count; i += 2) {
        if (all_joiners(ascii, base + edges[i], base + edges[i + 1]))
            continue;
        edges[kept] = edges[i];
        edges[kept + 1] = edges[i + 1];
        kept += 2;
    }
    if (i < count)
        edges[kept++] = edges[i];
    return kept;
}

/* -- The machine ------------------------------------------------------------------------------- */

/* The class of the character at `at`, and how many bytes it has. Invalid bytes separate. */
static inline unsigned read_class(struct unicode_words *words, const unsigned char *at,
                                  const unsigned char *end, size_t *length)
{
    uint32_t code;
    *length = utf8_read(at, (size_t)(end - at), &code);
    if (*length > 0)
        return code_pages_byte(words->classes, code);
    *length = 1;
    return CLASS_OTHER;
}

static int end_word(struct word_source *source, const struct walk *walk, unsigned move,
                    const unsigned char *at)
{
    const unsigned char *const end = move & MOVE_PENDING ? walk->noted : at;
    return word_source_put(source, walk->begin, (size_t)(end - walk->begin));
}

/* Read on from *at to the end, or to behind a separator before an ASCII block. */
static int walk_on(struct word_source *source, struct walk walk, const unsigned char **at,
                   const unsigned char *end)
{
    struct unicode_words *const words = source->plan->unicode;
    bool joined = false; /* the last character was a zero width joiner */
    int error = 0;
    for (size_t length; *at < end && !error; *at += length) {
        unsigned class = CLASS_OTHER;
        length = 1;
        if (**at < 128)
            class = words->ascii.class[**at];
        else
            class = read_class(words, *at, end, &length);
        const bool picture = joined && (class & CLASS_PICTOGRAPH);
        joined = class == CLASS_ZWJ;
        class &= 15;
        const unsigned move = picture ? words->machine.joined[walk.state][class]
                                      : words->machine.move[walk.state][class];
        if (move & (MOVE_END | MOVE_PENDING))
            error = end_word(source, &walk, move, *at);
        if (move & MOVE_BEGIN)
            walk.begin = *at;
        if (move & MOVE_NOTE)
            walk.noted = *at;
        walk.state = move & MOVE_STATE;
        if (class == CLASS_OTHER && **at < 128 && class_is_ascii(*at + 1)) {
            ++*at;
            return error;
        }
    }
    const unsigned move = words->machine.move[walk.state][CLASS_OTHER];
    if (!error && move & (MOVE_END | MOVE_PENDING))
        error = end_word(source, &walk, move, *at);
    return error;
}

/* -- All of it --------------------------------------------------------------------------------- */

int split_unicode(struct word_source *source, unsigned char *text, size_t length)
{
    struct unicode_words *const words = source->plan->unicode;
    const unsigned char *const end = text + length;
    memset(text + length, source->plan->padding, 2 * CLASS_BLOCK);

    uint16_t edges[EDGES_MAX];
    const unsigned char *at = text, *begin = NULL;
    struct ascii_carry carry = {0};
    int error = 0;
    while (at <= end && !error) { /* one separator at least, so that the last word has an end */
        const size_t left = (size_t)(end - at) / CLASS_BLOCK + 1;
        const size_t most = left < EDGES_BLOCKS ? left : EDGES_BLOCKS;
        size_t blocks = most;
        size_t count = words->find(at, &blocks, &words->ascii, &carry, edges);
        if (carry.joiners)
            count = drop_joiners(&words->ascii, at, edges, count, &begin);
        error = put_edges(source, at, edges, count, &begin);
        at += blocks * CLASS_BLOCK;
        carry.joiners = begin && words->ascii.class[*begin] == CLASS_JOINER;
        if (blocks < most && !error) {
            error = walk_on(source, walk_from(&words->ascii, begin, at), &at, end);
            begin = NULL;
            carry = (struct ascii_carry){0};
        }
    }
    return error ? error : code_pages_error(words->classes);
}
