/* SPDX-License-Identifier: MIT */
/*
 * The machine in rows, in as much detail as fits: what looks the same shares a row.
 *
 *     OUTLINE_PUS    a row for each PU
 *     OUTLINE_CORES  a row for each core
 *     OUTLINE_RUNS   cores side by side share a row: "8 cores of 2 PUs"
 *     OUTLINE_ALIKE  and so do nodes, packages, and all else: "24 x package 0-23"
 */
#ifndef APPS_TOPO_OUTLINE_H
#define APPS_TOPO_OUTLINE_H

#include "topo/plan/seats.h"
#include "topo/plan/shapes.h"

#include "common/output/draft.h"

enum outline_detail { OUTLINE_PUS, OUTLINE_CORES, OUTLINE_RUNS, OUTLINE_ALIKE };

struct row {
    int depth; /* the root's is 0 */
    bool last; /* of the rows below the same one */
    struct draft text;
    struct draft pus;     /* those that it stands for; "(4-7)": that this process may not use */
    struct draft threads; /* that sit there; "on" which of its PUs, unless on all */
    int *thread;          /* their numbers, as they come                          */
    size_t seated;
};

struct outline {
    const cupro_machine *machine;
    const cupro_plan *plan; /* or NULL */
    const struct seats *seats;
    const struct shape *shape;
    const char *caches; /* what all cores have of their own, and rows need not say; or "" */
    enum outline_detail detail;
    bool shorten; /* long lists of numbers */
    struct row *row;
    size_t rows, room;
};

/* Fill in the rows; all else is there. Fails with a message when there is no memory. */
void outline_draw(struct outline *outline);
void outline_clear(struct outline *outline);

#endif
