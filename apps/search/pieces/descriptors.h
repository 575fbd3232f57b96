/* SPDX-License-Identifier: MIT */
/*
 * How many files may be open at a time, and who may have them: each thread two, one that it reads
 * and one that is searched in pieces; what is left is for directories, half of it, and for what the
 * threads do not know of. So there are no more threads than descriptors allow. Who is refused one
 * all the same, because somebody else has it for a moment, waits at the gate.
 */
#ifndef SEARCH_DESCRIPTORS_H
#define SEARCH_DESCRIPTORS_H

#include "common/files/open_gate.h"

#include <stdatomic.h>

struct descriptors {
    struct open_gate gate;
    atomic_long folders; /* that may be left open besides */
};

/* How many of so many threads are of use. */
size_t descriptors_open(struct descriptors *descriptors, size_t threads);
void descriptors_close(struct descriptors *descriptors);

/* May one more directory be left open? Then it is given back when it is closed. */
bool descriptors_take(struct descriptors *descriptors);
void descriptors_give(struct descriptors *descriptors);

#endif
