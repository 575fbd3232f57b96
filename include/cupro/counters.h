/* SPDX-License-Identifier: MIT */
/*
 * What an operation did besides its work: how it was cut up, how often a thread took work from
 * another, and whether threads worked on memory of their own NUMA node.
 *
 *     cupro_counters counters = {0};
 *     cupro_for(n, axpy, &job, .pool = pool, .counters = &counters, .watch = y,
 *               .watch_bytes = n * sizeof *y);
 *     printf("%" PRIu64 " of %" PRIu64 " chunks left their node\n", counters.remote_chunks,
 *            counters.chunks);
 *
 * Zero-initialise it. Each operation that is given it adds to it, at its end: a program that names
 * the same one in ten calls gets their sum. One operation at a time.
 *
 * Counted is what is cut into ranges: loops, folds, chains, sorts, groups, with every pass they
 * take. Joins, scopes and pipelines count nothing; nor do, on the default pool, operations on
 * numbers and sorts of so few elements that the calling thread does them at once.
 *
 * Where a thread is, only its binding tells: without one (the default pool, or a pool of
 * CUPRO_BIND_NONE on all of a machine) its steals are unplaced, and the pages it works on unknown.
 *
 * `.watch` is meant for operations that go over an array in its order, element i of the operation
 * being element i of the array: loops, folds, chains, scans. Of one that goes elsewhere too (a
 * sort's buckets) it tells of those passes alone. A page belongs to the thread that worked on its
 * first byte. Pages of 2 MB count as 512.
 *
 * Cost: nothing while the operation runs; a few additions a thread at its end. With `.watch` also a
 * few ns a chunk, some memory for what each thread has done (without it pages are unknown), and, at
 * the end, a question to the kernel about each page: 0.1 to 0.3 us, or 26 to 80 ms a GB.
 * CUPRO_EINVAL: the array ends beyond the last address.
 */
#ifndef CUPRO_COUNTERS_H
#define CUPRO_COUNTERS_H

#include <cupro/base.h>

CUPRO_BEGIN_DECLS

typedef struct cupro_counters {
    uint64_t chunks; /* that were handed out to threads; 0 where the caller did everything alone */
    uint64_t tries;  /* atomic read-modify-writes that this took, those that failed included     */
    /* Ranges of chunks that a thread took from another … */
    uint64_t near_steals;     /* with the same L3 cache, on the same NUMA node */
    uint64_t node_steals;     /* on the same node otherwise                    */
    uint64_t remote_steals;   /* on another node                               */
    uint64_t unplaced_steals; /* where the node of one of the two is not known */
    uint64_t remote_chunks;   /* chunks in those of another node               */
    /* Pages of the array that `.watch` names, by the thread that worked on them … */
    uint64_t local_pages;   /* that of the node they lie on                                    */
    uint64_t remote_pages;  /* one of another node                                             */
    uint64_t unknown_pages; /* no memory yet, or a thread that is not bound, or no answer      */
} cupro_counters;

CUPRO_END_DECLS

#endif
