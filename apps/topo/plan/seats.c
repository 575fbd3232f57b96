/* SPDX-License-Identifier: MIT */
/* Threads by objects (see seats.h): counted, then dealt out. */
#include "topo/plan/seats.h"

#include "common/diagnostics.h"

#include <stdlib.h>

static void *allocate(size_t count, size_t size)
{
    void *array = calloc(count, size);
    if (!array)
        fail_code(CUPRO_ENOMEM);
    return array;
}

/* Objects of one type by what places call them: PUs by the kernel's number, nodes by their index.
 */
struct register_of {
    size_t *object;
    size_t count;
};

static int name_of(const cupro_object *object)
{
    return object->type == CUPRO_OBJECT_PU ? object->number : object->index;
}

static struct register_of register_open(const cupro_machine *machine, cupro_object_type type)
{
    int last = 0;
    for (size_t i = 0; i < machine->objects; i++)
        if (machine->object[i].type == type && name_of(&machine->object[i]) > last)
            last = name_of(&machine->object[i]);
    struct register_of found = {allocate((size_t)last + 1, sizeof(size_t)), (size_t)last + 1};
    for (size_t i = 0; i < machine->objects; i++)
        if (machine->object[i].type == type && name_of(&machine->object[i]) >= 0)
            found.object[name_of(&machine->object[i])] = i;
    return found;
}

/* The root for what is not there. */
static size_t look_up(const struct register_of *found, int name)
{
    return name >= 0 && (size_t)name < found->count ? found->object[name] : 0;
}

static void find_seats(size_t *seat, const cupro_machine *machine, const cupro_plan *plan)
{
    struct register_of pus = register_open(machine, CUPRO_OBJECT_PU);
    struct register_of nodes = register_open(machine, CUPRO_OBJECT_NODE);
    for (int t = 0; t < plan->threads; t++) {
        const cupro_thread_place *place = &plan->place[t];
        if (place->cpus == 0)
            seat[t] = CUPRO_NOWHERE;
        else if (place->cpus == 1)
            seat[t] = look_up(&pus, place->cpu[0]);
        else
            seat[t] = look_up(&nodes, place->node);
    }
    free(pus.object);
    free(nodes.object);
}

void seats_open(struct seats *seats, const cupro_machine *machine, const cupro_plan *plan)
{
    const size_t threads = plan ? (size_t)plan->threads : 0;
    size_t *seat = allocate(threads + 1, sizeof *seat);
    seats->first = allocate(machine->objects + 2, sizeof *seats->first);
    seats->thread = allocate(threads + 1, sizeof *seats->thread);
    if (plan)
        find_seats(seat, machine, plan);
    for (size_t t = 0; t < threads; t++)
        if (seat[t] != CUPRO_NOWHERE)
            seats->first[seat[t] + 2]++;
    for (size_t i = 2; i < machine->objects + 2; i++)
        seats->first[i] += seats->first[i - 1];
    for (size_t t = 0; t < threads; t++)
        if (seat[t] != CUPRO_NOWHERE)
            seats->thread[seats->first[seat[t] + 1]++] = (int)t;
    free(seat);
}

void seats_close(struct seats *seats)
{
    free(seats->thread);
    free(seats->first);
}
