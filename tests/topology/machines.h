/* SPDX-License-Identifier: MIT */
/*
 * Machines to plan for, most of which nobody here owns. Three families, numbered through:
 *
 *   shapes    hwloc's synthetic machines: symmetric
 *   ragged    the same with random PUs taken away: empty nodes, cores of one PU among cores of two
 *   captured  the *.xml files in the folder that CUPRO_TOPOLOGIES names; none if it is not set
 */
#ifndef CUPRO_TEST_MACHINES_H
#define CUPRO_TEST_MACHINES_H

#include "runtime/topology.h"

#include <check.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RAGGED 60

static const char *const shapes[] = {
    "pu:1",
    "pu:7",
    "core:4 pu:2",
    "pack:2 core:4 pu:2",
    "pack:2 l3:1 core:8 pu:2",
    "pack:2 numa:2 l3:2 core:4 pu:2",
    "numa:2 pack:2 l3:1 core:3 pu:1",
    "numa:4 pu:3",
    "pack:2 [numa(memory=8GB)] [numa(memory=2GB)] l3:1 core:2 pu:2",
    "pack:1 numa:4 l3:4 core:3 pu:4",
    "pack:3 die:2 l3:1 core:2 pu:2",
    "group:3 pack:2 numa:1 l2:3 core:2 pu:2",
    "pack:4 numa:2 l3:2 core:4 pu:4",
    "pack:8 l3:8 core:2 pu:1",
    "pack:2 [numa] l3:3 [numa] core:2 pu:2",
};
#define SHAPES (int)(sizeof shapes / sizeof *shapes)

static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* From lo to hi, both included. */
static inline int random_between(uint64_t *state, int lo, int hi)
{
    return lo + (int)(next_random(state) % (uint64_t)(hi - lo + 1));
}

/* CUPRO_TEST_SEED in the environment, else a fixed number; failures print it. */
static inline uint64_t first_seed(void)
{
    const char *text = getenv("CUPRO_TEST_SEED");
    uint64_t seed = text != NULL ? strtoull(text, NULL, 0) : 20240229;
    return seed != 0 ? seed : 1;
}

static inline glob_t captured_files(void)
{
    glob_t files = {0};
    char pattern[4096];
    const char *folder = getenv("CUPRO_TOPOLOGIES");
    if (folder == NULL)
        return files;
    snprintf(pattern, sizeof pattern, "%s/*.xml", folder);
    if (glob(pattern, 0, NULL, &files) != 0)
        files.gl_pathc = 0;
    return files;
}

static inline int count_machines(void)
{
    glob_t files = captured_files();
    int captured = (int)files.gl_pathc;
    if (captured == 0)
        printf("note: no captured machines: CUPRO_TOPOLOGIES does not name a folder of them\n");
    globfree(&files);
    return SHAPES + RAGGED + captured;
}

static inline void recount(struct cupro__machine *machine)
{
    machine->packages = hwloc_get_nbobjs_by_type(machine->topology, HWLOC_OBJ_PACKAGE);
    machine->nodes = hwloc_get_nbobjs_by_type(machine->topology, HWLOC_OBJ_NUMANODE);
    machine->l3s = hwloc_get_nbobjs_by_type(machine->topology, HWLOC_OBJ_L3CACHE);
    machine->cores = hwloc_get_nbobjs_by_type(machine->topology, HWLOC_OBJ_CORE);
    machine->pus = hwloc_get_nbobjs_by_type(machine->topology, HWLOC_OBJ_PU);
}

/* Take each PU away with a chance of one in three; in every other machine, all of some packages. */
static inline void make_ragged(struct cupro__machine *machine, uint64_t seed)
{
    hwloc_bitmap_t kept = hwloc_bitmap_alloc();
    hwloc_obj_t object = NULL;
    while ((object = hwloc_get_next_obj_by_type(machine->topology, HWLOC_OBJ_PU, object)))
        if (random_between(&seed, 0, 2) > 0)
            hwloc_bitmap_set(kept, object->os_index);
    while ((object = hwloc_get_next_obj_by_type(machine->topology, HWLOC_OBJ_PACKAGE, object)))
        if (seed % 2 == 0 && random_between(&seed, 0, 3) == 0)
            hwloc_bitmap_andnot(kept, kept, object->cpuset);
    if (hwloc_bitmap_iszero(kept))
        hwloc_bitmap_set(kept, 0);
    ck_assert_int_eq(hwloc_topology_restrict(machine->topology, kept, 0), 0);
    ck_assert_int_eq(hwloc_topology_refresh(machine->topology), 0);
    hwloc_bitmap_free(kept);
    recount(machine);
}

/* `name` has room for 4200 bytes. */
static inline void load_machine(int index, struct cupro__machine *machine, char *name)
{
    uint64_t seed = first_seed() + (uint64_t)index;
    unsetenv("HWLOC_XMLFILE");
    unsetenv("HWLOC_SYNTHETIC");
    setenv("HWLOC_THISSYSTEM", "0", 1);
    if (index < SHAPES + RAGGED) {
        const char *shape = shapes[index % SHAPES];
        setenv("HWLOC_SYNTHETIC", shape, 1);
        snprintf(name, 4200, "%s (index %d, seed %llu)", shape, index,
                 (unsigned long long)first_seed());
    } else {
        glob_t files = captured_files();
        setenv("HWLOC_XMLFILE", files.gl_pathv[index - SHAPES - RAGGED], 1);
        snprintf(name, 4200, "%s", files.gl_pathv[index - SHAPES - RAGGED]);
        globfree(&files);
    }
    ck_assert_int_eq(cupro__machine_load(machine), 0);
    if (index >= SHAPES && index < SHAPES + RAGGED)
        make_ragged(machine, seed);
}

#endif
