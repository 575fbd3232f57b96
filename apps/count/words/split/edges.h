/* SPDX-License-Identifier: MIT */
/* Where words begin and end. */
#ifndef COUNT_EDGES_H
#define COUNT_EDGES_H

#include "count/words/split/byte_class.h"

#include <cupro/text.h>

#include <stddef.h>
#include <stdint.h>

#define EDGES_BLOCKS 64 /* that are looked at in one go: 4 KiB, with the edges well within L1 */
#define EDGES_BYTES  ((size_t)EDGES_BLOCKS * CLASS_BLOCK)
#define EDGES_MAX    (EDGES_BLOCKS * CLASS_BLOCK + 8)

/* What some finders look for. */
struct edge_bytes {
    cupro_bytes set;          /* those of words */
    unsigned char terminator; /* of lines */
};

/*
 * Look at so many blocks of text, EDGES_BLOCKS at most. Put into `edges` where words begin and end
 * (the first byte behind) in turn, or where lines have their terminators; return how many edges
 * there are. *open is 1 if a word goes on from before the text, so that the first edge is an end;
 * and is set to what the next text needs. `edges` has room for EDGES_MAX. Those that fold the case
 * do so in the text.
 */
typedef size_t edge_finder(unsigned char *text, size_t blocks, const struct edge_bytes *bytes,
                           uint64_t *open, uint16_t *edges);

/* The finder for a rule, and for this processor; NULL: there is none. Those for space and alpha
 * fold if they are asked to, the others do not. */
edge_finder *edge_finder_for(enum word_rule rule, bool fold);

#endif
