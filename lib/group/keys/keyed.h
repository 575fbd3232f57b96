/* SPDX-License-Identifier: MIT */
/*
 * Keyed elements: how groups see an array, whatever it is of.
 *
 * A key is one word, a number's; or three, a string's or that of several fields: its hash, of which
 * the five lowest bits say how long it is, and 16 bytes at most; of longer ones where they are, and
 * how many. Those that all of this is the same of are equal, long ones only if their bytes are.
 * Bodies that deal with keys are written once, for `words` that the compiler knows.
 */
#ifndef CUPRO__KEYED_H
#define CUPRO__KEYED_H

#include "group/hash.h"
#include "sort/numbers/keys.h"

#include <cupro/key.h>
#include <cupro/text.h>
#include <stdbool.h>
#include <string.h>

enum { CUPRO__KEYED_BATCH = 512, CUPRO__NUMBER_WORDS = 1, CUPRO__BYTES_WORDS = 3 };

struct cupro__keyed {
    const char *x;
    size_t n, size;       /* elements, and bytes of one               */
    cupro_key_step *step; /* NULL: they are numbers, of this form     */
    void *ctx;
    struct cupro__key_form form;
    int kind;
    size_t words;        /* of a key                                                   */
    size_t width;        /* of fields: bytes; else 0                                   */
    unsigned char *kept; /* all of these, of more than 16 bytes, one after the other    */
    const struct cupro__hash_key *hash;
};

/* An array of numbers. */
struct cupro__keyed cupro__keyed_numbers(const void *x, size_t n, size_t size,
                                         struct cupro__key_form form);

/* Elements with a key, both checked: CUPRO_EINVAL for keys of no kind, CUPRO_ENOMEM; else to be
 * closed. */
int cupro__keyed_open(struct cupro__keyed *keyed, const void *base, size_t n, size_t size,
                      const cupro_key *key, void *ctx);
void cupro__keyed_close(struct cupro__keyed *keyed);

/* The keys of elements [at, at + n), n <= CUPRO__KEYED_BATCH, in `room`; or *keys points to where
 * they are. CUPRO_EINVAL for keys that are not what they should be. */
int cupro__keyed_load(const struct cupro__keyed *keyed, size_t at, size_t n, uint64_t *room,
                      const uint64_t **keys);

/* One element's key, with `bytes` for those of fields, where it stays as long as these do: keys
 * that are loaded later are written elsewhere. */
int cupro__keyed_draw(const struct cupro__keyed *keyed, size_t at, unsigned char *bytes,
                      uint64_t *room, const uint64_t **key);

/* The bytes of one element's key that is no number; fields are written to `room`. */
int cupro__keyed_slice(const struct cupro__keyed *keyed, size_t at, unsigned char *room,
                       cupro_slice *slice);

enum { CUPRO__LONG_KEY = 17, CUPRO__LENGTH_BITS = 31 };

static inline uint64_t cupro__key_hash(const struct cupro__hash_key *hash, const uint64_t *key,
                                       size_t words)
{
    return words == CUPRO__NUMBER_WORDS ? cupro__hash_number(hash, key[0]) : key[0];
}

/* Long ones with the same hash. */
static inline bool cupro__long_keys_are_equal(const uint64_t *a, const uint64_t *b)
{
    return a[2] == b[2] && (a[1] == b[1] || memcmp((const void *)(uintptr_t)a[1],
                                                   (const void *)(uintptr_t)b[1], a[2]) == 0);
}

static inline __attribute__((always_inline)) bool
cupro__keys_are_equal(const uint64_t *a, const uint64_t *b, size_t words)
{
    if (words == CUPRO__NUMBER_WORDS || a[0] != b[0])
        return a[0] == b[0];
    return (a[0] & CUPRO__LENGTH_BITS) == CUPRO__LONG_KEY ? cupro__long_keys_are_equal(a, b)
                                                          : a[1] == b[1] && a[2] == b[2];
}

static inline __attribute__((always_inline)) void
cupro__key_copy(uint64_t *to, const uint64_t *from, size_t words)
{
    for (size_t i = 0; i < words; i++)
        to[i] = from[i];
}

#endif
