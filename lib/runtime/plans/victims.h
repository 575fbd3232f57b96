/* SPDX-License-Identifier: MIT */
/*
 * Victims: in which order the threads of a plan steal from each other.
 *
 *     0  1  2  3 | 4  5  6  7 || 8  9 10 11 |12 13 14 15      threads, by node and L3 cache
 *     ^ thread 1 begins with 2, 3, 0;
 *       goes on to 4 … 7 on the same node;
 *       then looks at the other nodes, nearest first, each as a whole
 *
 * A thread needs two rows of neighbours, and its node a list of the other nodes. So the table grows
 * with the threads and with the square of the nodes; one with all victims of each thread would take
 * half a megabyte on 384.
 */
#ifndef CUPRO__VICTIMS_H
#define CUPRO__VICTIMS_H

/* Threads that stand side by side in `thread`. */
struct cupro__row {
    int first, end;
};

struct cupro__victims {
    int threads;
    int nodes;                /* with threads on them; those that are on none count as one */
    int *thread;              /* in the order of their nodes, and on these of their caches  */
    int *stand;               /* for each thread: where in `thread` it stands               */
    int *node_of;             /* for each thread: its node, 0 … nodes - 1                   */
    struct cupro__row *cache; /* for each thread: those of its node that share its L3       */
    struct cupro__row *node;  /* for each node: its threads                                 */
    int *other;               /* for each node: the nodes - 1 others, nearest first         */
    int *rank;                /* … and their ranks; equal for those that are equally near   */
};

#endif
