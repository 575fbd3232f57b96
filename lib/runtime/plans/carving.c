/* SPDX-License-Identifier: MIT */
/*
 * Carving a machine (see carving.h; the promises are in cupro/pool.h).
 *
 * The PUs stand in pool order, in which those of a node, of an L3 cache and of a core are side by
 * side. Between two neighbours there is a border, the higher the less they have in common. An equal
 * share ends somewhere among them; the cut goes to the highest border near by.
 *
 * Work: PUs * parts at most, and PUs * nodes to find the node of each PU.
 */
#include "runtime/plans/carving.h"

#include "runtime/plans/spots.h"

#include <cupro/error.h>
#include <stdlib.h>

static const int near_share = 8; /* a cut may move by that fraction of a share to a higher border */

enum border { PU_BORDER, CORE_BORDER, L3_BORDER, NODE_BORDER };

static enum border border_between(const struct cupro__spot *a, const struct cupro__spot *b)
{
    return a->node != b->node                  ? NODE_BORDER
           : a->l3 != b->l3                    ? L3_BORDER
           : a->core != b->core || a->core < 0 ? CORE_BORDER
                                               : PU_BORDER;
}

/* -- Parts --------------------------------------------------------------------------------------
 */

static int open_carving(struct cupro__carving *carving, int parts)
{
    *carving = (struct cupro__carving){.part = calloc((size_t)parts, sizeof *carving->part)};
    while (carving->part != NULL && carving->parts < parts) {
        carving->part[carving->parts] = hwloc_bitmap_alloc();
        if (carving->part[carving->parts] == NULL)
            return CUPRO_ENOMEM;
        carving->parts++;
    }
    return carving->part != NULL ? 0 : CUPRO_ENOMEM;
}

void cupro__carving_free(struct cupro__carving *carving)
{
    for (int i = 0; i < carving->parts; i++)
        hwloc_bitmap_free(carving->part[i]);
    free(carving->part);
    *carving = (struct cupro__carving){0};
}

/* The parts between the cuts: part i begins with PU cut[i]. */
static int fill_carving(struct cupro__carving *carving, const struct cupro__spots *spots,
                        const size_t *cut, int parts)
{
    int error = open_carving(carving, parts);
    for (int i = 0; i < parts && error == 0; i++) {
        size_t end = i + 1 < parts ? cut[i + 1] : spots->count;
        for (size_t at = cut[i]; at < end && error == 0; at++)
            if (hwloc_bitmap_set(carving->part[i], spots->spot[at].object->os_index) != 0)
                error = CUPRO_ENOMEM;
    }
    if (error != 0)
        cupro__carving_free(carving);
    return error;
}

/* -- Cuts ---------------------------------------------------------------------------------------
 */

static size_t cut_at_nodes(const struct cupro__spots *spots, size_t *cut)
{
    size_t parts = 1;
    cut[0] = 0;
    for (size_t at = 1; at < spots->count; at++)
        if (spots->spot[at - 1].node != spots->spot[at].node)
            cut[parts++] = at;
    return parts;
}

static enum border border_at(const struct cupro__spots *spots, size_t at)
{
    return border_between(&spots->spot[at - 1], &spots->spot[at]);
}

/* How many places in [from, end) a part may begin at. */
static size_t count_borders(const struct cupro__spots *spots, size_t from, size_t end,
                            enum border least)
{
    size_t borders = 0;
    for (size_t at = from; at < end; at++)
        borders += border_at(spots, at) >= least;
    return borders;
}

/* Is the cut at `a` better than at `b`, when an equal share ends at `ideal` / `parts`? */
static bool is_better(const struct cupro__spots *spots, size_t a, size_t b, size_t ideal,
                      size_t parts)
{
    size_t off_a = a * parts > ideal ? a * parts - ideal : ideal - a * parts;
    size_t off_b = b * parts > ideal ? b * parts - ideal : ideal - b * parts;
    size_t tolerance = spots->count / (size_t)near_share; /* times parts, as the others */
    bool near_a = off_a <= tolerance, near_b = off_b <= tolerance;
    if (near_a && near_b && border_at(spots, a) != border_at(spots, b))
        return border_at(spots, a) > border_at(spots, b);
    return off_a < off_b;
}

/* Cut i of `parts`, behind the one before, and leaving a place for each that follows. */
static size_t find_cut(const struct cupro__spots *spots, size_t i, size_t parts, size_t before,
                       enum border least)
{
    size_t best = 0, left = count_borders(spots, before + 1, spots->count, least);
    for (size_t at = before + 1; at < spots->count && left >= parts - i; at++) {
        if (border_at(spots, at) < least)
            continue;
        left--;
        if (best == 0 || is_better(spots, at, best, spots->count * i, parts))
            best = at;
    }
    return best;
}

static void cut_evenly(const struct cupro__spots *spots, size_t *cut, size_t parts)
{
    size_t cores = 1 + count_borders(spots, 1, spots->count, CORE_BORDER);
    enum border least = parts <= cores ? CORE_BORDER : PU_BORDER;
    cut[0] = 0;
    for (size_t i = 1; i < parts; i++)
        cut[i] = find_cut(spots, i, parts, cut[i - 1], least);
}

/* -- Entrances ----------------------------------------------------------------------------------
 */

/* `parts` of 0: one a node. */
static int carve(struct cupro__carving *carving, const struct cupro__spots *spots, size_t parts)
{
    if (parts > spots->count)
        return CUPRO_EBIND;
    size_t *cut = calloc(spots->count, sizeof *cut);
    if (cut == NULL)
        return CUPRO_ENOMEM;
    if (parts == 0)
        parts = cut_at_nodes(spots, cut);
    else
        cut_evenly(spots, cut, parts);
    int error = fill_carving(carving, spots, cut, (int)parts);
    free(cut);
    return error;
}

static int carve_usable(struct cupro__carving *carving, const struct cupro__machine *machine,
                        const cupro_pool_options *options, int parts)
{
    const cupro_pool_options compact = {.bind = CUPRO_BIND_COMPACT};
    struct cupro__spots spots = {0};
    *carving = (struct cupro__carving){0};
    hwloc_bitmap_t usable = hwloc_bitmap_alloc();
    int error = usable == NULL ? CUPRO_ENOMEM : cupro__spots_usable(usable, machine, options, NULL);
    if (error == 0)
        error = cupro__spots_find(&spots, machine, &compact, usable);
    if (error == 0) {
        qsort(spots.spot, spots.count, sizeof *spots.spot, cupro__spots_compare);
        error = carve(carving, &spots, (size_t)parts);
    }
    cupro__spots_free(&spots);
    hwloc_bitmap_free(usable);
    return error;
}

int cupro__carve_nodes(struct cupro__carving *carving, const struct cupro__machine *machine,
                       const cupro_pool_options *options)
{
    return carve_usable(carving, machine, options, 0);
}

int cupro__carve_evenly(struct cupro__carving *carving, const struct cupro__machine *machine,
                        const cupro_pool_options *options, int parts)
{
    return carve_usable(carving, machine, options, parts);
}

void cupro__carving_threads(const struct cupro__carving *carving, int threads, int *share)
{
    int64_t pus = 0, before = 0;
    for (int i = 0; i < carving->parts; i++)
        pus += hwloc_bitmap_weight(carving->part[i]);
    threads = threads < pus ? threads : (int)pus;
    for (int i = 0; i < carving->parts; i++) {
        int64_t end = before + hwloc_bitmap_weight(carving->part[i]);
        share[i] = (int)(end * threads / pus - before * threads / pus);
        share[i] = share[i] > 0 ? share[i] : 1;
        before = end;
    }
}
