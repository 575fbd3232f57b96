/* SPDX-License-Identifier: MIT */
/* Kept cuts: an array of results that are made from cuts, in order, of an exact size. */
#ifndef CUPRO__KEPT_CUTS_H
#define CUPRO__KEPT_CUTS_H

#include <cupro/call.h>
#include <stdbool.h>

struct cupro__kept_block {
    size_t results; /* that end in the block; when results are written: of all blocks before */
    size_t open; /* where the piece begins that goes on behind the block, or CUPRO_NOWHERE for one
                  * that does so already where the block begins; when results are written: of
                  * the piece that goes on where the block begins */
    bool has_second;
};

struct cupro__kept_cuts {
    size_t n;        /* positions [0, n)                        */
    size_t block;    /* positions of a block                    */
    size_t size;     /* bytes of a result                       */
    size_t extra;    /* results to have room for, beyond these  */
    double block_ns; /* what a block takes; 0: unknown          */
    bool has_second; /* each block has a second set of bits too */
    bool has_empty;  /* nothing is one block, with n = 0        */
    void *what;
    /* Say what is in the block at [at, at + n), the last one of all if that is the end, and set its
     * bits, which are 0. */
    int (*mark)(void *what, size_t at, size_t n, uint64_t *bits, uint64_t *second,
                struct cupro__kept_block *block);
    /* Write its results to `out`. */
    void (*write)(void *what, size_t at, size_t n, const uint64_t *bits, const uint64_t *second,
                  const struct cupro__kept_block *block, void *out);
};

/* Get memory for the results, and write them; *out is NULL if there is nothing to have room for.
 * What is not 0 is an error, with *out and *results untouched. `.keep_going` and `.failures` are
 * refused. */
int cupro__kept_cuts_new(const struct cupro__kept_cuts *kept, void **out, size_t *results,
                         const cupro_call *call);

#endif
