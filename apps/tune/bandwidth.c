/* SPDX-License-Identifier: MIT */
/*
 * Bandwidth (see bandwidth.h). The loops, and what counts as moved, are those of STREAM (McCalpin
 * 1995): a = b moves 16 bytes an element, a = b + s * c moves 24; what a processor reads to be able
 * to write is not counted.
 */
#include "tune/bandwidth.h"

#include "tune/stopwatch.h"

#include "common/diagnostics.h"
#include "common/output/progress.h"

#include <cupro.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- Which nodes ------------------------------------------------------------------------------- */

/* The PUs near a node, or all if it is the only one: those below the object that it belongs to. */
static char *list_pus(const cupro_machine *machine, size_t node, int most, int *threads)
{
    const size_t parent = machine->object[node].parent;
    const size_t room = 8 * machine->objects;
    char *list = malloc(room);
    size_t used = 0;
    *threads = 0;
    if (!list)
        fail_code(CUPRO_ENOMEM);
    for (size_t i = parent + 1; i < machine->object[parent].end && *threads < most; i++) {
        const cupro_object *object = &machine->object[i];
        if (object->type != CUPRO_OBJECT_PU || object->pus == 0)
            continue;
        used += (size_t)snprintf(list + used, room - used, "%s%d", *threads > 0 ? "," : "",
                                 object->number);
        ++*threads;
    }
    return list;
}

static bool is_node_with_memory(const cupro_object *object)
{
    return object->type == CUPRO_OBJECT_NODE && object->number >= 0 && !object->barred &&
           object->bytes > 0;
}

static size_t count_nodes(const cupro_machine *machine)
{
    size_t count = 0;
    for (size_t i = 0; i < machine->objects; i++)
        count += is_node_with_memory(&machine->object[i]);
    return count;
}

/* Nodes that belong to the same object have the same PUs: the first stands for all. */
static bool is_first_of_parent(const cupro_machine *machine, size_t node)
{
    const size_t parent = machine->object[node].parent;
    size_t i = parent + 1;
    while (!is_node_with_memory(&machine->object[i]) || machine->object[i].parent != parent)
        i++;
    return i == node;
}

/* -- Loops ------------------------------------------------------------------------------------- */

struct stream {
    double *a, *b, *c;
    size_t n;
};

static int fill_range(size_t lo, size_t hi, void *arg)
{
    const struct stream *stream = arg;
    for (size_t i = lo; i < hi; i++) {
        stream->a[i] = 0;
        stream->b[i] = 1;
        stream->c[i] = (double)i;
    }
    return 0;
}

static int copy_range(size_t lo, size_t hi, void *arg)
{
    const struct stream *stream = arg;
    double *restrict a = stream->a;
    const double *restrict b = stream->b;
    for (size_t i = lo; i < hi; i++)
        a[i] = b[i];
    return 0;
}

static int triad_range(size_t lo, size_t hi, void *arg)
{
    const struct stream *stream = arg;
    double *restrict a = stream->a;
    const double *restrict b = stream->b, *restrict c = stream->c;
    for (size_t i = lo; i < hi; i++)
        a[i] = b[i] + 3.0 * c[i];
    return 0;
}

static int run_copy(void *arg)
{
    return cupro_for(((struct stream *)arg)->n, copy_range, arg);
}

static int run_triad(void *arg)
{
    return cupro_for(((struct stream *)arg)->n, triad_range, arg);
}

/* -- Measuring --------------------------------------------------------------------------------- */

/* From seconds a run to GB/s: the fastest run is the most. */
static struct figure rate(struct figure time, double bytes)
{
    return (struct figure){{bytes / time.spread.median / 1e9, bytes / time.spread.most / 1e9,
                            bytes / time.spread.least / 1e9},
                           time.runs};
}

static double share_on(const void *memory, size_t bytes, int node)
{
    static cupro_map map;
    if (cupro_where(memory, bytes, &map) != 0 || map.pages == 0)
        return 0;
    return (double)map.on_node[node] / (double)map.pages;
}

static struct lane measure_lane(int node, size_t bytes, double seconds)
{
    struct lane lane;
    struct stream stream = {.n = bytes / sizeof(double)};
    double **const array[] = {&stream.a, &stream.b, &stream.c};
    for (size_t i = 0; i < 3; i++)
        stopwatch_check(
            cupro_alloc(array[i], bytes, .place = CUPRO_PLACE_NODE, .node = node, .huge = true));
    stopwatch_check(cupro_for(stream.n, fill_range, &stream));
    lane.placed = share_on(stream.a, bytes, node);
    const struct stopwatch_task copy = {NULL, run_copy, &stream};
    const struct stopwatch_task triad = {NULL, run_triad, &stream};
    lane.copy = rate(stopwatch_time(&copy, seconds / 2), 16 * (double)stream.n);
    lane.triad = rate(stopwatch_time(&triad, seconds / 2), 24 * (double)stream.n);
    for (size_t i = 0; i < 3; i++)
        cupro_free(*array[i]);
    return lane;
}

static void measure_source(struct bandwidth *bandwidth, size_t source, const char *cpus,
                           double seconds)
{
    char step[96];
    cupro_pool *pool;
    stopwatch_check(cupro_pool_open(&pool, .threads = bandwidth->threads[source],
                                    .bind = CUPRO_BIND_LIST, .cpus = cpus));
    cupro_use(pool);
    for (size_t target = 0; target < bandwidth->targets; target++) {
        snprintf(step, sizeof step, "bandwidth, threads on node %d, memory on node %d",
                 bandwidth->source[source], bandwidth->target[target]);
        progress_show(step);
        bandwidth->lane[source * bandwidth->targets + target] =
            measure_lane(bandwidth->target[target], bandwidth->bytes, seconds);
    }
    cupro_use(NULL);
    cupro_pool_close(pool);
}

static void *table(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (!memory)
        fail_code(CUPRO_ENOMEM);
    return memory;
}

/* Which threads and which memory; cpus[i] gets the PUs of source i. */
static void choose_nodes(struct bandwidth *bandwidth, const cupro_machine *machine, int most,
                         char **cpus)
{
    for (size_t i = 0; i < machine->objects; i++) {
        const cupro_object *object = &machine->object[i];
        if (!is_node_with_memory(object))
            continue;
        bandwidth->target[bandwidth->targets++] = object->number;
        if (!is_first_of_parent(machine, i))
            continue;
        const size_t source = bandwidth->sources;
        cpus[source] = list_pus(machine, i, most, &bandwidth->threads[source]);
        bandwidth->source[source] = object->number;
        if (bandwidth->threads[source] > 0)
            bandwidth->sources++;
        else
            free(cpus[source]);
    }
}

void bandwidth_measure(struct bandwidth *bandwidth, const cupro_machine *machine, int most,
                       double seconds, size_t bytes)
{
    const size_t nodes = count_nodes(machine);
    char **cpus = table(nodes, sizeof *cpus);
    *bandwidth = (struct bandwidth){.source = table(nodes, sizeof *bandwidth->source),
                                    .threads = table(nodes, sizeof *bandwidth->threads),
                                    .target = table(nodes, sizeof *bandwidth->target),
                                    .bytes = bytes};
    choose_nodes(bandwidth, machine, most, cpus);
    const size_t lanes = bandwidth->sources * bandwidth->targets;
    bandwidth->lane = table(lanes, sizeof *bandwidth->lane);
    for (size_t source = 0; source < bandwidth->sources; source++) {
        measure_source(bandwidth, source, cpus[source], seconds / (double)lanes / 2);
        free(cpus[source]);
    }
    free(cpus);
}

void bandwidth_free(struct bandwidth *bandwidth)
{
    free(bandwidth->source);
    free(bandwidth->threads);
    free(bandwidth->target);
    free(bandwidth->lane);
}
