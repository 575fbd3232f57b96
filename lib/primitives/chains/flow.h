/* SPDX-License-Identifier: MIT */
/*
 * Flows: a runner writes results one after the other, some at a time.
 *
 * Many results that will not be in a cache when they are used flow through a buffer in the L1
 * cache, from which whole lines are streamed to memory; the processor then does not read these
 * lines before it writes them. Few results are written where they belong.
 */
#ifndef CUPRO__FLOW_H
#define CUPRO__FLOW_H

#include <stddef.h>

struct cupro__flow {
    char *to;     /* where the next result belongs; with a buffer, the start of its line */
    char *buffer; /* lines under way, or NULL                                            */
    size_t begin; /* bytes of the buffer's first line that are not this flow's           */
    size_t end;   /* bytes in the buffer                                                 */
};

/* Bytes of a buffer where `bytes` can be added at a time; 0: results of so many bytes in all are
 * better written where they belong. The buffer must be aligned to 64. */
size_t cupro__flow_buffer(size_t bytes, size_t all);

struct cupro__flow cupro__flow_begin(char *to, char *buffer);

/* Where to put the next results, and how many bytes were put there. */
char *cupro__flow_room(const struct cupro__flow *flow);
void cupro__flow_add(struct cupro__flow *flow, size_t bytes);

/* All is where it belongs, and a release store covers it. */
void cupro__flow_end(struct cupro__flow *flow);

#endif
