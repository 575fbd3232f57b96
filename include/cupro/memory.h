/* SPDX-License-Identifier: MIT */
/*
 * Memory on the right NUMA nodes.
 *
 *     double *x;
 *     error = cupro_alloc(&x, n * sizeof *x, .place = CUPRO_PLACE_SLICES, .pool = pool);
 *     error = cupro_for(n, body, &job, .pool = pool);      each thread finds its slice nearby
 *     cupro_where(x, n * sizeof *x, &map);                 what the kernel says of it
 *     cupro_free(x);
 *
 * Without these calls a page lies on the node of the thread that writes to it first, which is right
 * where that is the thread that works on it later. Where one thread reads everything in, or threads
 * are not bound, it is not. lib/memory/README.md says what to do in which order.
 *
 * Nodes are numbered as the kernel numbers them, in /sys/devices/system/node and by numactl.
 *
 * Placing is a wish. A node that is full gives way to others. On a machine of one node, where the
 * kernel or a container forbids it (mbind in a seccomp filter), or where hwloc cannot tell what the
 * machine is like, the memory is plain memory and the call succeeds; cupro_describe says so, and
 * why.
 *
 * Which node is near? Those whose processors include the thread's; nodes without memory do not
 * count. If there are several, as on processors with DDR and HBM, `prefer` decides, and see there;
 * if there are none, as for processors without memory of their own, the one at the least distance,
 * and of equal ones the first.
 */
#ifndef CUPRO_MEMORY_H
#define CUPRO_MEMORY_H

#include <cupro/base.h>
#include <cupro/error.h>
#include <cupro/pool.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

typedef enum cupro_placement {
    /* Each page on the node of the thread that first writes to it, as the kernel does it. */
    CUPRO_PLACE_DEFAULT,
    /* Near the threads of `pool`; interleaved if they are on several nodes. Without a pool, near
     * the calling thread, wherever the kernel has it run at the moment. */
    CUPRO_PLACE_LOCAL,
    /* Thread i of the pool's T begins every operation with the i-th of T equal slices of the
     * elements: that slice of the memory lies near it. For pools that are bound, and for the
     * default pool if OpenMP binds its threads (not in a body, where they cannot be asked). Threads
     * that roam over several nodes have no slice nearby: then as INTERLEAVE. */
    CUPRO_PLACE_SLICES,
    /* Page by page round the nodes near the threads of `pool`; without a pool, round those near any
     * of the processors that this process may use. */
    CUPRO_PLACE_INTERLEAVE,
    /* On the node `node`. */
    CUPRO_PLACE_NODE
} cupro_placement;

/* Which of several near nodes. One too small for what is to lie there is passed over if another is
 * large enough. Of those that are equal in this, the one at the least distance, and then the first,
 * which is that of the usual memory. */
typedef enum cupro_prefer {
    CUPRO_PREFER_BANDWIDTH, /* the most, as far as the firmware tells; else as LATENCY */
    CUPRO_PREFER_LATENCY,   /* the least, as far as the firmware tells                 */
    CUPRO_PREFER_CAPACITY   /* the largest; of equal ones as BANDWIDTH                 */
} cupro_prefer;

typedef struct cupro_memory_options {
    int abi;
    cupro_placement place;
    cupro_prefer prefer; /* for LOCAL, SLICES and INTERLEAVE                                     */
    int node;            /* for NODE                                                             */
    cupro_pool *pool; /* whose threads; NULL, for SLICES: those that operations here would have */
    bool huge;        /* cupro_alloc: ask for huge pages (2 MB), and round up to whole ones   */
    bool migrate;     /* cupro_place: move the pages that are there, too                      */
} cupro_memory_options;

/*
 * Get memory: `cupro_alloc(&x, bytes, .place = CUPRO_PLACE_INTERLEAVE)`. `x` is a pointer to
 * anything; it is NULL for 0 bytes. The memory is all zeros, begins with a page, and is to be
 * released with cupro_free. For large arrays: each takes whole pages and some system calls.
 *
 * Borders of slices lie between pages; between huge pages where each node gets at least four.
 * CUPRO_EINVAL: bad option, a handle that is not an open pool, no such node, `migrate` (or `huge`,
 * of cupro_place), `node` without NODE. CUPRO_ENOMEM. Any thread, in bodies too. Cost: some us, and
 * a page fault for each page when it is first written to.
 */
#define cupro_alloc(...) CUPRO__ALLOC(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__ALLOC(result, bytes, ...)                            \
    cupro_alloc_with((result), (bytes) + CUPRO__POINTER(*(result)), \
                     &(const cupro_memory_options){__VA_ARGS__})
#define CUPRO__POINTER(p) \
    (0 * sizeof(1 ? (p) : (const void *)0)) /* 0; compilers complain if it is none */
CUPRO_API int cupro_alloc_with(void *result, size_t bytes, const cupro_memory_options *options);

/* Release what cupro_alloc gave. NULL is allowed. CUPRO_EINVAL, and nothing happens: this is not
 * the beginning of such memory, or it has been released and not been given again. */
CUPRO_API int cupro_free(void *memory);

/*
 * Place memory that exists: `cupro_place(x, bytes, .place = CUPRO_PLACE_SLICES, .migrate = true)`.
 * DEFAULT takes an earlier placing back. It holds for pages that come to be from now on, and with
 * `.migrate` those that are there move, which costs a copy and some us a page.
 *
 * Of memory that is not cupro_alloc's (malloc, a mapped file, the stack), only pages that lie
 * wholly within are placed, since others have a part of a page each; and the placing stays with the
 * addresses, whoever has them next, until they are unmapped: take it back before you free that.
 *
 * CUPRO_EINVAL as above, and for bytes > 0 at NULL, a range that is not all mapped, or one that
 * begins in memory of cupro_alloc's and ends elsewhere. CUPRO_ENOMEM.
 */
#define cupro_place(...) CUPRO__PLACE(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__PLACE(memory, bytes, ...) \
    cupro_place_with((memory), (bytes), &(const cupro_memory_options){__VA_ARGS__})
CUPRO_API int cupro_place_with(void *memory, size_t bytes, const cupro_memory_options *options);

/* Linux has no more nodes than this on any processor. */
#define CUPRO_MOST_NODES 1024

/* What the kernel says of a range: 8 KB, whatever the range. */
typedef struct cupro_map {
    size_t page_size; /* bytes of a page; a huge page counts as the pages it holds */
    size_t pages;     /* that have a part of the range                             */
    size_t absent;    /* not in memory: never written to, or swapped out           */
    size_t unknown;   /* of which the kernel does not tell                         */
    int nodes;        /* the highest node with a page of it, plus 1                */
    size_t on_node[CUPRO_MOST_NODES]; /* pages; 0 from `nodes` on */
} cupro_map;

/* Fill in the map. CUPRO_EINVAL: no map, NULL with bytes > 0, or a range beyond all addresses.
 * Nothing is touched, so no page comes to be by that. Cost: 0.1 to 0.3 us a page. */
CUPRO_API int cupro_where(const void *memory, size_t bytes, cupro_map *map);

CUPRO_END_DECLS

#endif
