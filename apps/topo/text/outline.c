/* SPDX-License-Identifier: MIT */
/*
 * Rows of a machine (see outline.h). A row stands for its members, which are one object, or several
 * that look the same. What has one part only shares a row with it ("package 0, node 0, L3 0"); of
 * more parts each run of those that may share a row gets one, for the parts of all members.
 */
#include "topo/text/outline.h"
#include "topo/text/labels.h"
#include "topo/text/own_caches.h"
#include "topo/text/row_numbers.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <stdlib.h>

struct members {
    size_t *at;
    size_t count;
};

static void *or_fail(void *memory)
{
    if (!memory)
        fail_code(CUPRO_ENOMEM);
    return memory;
}

/* -- Parts ------------------------------------------------------------------------------------- */

static size_t count_children(const struct outline *outline, size_t parent, bool memory)
{
    size_t count = 0;
    for (size_t child = first_child(outline->machine, parent, memory); child != CUPRO_NOWHERE;
         child = next_child(outline->machine, child, memory))
        count++;
    return count;
}

/* Parts `skip` … `skip + count - 1` of each member. */
static struct members parts_of(const struct outline *outline, const struct members *members,
                               size_t skip, size_t count, bool memory)
{
    struct members parts = {or_fail(calloc(members->count * count, sizeof *parts.at)), 0};
    for (size_t m = 0; m < members->count; m++) {
        size_t child = first_child(outline->machine, members->at[m], memory);
        for (size_t i = 0; i < skip + count; i++) {
            if (i >= skip)
                parts.at[parts.count++] = child;
            child = next_child(outline->machine, child, memory);
        }
    }
    return parts;
}

static bool may_share(const struct outline *outline, size_t a, size_t b)
{
    const struct shape *one = &outline->shape[a], *other = &outline->shape[b];
    if (outline->detail >= OUTLINE_RUNS && one->low && other->low)
        return one->form == other->form && one->even;
    return outline->detail == OUTLINE_ALIKE && one->load == other->load;
}

/* How many of the parts from `child` on share a row with it. */
static size_t run_from(const struct outline *outline, size_t child)
{
    size_t run = 1;
    const size_t first = child;
    while ((child = next_child(outline->machine, child, false)) != CUPRO_NOWHERE &&
           may_share(outline, first, child))
        run++;
    return run;
}

/* The only part of an object but for memory; CUPRO_NOWHERE: it has none, or more. */
static size_t only_part(const struct outline *outline, size_t at)
{
    const size_t child = first_child(outline->machine, at, false);
    if (child == CUPRO_NOWHERE || next_child(outline->machine, child, false) != CUPRO_NOWHERE)
        return CUPRO_NOWHERE;
    return child;
}

/* -- Cores, and what is around them ------------------------------------------------------------ */

/* From something low down to what has a name: a core, a PU without one, or what has several parts.
 */
static size_t inmost(const struct outline *outline, size_t at)
{
    size_t part;
    while (outline->machine->object[at].type != CUPRO_OBJECT_CORE &&
           (part = only_part(outline, at)) != CUPRO_NOWHERE)
        at = part;
    return at;
}

/* " (L2 512 KB)", if not all cores have the same. */
static void say_own_caches(const struct outline *outline, struct draft *text, size_t core)
{
    struct draft caches = {0};
    draft_own_caches(&caches, outline->machine, core);
    draft_byte(&caches, '\0');
    if (!caches.failed && caches.used > 1 &&
        strcmp((const char *)caches.buffer.bytes, outline->caches) != 0) {
        draft_text(text, " (");
        draft_bytes(text, caches.buffer.bytes, caches.used - 1);
        draft_byte(text, ')');
    }
    draft_free(&caches);
}

/* "8 cores of 2 PUs", of a run of low parts. */
static void say_run(const struct outline *outline, struct draft *text, size_t first, size_t count)
{
    const cupro_machine *machine = outline->machine;
    const size_t at = inmost(outline, first);
    const cupro_object *object = &machine->object[at];
    draft_count_of(text, count, object_noun(object));
    if (object->type == CUPRO_OBJECT_CACHE && object->bytes > 0) {
        draft_text(text, " (");
        draft_size(text, object->bytes);
        draft_byte(text, ')');
    }
    if (object->type == CUPRO_OBJECT_CORE) {
        if (machine->kinds > 1 && object->kind >= 0) {
            draft_text(text, " of kind ");
            draft_number(text, (uint64_t)object->kind, 0);
        }
        say_own_caches(outline, text, at);
    }
    const size_t parts = count_children(outline, at, false);
    if (parts > 1 || (parts == 1 && object->type != CUPRO_OBJECT_CORE)) {
        draft_text(text, " of ");
        say_run(outline, text, first_child(machine, at, false), parts);
    }
}

/* -- Rows -------------------------------------------------------------------------------------- */

static size_t add_row(struct outline *outline, int depth, bool last)
{
    if (outline->rows == outline->room) {
        outline->room = 2 * outline->room + 16;
        outline->row = or_fail(realloc(outline->row, outline->room * sizeof *outline->row));
    }
    outline->row[outline->rows] = (struct row){.depth = depth, .last = last};
    return outline->rows++;
}

static void say_label(struct outline *outline, size_t row, const struct members *members)
{
    struct draft *text = &outline->row[row].text;
    if (text->used > 0)
        draft_text(text, ", ");
    if (text->used == 0 && members->count > 1) {
        draft_number(text, members->count, 0);
        draft_text(text, " x ");
    }
    label_objects(text, outline->machine, members->at, members->count);
}

static void draw(struct outline *outline, const struct members *members, int depth, bool last);

/* The node of each member, in the members' row, with the cache before it if there is one. */
static void say_node(struct outline *outline, size_t row, const struct members *members)
{
    struct members nodes = parts_of(outline, members, 0, 1, true);
    say_label(outline, row, &nodes);
    row_add_threads(outline, row, nodes.at, nodes.count, true);
    if (first_child(outline->machine, nodes.at[0], true) != CUPRO_NOWHERE)
        say_node(outline, row, &nodes);
    free(nodes.at);
}

static void draw_parts(struct outline *outline, const struct members *members, int depth)
{
    const cupro_machine *machine = outline->machine;
    const size_t nodes = count_children(outline, members->at[0], true);
    const bool rest = first_child(machine, members->at[0], false) != CUPRO_NOWHERE;
    for (size_t i = 0; i < nodes && nodes > 1; i++) {
        struct members part = parts_of(outline, members, i, 1, true);
        draw(outline, &part, depth, i + 1 == nodes && !rest);
        free(part.at);
    }
    size_t skip = 0;
    for (size_t child = first_child(machine, members->at[0], false); child != CUPRO_NOWHERE;) {
        const size_t run = run_from(outline, child);
        struct members part = parts_of(outline, members, skip, run, false);
        for (size_t i = 0; i < run; i++)
            child = next_child(machine, child, false);
        draw(outline, &part, depth, child == CUPRO_NOWHERE);
        free(part.at);
        skip += run;
    }
}

/* Whether all parts of an object share one row, which then is the object's. */
static bool parts_are_one_run(const struct outline *outline, size_t at)
{
    const size_t child = first_child(outline->machine, at, false);
    return child != CUPRO_NOWHERE && outline->shape[child].low && outline->detail >= OUTLINE_RUNS &&
           outline->shape[child].even &&
           run_from(outline, child) == count_children(outline, at, false);
}

/* A row for something low. True: it stands for all that is below, too. */
static bool say_low(struct outline *outline, size_t row, struct members *members)
{
    struct draft *text = &outline->row[row].text;
    const bool whole = outline->detail >= OUTLINE_RUNS && outline->shape[members->at[0]].even;
    if (whole && members->count > 1) {
        say_run(outline, text, members->at[0], members->count);
        return true;
    }
    for (size_t m = 0; m < members->count; m++)
        members->at[m] = inmost(outline, members->at[m]);
    label_objects(text, outline->machine, members->at, members->count);
    const size_t at = members->at[0];
    if (outline->machine->object[at].type == CUPRO_OBJECT_CORE) {
        say_own_caches(outline, text, at);
        const size_t pus = count_children(outline, at, false);
        return outline->detail != OUTLINE_PUS || pus < 2;
    }
    if (whole && count_children(outline, at, false) > 0) {
        draft_text(text, ", ");
        say_run(outline, text, first_child(outline->machine, at, false),
                count_children(outline, at, false));
    }
    return whole || outline->machine->object[at].type == CUPRO_OBJECT_PU;
}

/* A group that hwloc made up, and that has one part only, says nothing. */
static bool is_worth_a_word(const struct outline *outline, size_t at)
{
    const cupro_object *object = &outline->machine->object[at];
    const size_t parts = count_children(outline, at, false) + count_children(outline, at, true);
    return object->type != CUPRO_OBJECT_GROUP || *object->name != '\0' || parts > 1;
}

/* A row for anything else; `members` becomes what the rows below are parts of. Of several nodes
 * each has a row of its own. */
static bool say_high(struct outline *outline, size_t row, struct members *members)
{
    struct draft *text = &outline->row[row].text;
    for (;;) {
        const size_t at = members->at[0], first = first_child(outline->machine, at, false);
        const size_t nodes = count_children(outline, at, true);
        if (is_worth_a_word(outline, at))
            say_label(outline, row, members);
        if (nodes == 1)
            say_node(outline, row, members);
        row_add_threads(outline, row, members->at, members->count, false);
        if (at == 0 || nodes > 1)
            return false;
        const bool only = only_part(outline, at) != CUPRO_NOWHERE;
        if (parts_are_one_run(outline, at) && (!only || members->count > 1)) {
            draft_text(text, text->used == 0 ? "" : members->count > 1 ? ", each " : ", ");
            say_run(outline, text, first, count_children(outline, at, false));
            return true;
        }
        if (!only)
            return first == CUPRO_NOWHERE;
        struct members next = parts_of(outline, members, 0, 1, false);
        free(members->at);
        *members = next;
        if (outline->shape[first].low) {
            draft_text(text, text->used > 0 ? ", " : "");
            return say_low(outline, row, members);
        }
    }
}

static void draw(struct outline *outline, const struct members *members, int depth, bool last)
{
    const size_t row = add_row(outline, depth, last);
    struct members inner = {or_fail(malloc(members->count * sizeof *inner.at)), members->count};
    memcpy(inner.at, members->at, members->count * sizeof *inner.at);
    const bool low = outline->shape[members->at[0]].low;
    const bool whole = low ? say_low(outline, row, &inner) : say_high(outline, row, &inner);
    if (whole)
        row_add_threads(outline, row, members->at, members->count, true);
    row_say_numbers(outline, row, members->at, whole ? members->count : 0);
    if (!whole)
        draw_parts(outline, &inner, depth + 1);
    free(inner.at);
}

void outline_draw(struct outline *outline)
{
    size_t root = 0;
    outline->rows = 0;
    draw(outline, &(const struct members){&root, 1}, 0, true);
}

void outline_clear(struct outline *outline)
{
    for (size_t i = 0; i < outline->rows; i++) {
        draft_free(&outline->row[i].text);
        draft_free(&outline->row[i].pus);
        draft_free(&outline->row[i].threads);
        free(outline->row[i].thread);
    }
    free(outline->row);
    outline->row = NULL;
    outline->rows = outline->room = 0;
}
