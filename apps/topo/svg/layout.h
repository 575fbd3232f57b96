/* SPDX-License-Identifier: MIT */
/*
 * Where each object is drawn: boxes in boxes.
 *
 * A box has a heading, a strip for each of its memories, and its parts in a grid, with as many
 * columns as make it about as wide as a page. Caches that each core has for itself are left out if
 * all cores have the same.
 */
#ifndef APPS_TOPO_LAYOUT_H
#define APPS_TOPO_LAYOUT_H

#include "topo/plan/seats.h"

#include <stdbool.h>

enum {
    BOX_PAD = 6,      /* around parts, and between them */
    BOX_HEADING = 20, /* a heading, or a strip          */
    BOX_STRIP = 22,
    PU_WIDTH = 46,
    PU_HEIGHT = 36
};

struct box {
    int x, y, width, height;
    int columns;
    bool skipped; /* not drawn: the only part of it is, in its place */
};

/* A box for each object, the root's at (0, 0); to be freed. `caches`: what all cores have, or "".
 */
struct box *layout_find(const cupro_machine *machine, const struct seats *seats,
                        const char *caches);

#endif
