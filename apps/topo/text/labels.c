/* SPDX-License-Identifier: MIT */
/* What objects are called (see labels.h). */
#include "topo/text/labels.h"
#include "topo/text/number_list.h"

#include "common/diagnostics.h"

#include <stdio.h>
#include <stdlib.h>

void draft_size(struct draft *draft, uint64_t bytes)
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    double size = (double)bytes;
    size_t unit = 0;
    char text[48];
    for (; size >= 1024 && unit < 6; unit++)
        size /= 1024;
    const double tenths = (double)(uint64_t)(size * 10 + 0.5) / 10;
    const bool whole = tenths == (double)(uint64_t)tenths || size >= 100;
    snprintf(text, sizeof text, "%.*f %s", whole ? 0 : 1, size, units[unit]);
    draft_text(draft, text);
}

const char *object_noun(const cupro_object *object)
{
    static const char *const nouns[] = {"machine", "group", "package", "die",
                                        "node",    "cache", "core",    "PU"};
    static const char *const caches[3][5] = {{"L1d", "L2d", "L3d", "L4d", "L5d"},
                                             {"L1i", "L2i", "L3i", "L4i", "L5i"},
                                             {"L1", "L2", "L3", "L4", "L5"}};
    if (object->type != CUPRO_OBJECT_CACHE)
        return nouns[object->type];
    if (object->holds == 'm' || object->level < 1 || object->level > 5)
        return object->holds == 'm' ? "memory-side cache" : "cache";
    return caches[object->holds == 'd' ? 0 : object->holds == 'i' ? 1 : 2][object->level - 1];
}

void draft_count_of(struct draft *draft, size_t count, const char *noun)
{
    draft_number(draft, count, 0);
    draft_byte(draft, ' ');
    draft_text(draft, noun);
    if (count != 1 && noun[0] != 'L')
        draft_byte(draft, 's');
}

/* "(a, b)": what stands in brackets comes bit by bit. */
static void remark(struct draft *draft, bool *begun)
{
    draft_text(draft, *begun ? ", " : " (");
    *begun = true;
}

static void remark_node(struct draft *draft, const cupro_object *node, size_t count, bool *begun)
{
    if (node->bytes > 0) {
        remark(draft, begun);
        draft_size(draft, node->bytes);
    }
    if (node->pus + node->masked + node->forbidden == 0) {
        remark(draft, begun);
        draft_text(draft, "no PUs");
    }
    if (node->barred) {
        remark(draft, begun);
        draft_text(draft, "barred by a cpuset");
    }
    if (count == 1 && node->number >= 0 && node->index >= 0 && node->number != node->index) {
        remark(draft, begun);
        draft_text(draft, "kernel's ");
        draft_number(draft, (uint64_t)node->number, 0);
    }
}

/* Names come from firmware and files. */
static void remark_name(struct draft *draft, const char *name, bool *begun)
{
    if (*name == '\0')
        return;
    remark(draft, begun);
    for (; *name != '\0'; name++)
        draft_byte(draft, *name >= ' ' && *name < 127 ? *name : '?');
}

static void remark_all(struct draft *draft, const cupro_machine *machine,
                       const cupro_object *object, size_t count)
{
    bool begun = false;
    if (object->type == CUPRO_OBJECT_NODE || object->type == CUPRO_OBJECT_GROUP)
        remark_name(draft, object->name, &begun);
    if (object->type == CUPRO_OBJECT_NODE)
        remark_node(draft, object, count, &begun);
    if (object->type == CUPRO_OBJECT_CACHE && object->bytes > 0) {
        remark(draft, &begun);
        draft_size(draft, object->bytes);
    }
    if (object->type == CUPRO_OBJECT_CORE && machine->kinds > 1 && object->kind >= 0) {
        remark(draft, &begun);
        draft_text(draft, "kind ");
        draft_number(draft, (uint64_t)object->kind, 0);
    }
    if (begun)
        draft_byte(draft, ')');
}

static void label_numbers(struct draft *draft, const cupro_machine *machine, const size_t *member,
                          size_t count)
{
    const cupro_object *object = &machine->object[member[0]];
    int *number = calloc(count, sizeof *number);
    if (!number)
        fail_code(CUPRO_ENOMEM);
    const bool pus = object->type == CUPRO_OBJECT_PU;
    const bool foreign = object->index < 0; /* there are only the kernel's numbers */
    for (size_t i = 0; i < count; i++) {
        const cupro_object *each = &machine->object[member[i]];
        number[i] = pus || foreign ? each->number : each->index;
    }
    qsort(number, count, sizeof *number, compare_numbers);
    if (number[0] >= 0) {
        draft_text(draft, foreign && !pus ? " #" : " ");
        draft_numbers(draft, number, count, 24);
    }
    free(number);
}

void label_objects(struct draft *draft, const cupro_machine *machine, const size_t *member,
                   size_t count)
{
    const cupro_object *object = &machine->object[member[0]];
    draft_text(draft, object_noun(object));
    if (object->type != CUPRO_OBJECT_MACHINE)
        label_numbers(draft, machine, member, count);
    remark_all(draft, machine, object, count);
}

const char *bind_word(cupro_bind bind)
{
    static const char *const words[] = {"default", "none", "compact", "scatter",
                                        "core",    "numa", "list"};
    return words[bind];
}
