/* SPDX-License-Identifier: MIT */
/* The machine as a tree of lines (see tree_text.h). */
#include "topo/tree_text.h"

#include <stdio.h>

static const char *const type_names[] = {"machine", "group", "package", "die",
                                         "node",    "cache", "core",    "PU"};

static void print_object(struct output *out, const cupro_object *object)
{
    char text[128];
    const int number = object->type == CUPRO_OBJECT_PU ? object->number : object->index;
    snprintf(text, sizeof text, "%*s%s %d", 2 * object->depth, "", type_names[object->type],
             number);
    output_text(out, text);
    if (object->bytes > 0) {
        snprintf(text, sizeof text, " (%.4g MB)", (double)object->bytes / (1 << 20));
        output_text(out, text);
    }
}

void print_tree(struct output *out, const cupro_machine *machine, const cupro_plan *plan)
{
    for (size_t i = 0; i < machine->objects; i++) {
        const cupro_object *object = &machine->object[i];
        print_object(out, object);
        for (int t = 0; plan && object->type == CUPRO_OBJECT_PU && t < plan->threads; t++) {
            char text[32];
            if (plan->place[t].cpus != 1 || plan->place[t].cpu[0] != object->number)
                continue;
            snprintf(text, sizeof text, "  thread %d", t);
            output_text(out, text);
        }
        output_text(out, "\n");
    }
}
