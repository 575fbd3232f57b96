/* SPDX-License-Identifier: MIT */
/* A collect under way, and the three ways to do it. */
#ifndef CUPRO__COLLECTING_H
#define CUPRO__COLLECTING_H

#include "primitives/chains/pipe.h"
#include "runtime/engine/engine.h"

struct cupro__collect {
    const struct cupro__crew *crew;
    const cupro_call *call;
    const cupro_chain *chain;
    struct cupro__pipe pipe;
    bool allocate; /* get `out` when the number of results is known, or before */
    bool reserved; /* `out` was got for as many as there can be             */
    char *out;
    char *rest;   /* of a partition: what the filters keep back; or NULL */
    size_t count; /* of results, once known */
    int pass;     /* loops run so far, and how many of them are passes over all elements */
    int passes;
};

/* Is there room for any number of results already, and can none of them be written over the array?
 */
bool cupro__collect_has_room(const struct cupro__collect *collect);

/* Get room for as many results as there are elements, of which only what is written takes memory,
 * so that one pass is enough. It may be more than the system lets one have; then there is none yet.
 */
void cupro__collect_reserve(struct cupro__collect *collect);

/* Give back what was reserved beyond the results. */
void cupro__collect_shrink(struct cupro__collect *collect);

/* Set the count, and get the room for so many results if they are to be allocated; CUPRO_EINVAL if
 * they would be written over the array. */
int cupro__collect_room(struct cupro__collect *collect, size_t count);

/* Run `run` over units, in a loop with the call's grain; a unit is `block` elements. */
int cupro__collect_loop(struct cupro__collect *collect, size_t units, size_t block, cupro__run *run,
                        void *arg);

int cupro__collect_maps(struct cupro__collect *collect);   /* as many results as elements       */
int cupro__collect_select(struct cupro__collect *collect); /* filters, then perhaps maps        */
int cupro__collect_stash(struct cupro__collect *collect);  /* any stages                        */

#endif
