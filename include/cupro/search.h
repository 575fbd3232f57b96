/* SPDX-License-Identifier: MIT */
/*
 * Searches: which element comes out of a chain first, last, or at all.
 *
 *     CUPRO_FILTER(broken, struct sensor, s, isnan(s.value));
 *     ...
 *     size_t at;
 *     error = cupro_find_first(cupro_from(s, n, &broken), &at);
 *     if (error == 0 && at != CUPRO_NOWHERE)
 *         repair(&s[at]);
 *
 * The chain's filters say what is looked for, and may stand behind maps; maps after the last filter
 * or flat map do not run. An element's index is the one that it has in the array; in a chain over a
 * range (range.h) it is the element. An element that flat maps make many of is found if any of them
 * passes what follows.
 *
 * All of these stop early. Threads take blocks of the array in order (find_last: from its end), so
 * what is found at element k costs the stages of about k elements and of a block for each thread,
 * as in a loop that stops there. A stage may see an element more than once. The library chooses the
 * blocks: `.grain` and `.max_grain` mean nothing here.
 *
 * Errors: as for chains (chain.h). The result is then left as it was.
 */
#ifndef CUPRO_SEARCH_H
#define CUPRO_SEARCH_H

#include <cupro/chain.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

typedef enum cupro_which {
    CUPRO_FIRST, /* the lowest index                        */
    CUPRO_LAST,  /* the highest                             */
    CUPRO_ANY,   /* some index, not the same on each run    */
} cupro_which;

/* The index of an element of which something comes out of the chain. */
#define cupro_find_first(...) CUPRO__FIND(CUPRO_FIRST, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_find_last(...)  CUPRO__FIND(CUPRO_LAST, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_find_any(...)   CUPRO__FIND(CUPRO_ANY, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__FIND(which, chain, at, ...) \
    cupro_find_with((chain), (which), (at), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_find_with(cupro_chain chain, cupro_which which, size_t *at,
                              const cupro_call *call);

typedef enum cupro_quantifier {
    CUPRO_SOME,  /* something comes out of the chain; not of an empty array     */
    CUPRO_EVERY, /* no filter keeps anything back; so for an empty array        */
    CUPRO_NONE,  /* nothing comes out of the chain; so for an empty array       */
} cupro_quantifier;

/* Whether it is so; `yes` is a bool *. */
#define cupro_any(...)  CUPRO__ASK(CUPRO_SOME, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_all(...)  CUPRO__ASK(CUPRO_EVERY, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_none(...) CUPRO__ASK(CUPRO_NONE, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__ASK(quantifier, chain, yes, ...) \
    cupro_ask_with((chain), (quantifier), (yes), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_ask_with(cupro_chain chain, cupro_quantifier quantifier, bool *yes,
                             const cupro_call *call);

CUPRO_END_DECLS

#endif
