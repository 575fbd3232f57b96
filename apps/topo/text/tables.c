/* SPDX-License-Identifier: MIT */
/* Distances and attributes of memory, as tables (see summary.h). */
#include "topo/text/summary.h"

#include <stdio.h>

#define WIDEST_MATRIX 100
#define MOST_FACTS    16

static int node_number(const cupro_machine *machine, size_t object)
{
    if (object == CUPRO_NOWHERE)
        return -1;
    const cupro_object *node = &machine->object[object];
    return node->index >= 0 ? node->index : node->number;
}

static int digits_of(uint64_t value)
{
    return snprintf(NULL, 0, "%ju", (uintmax_t)value);
}

static void say_range(struct draft *page, const cupro_distances *matrix)
{
    uint64_t least = UINT64_MAX, most = 0;
    char text[96];
    for (size_t i = 0; i < matrix->count * matrix->count; i++) {
        least = matrix->value[i] < least ? matrix->value[i] : least;
        most = matrix->value[i] > most ? matrix->value[i] : most;
    }
    snprintf(text, sizeof text, "   %ju to %ju; --full shows all %zu x %zu\n", (uintmax_t)least,
             (uintmax_t)most, matrix->count, matrix->count);
    draft_text(page, text);
}

static void say_row(struct draft *page, const cupro_machine *machine, const cupro_distances *matrix,
                    size_t row, int width)
{
    char text[64];
    snprintf(text, sizeof text, "%6d", node_number(machine, matrix->node[row]));
    draft_text(page, text);
    for (size_t i = 0; i < matrix->count; i++)
        draft_number(page, matrix->value[row * matrix->count + i], width);
    draft_byte(page, '\n');
}

static void say_matrix(struct draft *page, const cupro_machine *machine,
                       const cupro_distances *matrix, bool full)
{
    int width = 2;
    for (size_t i = 0; i < matrix->count * matrix->count; i++)
        width = digits_of(matrix->value[i]) > width ? digits_of(matrix->value[i]) : width;
    width++;
    draft_text(page, "\ndistances");
    draft_text(page, *matrix->name != '\0' ? " " : "");
    draft_text(page, matrix->name);
    draft_text(page, ", from the node of a row; ");
    draft_text(page, matrix->bandwidth ? "larger is nearer\n" : "smaller is nearer\n");
    if (!full && 6 + matrix->count * (size_t)width > WIDEST_MATRIX) {
        say_range(page, matrix);
        return;
    }
    draft_text(page, "  node");
    for (size_t i = 0; i < matrix->count; i++) {
        char text[64];
        snprintf(text, sizeof text, "%*d", width, node_number(machine, matrix->node[i]));
        draft_text(page, text);
    }
    draft_byte(page, '\n');
    for (size_t i = 0; i < matrix->count; i++)
        say_row(page, machine, matrix, i, width);
}

void draft_distances(struct draft *page, const cupro_machine *machine, bool full)
{
    for (size_t i = 0; i < machine->matrices; i++)
        say_matrix(page, machine, &machine->distances[i], full);
}

static const char *unit_of(const char *name)
{
    if (strstr(name, "Bandwidth"))
        return " MB/s";
    return strstr(name, "Latency") ? " ns" : "";
}

static void say_fact(struct draft *page, const cupro_machine *machine,
                     const cupro_memory_fact *fact)
{
    char text[64];
    snprintf(text, sizeof text, "  node %d", node_number(machine, fact->node));
    draft_text(page, text);
    if (*fact->from != '\0') {
        draft_text(page, strpbrk(fact->from, ",-") ? " from PUs " : " from PU ");
        draft_text(page, fact->from);
    }
    snprintf(text, sizeof text, ": %ju%s\n", (uintmax_t)fact->value, unit_of(fact->name));
    draft_text(page, text);
}

void draft_memory_facts(struct draft *page, const cupro_machine *machine, bool full)
{
    for (size_t i = 0, end; i < machine->facts; i = end) {
        const char *name = machine->fact[i].name;
        for (end = i; end < machine->facts && strcmp(machine->fact[end].name, name) == 0; end++)
            continue;
        draft_text(page, "\nmemory: ");
        draft_text(page, name);
        draft_byte(page, '\n');
        size_t shown = i;
        for (; shown < end && (full || shown < i + MOST_FACTS); shown++)
            say_fact(page, machine, &machine->fact[shown]);
        if (shown < end) {
            draft_text(page, "  and ");
            draft_number(page, end - shown, 0);
            draft_text(page, " more, which --full shows\n");
        }
    }
}
