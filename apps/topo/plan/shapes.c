/* SPDX-License-Identifier: MIT */
/* Shapes (see shapes.h), as hashes of 64 bits from the leaves to the root. */
#include "topo/plan/shapes.h"

#include "common/diagnostics.h"

#include <stdlib.h>

static bool is_memory(const cupro_object *object)
{
    return object->type == CUPRO_OBJECT_NODE ||
           (object->type == CUPRO_OBJECT_CACHE && object->holds == 'm');
}

static size_t first_from(const cupro_machine *machine, size_t at, size_t end, bool memory)
{
    while (at < end && is_memory(&machine->object[at]) != memory)
        at = machine->object[at].end;
    return at < end ? at : CUPRO_NOWHERE;
}

size_t first_child(const cupro_machine *machine, size_t parent, bool memory)
{
    return first_from(machine, parent + 1, machine->object[parent].end, memory);
}

size_t next_child(const cupro_machine *machine, size_t child, bool memory)
{
    const cupro_object *object = &machine->object[child];
    return first_from(machine, object->end, machine->object[object->parent].end, memory);
}

/* The last step of SplitMix64. */
static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) + UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ (hash >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ (hash >> 27)) * UINT64_C(0x94d049bb133111eb);
    return hash ^ (hash >> 31);
}

static uint64_t mix_int(uint64_t hash, int value)
{
    return mix(hash, (uint64_t)(int64_t)value);
}

static uint64_t form_of(const cupro_object *object)
{
    uint64_t hash = mix_int(0, (int)object->type);
    hash = mix_int(mix_int(hash, object->level), object->holds);
    hash = mix(mix_int(hash, object->kind), object->bytes);
    hash = mix_int(mix_int(hash, object->pus), object->masked);
    hash = mix_int(mix_int(hash, object->forbidden), object->absent);
    hash = mix_int(mix_int(hash, object->barred), object->index < 0);
    for (const char *name = object->name; *name != '\0'; name++)
        hash = mix_int(hash, *name);
    return hash;
}

static bool is_low(const cupro_object *object)
{
    return object->type == CUPRO_OBJECT_CORE || object->type == CUPRO_OBJECT_PU ||
           object->type == CUPRO_OBJECT_GROUP ||
           (object->type == CUPRO_OBJECT_CACHE && object->level < 3);
}

static void find_one(struct shape *shapes, const cupro_machine *machine, const struct seats *seats,
                     size_t at)
{
    struct shape *shape = &shapes[at];
    shape->form = form_of(&machine->object[at]);
    shape->load = mix(shape->form, seats->first[at + 1] - seats->first[at]);
    shape->low = is_low(&machine->object[at]);
    shape->even = true;
    uint64_t before = 0;
    for (size_t child = at + 1; child < machine->object[at].end;
         child = machine->object[child].end) {
        const struct shape *below = &shapes[child];
        shape->form = mix(shape->form, below->form);
        shape->load = mix(shape->load, below->load);
        shape->low = shape->low && below->low && !is_memory(&machine->object[child]);
        shape->even = shape->even && below->even && (before == 0 || before == below->form);
        before = below->form;
    }
}

struct shape *shapes_find(const cupro_machine *machine, const struct seats *seats)
{
    struct shape *shapes = calloc(machine->objects, sizeof *shapes);
    if (!shapes)
        fail_code(CUPRO_ENOMEM);
    for (size_t at = machine->objects; at-- > 0;)
        find_one(shapes, machine, seats, at);
    return shapes;
}
