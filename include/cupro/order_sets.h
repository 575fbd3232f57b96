/* SPDX-License-Identifier: MIT */
/*
 * The body of set operations that an order is made of, for order.h (see order_sort.h); nothing here
 * is to be called.
 */
#ifndef CUPRO_ORDER_SETS_H
#define CUPRO_ORDER_SETS_H

#include <cupro/order_passes.h>

/* A program's own names may be any. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

/* What a set operation keeps of what a step takes: elements that are in both arrays, of which it
 * keeps a's, those that are in a only, and those that are in b only. */
enum cupro_set_keeps { CUPRO__KEEP_BOTH = 1, CUPRO__KEEP_A = 2, CUPRO__KEEP_B = 4 };

enum { CUPRO__SET_CHAINS = 4 };

/* Two sorted arrays, and where the results go, for which there is room for both. */
typedef struct cupro_set_chain {
    const char *a, *a_end, *b, *b_end;
    char *out;
} cupro_set_chain;

/* The result is written in any case, and stays if it is kept: no branch depends on it. `keeps` is a
 * constant. */
CUPRO__BODY void cupro__set_step(cupro_set_chain *chain, const unsigned keeps, size_t size,
                                 cupro_before *before, void *ctx)
{
    const bool is_of_a = before(chain->a, chain->b, ctx);
    const bool is_of_b = before(chain->b, chain->a, ctx) & !is_of_a;
    const bool is_kept = (is_of_a & ((keeps & CUPRO__KEEP_A) != 0)) |
                         (is_of_b & ((keeps & CUPRO__KEEP_B) != 0)) |
                         (!is_of_a & !is_of_b & ((keeps & CUPRO__KEEP_BOTH) != 0));
    if ((keeps & CUPRO__KEEP_B) != 0)
        memcpy(chain->out, is_of_b ? chain->b : chain->a, size);
    else
        memcpy(chain->out, chain->a, size);
    chain->out += cupro__if(is_kept, size);
    chain->a += cupro__if(!is_of_b, size);
    chain->b += cupro__if(!is_of_a, size);
}

/* Steps that all chains can take before one of their arrays ends. */
CUPRO__BODY size_t cupro__set_steps(const cupro_set_chain *chain, size_t size)
{
    size_t bytes = SIZE_MAX;
    for (int c = 0; c < CUPRO__SET_CHAINS; c++) {
        const size_t a = (size_t)(chain[c].a_end - chain[c].a);
        const size_t b = (size_t)(chain[c].b_end - chain[c].b);
        bytes = a < bytes ? a : bytes;
        bytes = b < bytes ? b : bytes;
    }
    return bytes / size;
}

CUPRO__BODY void cupro__set_rest(cupro_set_chain *chain, const unsigned keeps, size_t size,
                                 cupro_before *before, void *ctx)
{
    while (chain->a < chain->a_end && chain->b < chain->b_end)
        cupro__set_step(chain, keeps, size, before, ctx);
    const size_t a = (size_t)(chain->a_end - chain->a);
    const size_t b = (size_t)(chain->b_end - chain->b);
    if (a > 0 && (keeps & CUPRO__KEEP_A) != 0) {
        memcpy(chain->out, chain->a, a);
        chain->out += a;
    }
    if (b > 0 && (keeps & CUPRO__KEEP_B) != 0) {
        memcpy(chain->out, chain->b, b);
        chain->out += b;
    }
}

/* Chains advance in turn, so that several comparisons are under way; from a place where the
 * compiler sees that no result is written over them. */
CUPRO__BODY void cupro__set_run(cupro_set_chain *chains, const unsigned keeps, size_t size,
                                cupro_before *before, void *ctx)
{
    cupro_set_chain chain[CUPRO__SET_CHAINS];
    memcpy(chain, chains, sizeof chain);
    for (size_t steps; (steps = cupro__set_steps(chain, size)) > 0;)
        for (; steps > 0; steps--)
            CUPRO__EIGHT_TIMES
    for (int c = 0; c < CUPRO__SET_CHAINS; c++)
        cupro__set_step(&chain[c], keeps, size, before, ctx);
    CUPRO__EIGHT_TIMES
    for (int c = 0; c < CUPRO__SET_CHAINS; c++)
        cupro__set_rest(&chain[c], keeps, size, before, ctx);
    memcpy(chains, chain, sizeof chain);
}

/* CUPRO__SET_CHAINS chains; at the end `out` is behind each one's results. */
CUPRO__BODY void cupro__set_chains(cupro_set_chain *chains, unsigned keeps, size_t size,
                                   cupro_before *before, void *ctx)
{
    if (keeps == (CUPRO__KEEP_BOTH | CUPRO__KEEP_A | CUPRO__KEEP_B))
        cupro__set_run(chains, CUPRO__KEEP_BOTH | CUPRO__KEEP_A | CUPRO__KEEP_B, size, before, ctx);
    else if (keeps == CUPRO__KEEP_BOTH)
        cupro__set_run(chains, CUPRO__KEEP_BOTH, size, before, ctx);
    else if (keeps == CUPRO__KEEP_A)
        cupro__set_run(chains, CUPRO__KEEP_A, size, before, ctx);
    else if (keeps == CUPRO__KEEP_B)
        cupro__set_run(chains, CUPRO__KEEP_B, size, before, ctx);
    else
        cupro__set_run(chains, CUPRO__KEEP_A | CUPRO__KEEP_B, size, before, ctx);
}

#pragma GCC diagnostic pop

#endif
