/* SPDX-License-Identifier: MIT */
/* Boxes in boxes (see layout.h): sizes from the leaves to the root, then places from the root to
 * the leaves. */
#include "topo/svg/layout.h"
#include "topo/plan/shapes.h"
#include "topo/text/labels.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Width by height that boxes aim at. */
#define SHAPE 1.7

#define LETTER 7 /* the width of one, at most on average */

struct grid {
    size_t parts;
    int width, height; /* of the largest part */
};

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static struct grid grid_of(const cupro_machine *machine, const struct box *box, size_t at)
{
    struct grid grid = {0, 0, 0};
    for (size_t part = first_child(machine, at, false); part != CUPRO_NOWHERE;
         part = next_child(machine, part, false)) {
        grid.parts++;
        grid.width = larger(grid.width, box[part].width);
        grid.height = larger(grid.height, box[part].height);
    }
    return grid;
}

static int span(size_t count, int each)
{
    return (int)count * (each + BOX_PAD) - BOX_PAD;
}

/* PUs of a core stand in one row, as far as they are few. */
static size_t choose_columns(const struct grid *grid, bool core)
{
    size_t best = 1;
    double least = INFINITY;
    if (core && grid->parts <= 4)
        return grid->parts;
    for (size_t columns = 1; columns <= grid->parts; columns++) {
        const size_t rows = (grid->parts + columns - 1) / columns;
        const double shape = (double)span(columns, grid->width) / (double)span(rows, grid->height);
        const double holes = (double)(rows * columns - grid->parts) / (double)grid->parts;
        const double miss = fabs(log(shape / SHAPE)) + 3 * holes;
        if (miss < least) {
            least = miss;
            best = columns;
        }
    }
    return best;
}

static int strips_below(const cupro_machine *machine, size_t at)
{
    int strips = 0;
    for (size_t i = at + 1; i < machine->object[at].end; i++) {
        const cupro_object *object = &machine->object[i];
        if (object->type != CUPRO_OBJECT_NODE &&
            !(object->type == CUPRO_OBJECT_CACHE && object->holds == 'm'))
            break;
        strips++;
    }
    return strips;
}

static bool is_skipped(const cupro_machine *machine, size_t at, bool caches_told)
{
    const cupro_object *object = &machine->object[at];
    const size_t part = first_child(machine, at, false);
    if (part == CUPRO_NOWHERE || part != at + 1 || machine->object[part].end != object->end)
        return false;
    return (object->type == CUPRO_OBJECT_CACHE && object->level < 3 && caches_told) ||
           (object->type == CUPRO_OBJECT_GROUP && *object->name == '\0');
}

/* Of an object's heading, with room for the threads of a node. */
static int label_width(const cupro_machine *machine, const struct seats *seats, size_t at)
{
    struct draft text = {0};
    label_objects(&text, machine, &at, 1);
    const bool seated =
        machine->object[at].type == CUPRO_OBJECT_NODE && seats->first[at + 1] > seats->first[at];
    const size_t letters = text.used + (seated ? 20 : 2);
    draft_free(&text);
    return (int)letters * LETTER;
}

static int heading_width(const cupro_machine *machine, const struct seats *seats, size_t at,
                         int strips)
{
    int width = label_width(machine, seats, at);
    for (int i = 1; i <= strips; i++)
        width = larger(width, label_width(machine, seats, at + (size_t)i));
    return width;
}

/* Put parts into rows from `top` on, each as high as the highest in it. How high all are. */
static int stack_rows(const cupro_machine *machine, struct box *box, size_t at, int top)
{
    int y = top, highest = 0, i = 0;
    for (size_t part = first_child(machine, at, false); part != CUPRO_NOWHERE;
         part = next_child(machine, part, false), i++) {
        if (i > 0 && i % box[at].columns == 0) {
            y += highest + BOX_PAD;
            highest = 0;
        }
        box[part].y = y;
        highest = larger(highest, box[part].height);
    }
    return i > 0 ? y + highest - top : 0;
}

static void measure(const cupro_machine *machine, const struct seats *seats, struct box *box,
                    size_t at, bool caches_told)
{
    struct box *own = &box[at];
    if (machine->object[at].type == CUPRO_OBJECT_PU) {
        own->width = PU_WIDTH;
        own->height = PU_HEIGHT;
        return;
    }
    own->skipped = is_skipped(machine, at, caches_told);
    if (own->skipped) {
        own->width = box[at + 1].width;
        own->height = box[at + 1].height;
        return;
    }
    const int strips = strips_below(machine, at);
    const struct grid grid = grid_of(machine, box, at);
    own->columns = (int)choose_columns(&grid, machine->object[at].type == CUPRO_OBJECT_CORE);
    own->width = 2 * BOX_PAD + larger(grid.parts > 0 ? span((size_t)own->columns, grid.width) : 0,
                                      heading_width(machine, seats, at, strips));
    own->height = BOX_HEADING + strips * (BOX_STRIP + BOX_PAD) + BOX_PAD +
                  (grid.parts > 0 ? stack_rows(machine, box, at, 0) + BOX_PAD : 0);
}

static void place_strips(const cupro_machine *machine, struct box *box, size_t at)
{
    const int strips = strips_below(machine, at);
    for (int i = 0; i < strips; i++)
        box[at + 1 + (size_t)i] =
            (struct box){.x = box[at].x + BOX_PAD,
                         .y = box[at].y + BOX_HEADING + BOX_PAD + i * (BOX_STRIP + BOX_PAD),
                         .width = box[at].width - 2 * BOX_PAD,
                         .height = BOX_STRIP};
}

static bool may_stretch(const cupro_object *object, const struct box *box)
{
    return object->type != CUPRO_OBJECT_PU && object->type != CUPRO_OBJECT_CORE && !box->skipped;
}

static void place(const cupro_machine *machine, struct box *box, size_t at)
{
    const struct box *own = &box[at];
    const struct grid grid = grid_of(machine, box, at);
    int i = 0;
    if (own->skipped) {
        box[at + 1].x = own->x;
        box[at + 1].y = own->y;
        box[at + 1].width = larger(own->width, box[at + 1].width);
        return;
    }
    stack_rows(machine, box, at,
               own->y + BOX_HEADING + BOX_PAD + strips_below(machine, at) * (BOX_STRIP + BOX_PAD));
    for (size_t part = first_child(machine, at, false); part != CUPRO_NOWHERE;
         part = next_child(machine, part, false), i++) {
        box[part].x = own->x + BOX_PAD + i % own->columns * (grid.width + BOX_PAD);
        if (own->columns == 1 && may_stretch(&machine->object[part], &box[part]))
            box[part].width = own->width - 2 * BOX_PAD;
    }
    place_strips(machine, box, at);
}

struct box *layout_find(const cupro_machine *machine, const struct seats *seats, const char *caches)
{
    struct box *box = calloc(machine->objects, sizeof *box);
    if (!box)
        fail_code(CUPRO_ENOMEM);
    for (size_t at = machine->objects; at-- > 0;)
        measure(machine, seats, box, at, *caches != '\0');
    for (size_t at = 0; at < machine->objects; at++)
        if (machine->object[at].end > at + 1)
            place(machine, box, at);
    return box;
}
