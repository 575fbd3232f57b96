/* SPDX-License-Identifier: MIT */
/*
 * Machines to plan for, most of which nobody here owns. Four families, numbered through:
 *
 *   shapes    hwloc's synthetic machines: symmetric
 *   thrown    the same, of random levels and widths
 *   ragged    both with random PUs taken away: empty nodes, cores of one PU among cores of two
 *   captured  the *.xml files in the folder that CUPRO_TOPOLOGIES names; none if it is not set
 */
#ifndef CUPRO_TEST_MACHINES_H
#define CUPRO_TEST_MACHINES_H

#include "runtime/machine/topology.h"

#include <check.h>
#include <glob.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THROWN 15
#define RAGGED 45

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

/* A level of the description, or, by chance, nothing. */
static inline void throw_level(char *text, uint64_t *state, const char *name, int most)
{
    if (random_between(state, 0, 2) > 0)
        sprintf(text + strlen(text), "%s:%d ", name, random_between(state, 1, most));
}

/* As hwloc reads it, of at most 432 PUs, and most often of some dozen; `text` has room for 128
 * bytes. Nodes are a level, or hang on one, at most two on each. */
static inline void throw_shape(char *text, uint64_t seed)
{
    const bool level = random_between(&seed, 0, 1) == 0;
    text[0] = '\0';
    throw_level(text, &seed, "pack", 3);
    for (int i = random_between(&seed, 0, 2); !level && i > 0; i--)
        strcat(text, "[numa(memory=1GB)] ");
    throw_level(text, &seed, "group", 2);
    throw_level(text, &seed, level ? "numa" : "die", 3);
    throw_level(text, &seed, "l3", 2);
    for (int i = random_between(&seed, 0, 1); !level && i > 0; i--)
        strcat(text, "[numa] ");
    throw_level(text, &seed, "l2", 2);
    throw_level(text, &seed, "core", 3);
    sprintf(text + strlen(text), "pu:%d", random_between(&seed, 1, 2));
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
    return SHAPES + THROWN + RAGGED + captured;
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

static inline bool is_ragged(int index)
{
    return index >= SHAPES + THROWN && index < SHAPES + THROWN + RAGGED;
}

static inline bool is_captured(int index)
{
    return index >= SHAPES + THROWN + RAGGED;
}

/* What machine `index` is made of: a file, or a description; `text` has room for 4096 bytes. True:
 * it is a file. */
static inline bool find_source(int index, char *text)
{
    const int made = SHAPES + THROWN;
    if (is_captured(index)) {
        glob_t files = captured_files();
        snprintf(text, 4096, "%s", files.gl_pathv[index - made - RAGGED]);
        globfree(&files);
        return true;
    }
    if (index % made < SHAPES)
        strcpy(text, shapes[index % made]);
    else
        throw_shape(text, first_seed() + (uint64_t)index);
    return false;
}

/* `name` has room for 4200 bytes. */
static inline void load_machine(int index, struct cupro__machine *machine, char *name)
{
    char source[4096];
    const bool file = find_source(index, source);
    unsetenv("HWLOC_XMLFILE");
    unsetenv("HWLOC_SYNTHETIC");
    setenv("HWLOC_THISSYSTEM", "0", 1);
    setenv(file ? "HWLOC_XMLFILE" : "HWLOC_SYNTHETIC", source, 1);
    snprintf(name, 4200, "%s (index %d, seed %llu)", source, index,
             (unsigned long long)first_seed());
    ck_assert_msg(cupro__machine_load(machine) == 0, "%s", name);
    if (is_ragged(index))
        make_ragged(machine, first_seed() + (uint64_t)index);
}

#endif
