/* SPDX-License-Identifier: MIT */
/*
 * Needles: strings to be looked for in texts, as many as you like, all at once.
 *
 *     const cupro_slice words[] = {{"mutex_lock", 10}, {"spin_lock", 9}};
 *     cupro_needles *needles;
 *     error = cupro_needles_new(&needles, words, 2, CUPRO_EXACT);
 *     ...
 *     cupro_needle_hit hit;
 *     for (size_t from = 0; cupro_needles_next(needles, text, n, from, &hit); from = hit.at + 1)
 *         note(hit.at, hit.which);
 *     cupro_needles_free(needles);
 *
 * A set of needles does not change once it has been made, and may be used by any number of threads.
 * Looking is done by the calling thread alone; parallel verbs for one needle are in find_bytes.h,
 * and loop.h (cupro_records) and text.h say how to divide a text.
 *
 * How: one needle by the two of its bytes that are rarest in texts and programs; up to 64 by the
 * sets of their first four bytes, all of them in a register at a time; more by an automaton, in
 * time that does not depend on how many there are.
 */
#ifndef CUPRO_NEEDLES_H
#define CUPRO_NEEDLES_H

#include <cupro/error.h>
#include <cupro/text.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

typedef struct cupro_needles cupro_needles;

typedef enum cupro_letters {
    CUPRO_EXACT,  /* bytes are what they are                                         */
    CUPRO_FOLDED, /* A to Z are a to z; all other bytes, also beyond ASCII, are exact */
} cupro_letters;

/*
 * Make a set of `count` needles, which are copied. Errors: CUPRO_EINVAL for no needles, an empty
 * one, or more than 2^31 bytes in all; CUPRO_ENOMEM. Cost: of few needles, microseconds; of more,
 * some 100 ns and 30 bytes a byte of them.
 */
CUPRO_API int cupro_needles_new(cupro_needles **needles, const cupro_slice *strings, size_t count,
                                cupro_letters letters);

/* NULL is none. */
CUPRO_API void cupro_needles_free(cupro_needles *needles);

typedef struct cupro_needle_hit {
    size_t at, length; /* where in the text */
    size_t which;      /* index of the needle; of equal ones the lowest */
} cupro_needle_hit;

/*
 * The first place at or after `from` in the n bytes of text where a needle stands, and the longest
 * of those that stand there. False: there is none, and *hit is as it was. Arguments are not
 * checked: text may be NULL only if n is 0. Reads nothing but the text. Cost: see above; up to a
 * limit that the memory sets, some 10 to 20 GB a second for one needle, a third of that for few.
 */
CUPRO_API bool cupro_needles_next(const cupro_needles *needles, const void *text, size_t n,
                                  size_t from, cupro_needle_hit *hit);

/*
 * The first place at or after `from` in the n bytes of text where `length` bytes of a set (text.h)
 * stand in a row, or CUPRO_NOWHERE; `from` if the length is 0. Arguments are not checked. Cost:
 * some 10 GB a second, whatever the set and the length.
 */
CUPRO_API size_t cupro_next_run(const cupro_bytes *set, size_t length, const void *text, size_t n,
                                size_t from);

CUPRO_END_DECLS

#endif
