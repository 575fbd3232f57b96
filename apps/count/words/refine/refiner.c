/* SPDX-License-Identifier: MIT */
/*
 * Refining keys (see refiner.h), some dozen at a time. Most are ASCII: these stay where they are
 * and at most have their capitals folded in place; others are written anew.
 *
 * Folding may undo a normal form, and a normal form what was folded (℡ is TEL in NFKC), so text is
 * normalised, folded, and normalised again: the compatibility caseless match of Unicode's chapter
 * 3.13, but for the form in which the result is left.
 */
#include "count/words/refine/refiner.h"
#include "count/words/split/byte_class.h"
#include "count/words/unicode/utf8.h"
#include "count/words/word_batch.h"

#include <cupro/error.h>

#define STAYS SIZE_MAX

int refiner_open(struct refiner *refiner, const struct word_wish *wish, bool folded)
{
    *refiner = (struct refiner){
        .fold = wish->fold && !folded,
        .utf8 = wish->utf8,
        .longest = SIZE_MAX,
    };
    int error = normal_open(&refiner->normal, wish->normal);
    if (!error && wish->fold && wish->utf8 && wish->rule != WORDS_ALPHA) {
        refiner->folding = folding_new();
        error = refiner->folding ? 0 : CUPRO_ENOMEM;
    }
    refiner->shortest = wish->shortest;
    if (wish->longest > 0)
        refiner->longest = wish->longest;
    refiner->chooses = refiner->shortest > 0 || refiner->longest < SIZE_MAX;
    refiner->idle =
        !refiner->fold && !refiner->folding && !refiner->normal.changing && !refiner->chooses;
    return error;
}

void refiner_close(struct refiner *refiner)
{
    normal_close(&refiner->normal);
    code_pages_free(refiner->folding);
    cupro_tally_close(refiner->stop);
}

int refiner_error(const struct refiner *refiner)
{
    int error = refiner->folding ? code_pages_error(refiner->folding) : 0;
    if (!error && refiner->normal.changing)
        error = code_pages_error(refiner->normal.changing);
    return error;
}

void refiner_room_free(struct refiner_room *room)
{
    buffer_free(&room->made);
    buffer_free(&room->normal);
    buffer_free(&room->folded);
}

/* -- Keys that are not ASCII ------------------------------------------------------------------- */

/* A key that is being worked on: where it stands changes when it does. */
struct rework {
    const unsigned char *at;
    size_t length;
};

static int fold(const struct refiner *refiner, struct refiner_room *room, struct rework *key)
{
    size_t used = folding_begins(refiner->folding, key->at, key->length);
    if (used == key->length)
        return 0;
    int error = buffer_reserve(&room->folded, key->length);
    if (error)
        return error;
    const size_t before = used;
    memcpy(room->folded.bytes, key->at, before);
    error = folding_append(refiner->folding, key->at + before, key->length - before, &room->folded,
                           &used);
    *key = (struct rework){room->folded.bytes, used};
    return error;
}

static int normalise(const struct refiner *refiner, struct refiner_room *room, struct rework *key)
{
    size_t used = 0;
    if (!refiner->normal.changing || normal_is(&refiner->normal, key->at, key->length))
        return 0;
    const int error = normal_append(&refiner->normal, key->at, key->length, &room->normal, &used);
    *key = (struct rework){room->normal.bytes, used};
    return error;
}

/* A key that may have to be written anew: then it is, behind the *used bytes of room->made, and
 * *begin says where it is; or STAYS. */
static int rewrite(const struct refiner *refiner, struct refiner_room *room, cupro_slice *key,
                   size_t *used, size_t *begin)
{
    const unsigned char *const was = (const unsigned char *)key->begin;
    struct rework rework = {was, key->length};
    int error = normalise(refiner, room, &rework);
    if (!error && refiner->folding)
        error = fold(refiner, room, &rework);
    if (!error && rework.at == room->folded.bytes)
        error = normalise(refiner, room, &rework);
    *begin = STAYS;
    if (error || rework.at == was)
        return error;
    error = buffer_reserve(&room->made, *used + rework.length);
    if (error)
        return error;
    memcpy(room->made.bytes + *used, rework.at, rework.length);
    *begin = *used;
    *used += rework.length;
    key->length = rework.length;
    return 0;
}

/* -- All keys ---------------------------------------------------------------------------------- */

/* The bytes from the first key to the last; keys are in the order in which they stand in memory. */
static size_t span(const cupro_slice *keys, size_t count)
{
    const cupro_slice *last = &keys[count - 1];
    return (size_t)(last->begin + last->length - keys[0].begin);
}

/* Fold bytes that nobody looks at again but as keys. */
static void fold_span(unsigned char *at, size_t length)
{
    for (; length >= CLASS_BLOCK; at += CLASS_BLOCK, length -= CLASS_BLOCK)
        class_fold(at);
    folding_in_place(at, length);
}

static bool is_ascii_span(const unsigned char *at, size_t length)
{
    size_t i = 0;
    while (i < length && class_is_ascii(at + i))
        i += CLASS_BLOCK;
    return i >= length;
}

/* Fold and normalise keys some of which are not ASCII. */
static int rewrite_keys(const struct refiner *refiner, struct refiner_room *room, cupro_slice *keys,
                        size_t count)
{
    size_t begin[WORD_BATCH]; /* in room->made, or STAYS */
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned char *const at = (unsigned char *)keys[i].begin;
        begin[i] = STAYS;
        if (utf8_is_ascii(at, keys[i].length)) {
            if (refiner->fold)
                folding_in_place(at, keys[i].length);
            continue;
        }
        const int error = rewrite(refiner, room, &keys[i], &used, &begin[i]);
        if (error)
            return error;
    }
    for (size_t i = 0; i < count; i++) { /* room->made does not move any more */
        if (begin[i] != STAYS)
            keys[i].begin = (const char *)room->made.bytes + begin[i];
    }
    return 0;
}

static bool is_stop_word(const struct refiner *refiner, cupro_slice key)
{
    uint64_t count = 0;
    return refiner->stop && cupro_tally_get(refiner->stop, key.begin, key.length, &count) == 0 &&
           count > 0;
}

static bool is_wanted(const struct refiner *refiner, cupro_slice key)
{
    if (refiner->shortest > 0 || refiner->longest < SIZE_MAX) {
        const size_t characters =
            refiner->utf8 ? utf8_length((const unsigned char *)key.begin, key.length) : key.length;
        if (characters < refiner->shortest || characters > refiner->longest)
            return false;
    }
    return !is_stop_word(refiner, key);
}

int refine(const struct refiner *refiner, struct refiner_room *room, cupro_slice *keys,
           size_t *count)
{
    unsigned char *const text = (unsigned char *)keys[0].begin;
    const size_t length = span(keys, *count);
    const bool rewrites = refiner->folding || refiner->normal.changing;
    int error = 0;
    if (rewrites && !is_ascii_span(text, length))
        error = rewrite_keys(refiner, room, keys, *count);
    else if (refiner->fold)
        fold_span(text, length);
    if (error || !refiner->chooses)
        return error;
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (is_wanted(refiner, keys[i]))
            keys[kept++] = keys[i];
    }
    *count = kept;
    return 0;
}
