/* SPDX-License-Identifier: MIT */
/* The NUMA nodes as the kernel's own files have them, without hwloc and without cupro: what tests
 * hold against what these say. On a machine of one node the tests that need two have nothing to do.
 */
#ifndef CUPRO_TEST_NODES_H
#define CUPRO_TEST_NODES_H

#include "runtime/masks.h"

#include <check.h>
#include <cupro.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_NODES = 16 };

struct nodes {
    int count; /* the highest number, plus 1 */
    cpu_set_t cpus[MOST_NODES];
    bool has_memory[MOST_NODES];
};

static inline FILE *open_of_node(int node, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "/sys/devices/system/node/node%d/%s", node, name);
    return fopen(path, "r");
}

/* "0-1,4", and nothing for none. */
static inline cpu_set_t read_cpus(FILE *file)
{
    cpu_set_t set;
    int first, last;
    CPU_ZERO(&set);
    while (fscanf(file, "%d", &first) == 1) {
        last = first;
        if (fscanf(file, "-%d", &last) < 0)
            last = first;
        for (int cpu = first; cpu <= last; cpu++)
            CPU_SET((size_t)cpu, &set);
        (void)fgetc(file);
    }
    return set;
}

static inline bool read_has_memory(FILE *file)
{
    unsigned long kilobytes = 0;
    (void)!fscanf(file, " Node %*d MemTotal: %lu", &kilobytes);
    return kilobytes > 0;
}

static inline struct nodes read_nodes(void)
{
    struct nodes nodes = {0};
    for (int node = 0; node < MOST_NODES; node++) {
        FILE *cpus = open_of_node(node, "cpulist"), *memory = open_of_node(node, "meminfo");
        if (cpus != NULL && memory != NULL) {
            nodes.count = node + 1;
            nodes.cpus[node] = read_cpus(cpus);
            nodes.has_memory[node] = read_has_memory(memory);
        }
        if (cpus != NULL)
            fclose(cpus);
        if (memory != NULL)
            fclose(memory);
    }
    if (nodes.count < 2 && getenv("CUPRO_TEST_NODES") != NULL)
        ck_abort_msg("one node, where there should be %s", getenv("CUPRO_TEST_NODES"));
    return nodes;
}

/* That with all of these CPUs, and with memory; -1: none. */
static inline int node_of(const struct nodes *nodes, const cpu_set_t *cpus)
{
    for (int node = 0; node < nodes->count; node++)
        if (nodes->has_memory[node] && is_within(cpus, &nodes->cpus[node]))
            return node;
    return -1;
}

static inline int node_of_cpu(const struct nodes *nodes, int cpu)
{
    cpu_set_t set = only_cpu(cpu);
    return node_of(nodes, &set);
}

/* Run here from now on. */
static inline void move_to(int cpu)
{
    cpu_set_t set = only_cpu(cpu);
    ck_assert_int_eq(sched_setaffinity(0, sizeof set, &set), 0);
}

/* A CPU on another node, one that has CPUs and memory; -1: there is none. */
static inline int cpu_elsewhere(const struct nodes *nodes, int node)
{
    for (int other = 0; other < nodes->count; other++)
        if (other != node && nodes->has_memory[other] && CPU_COUNT(&nodes->cpus[other]) > 0)
            return nth_cpu(&nodes->cpus[other], 0);
    return -1;
}

static inline size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* Write to each page. */
static inline void touch(char *x, size_t bytes)
{
    for (size_t at = 0; at < bytes; at += page_size())
        x[at] = 1;
}

/* Pages of the range on each node, all of which are there; NULL where the kernel does not tell. */
static inline const cupro_map *map_of(const char *x, size_t bytes)
{
    static cupro_map map;
    ck_assert_int_eq(cupro_where(x, bytes, &map), 0);
    if (map.unknown > 0)
        return NULL;
    ck_assert_uint_eq(map.absent, 0);
    return &map;
}

static inline void expect_on(const char *x, size_t bytes, int node, const char *what)
{
    const cupro_map *map = map_of(x, bytes);
    if (map != NULL && map->on_node[node] != map->pages)
        ck_abort_msg("%s: %zu of %zu pages on node %d, of which all should be there", what,
                     map->on_node[node], map->pages, node);
}

#endif
