/* SPDX-License-Identifier: MIT */
/* What the calling thread is to cupro. */
#ifndef CUPRO__HERE_H
#define CUPRO__HERE_H

#include <cupro/pool.h>
#include <cupro/stop.h>
#include <stdbool.h>
#include <stdint.h>

struct cupro__inbox;
struct cupro__request;
struct cupro__worker;

struct cupro__here {
    cupro_pool *pool; /* whose thread this is while it runs something for an explicit pool */
    cupro_pool *used; /* what cupro_use said */
    int index;        /* which thread of its team; -1 outside operations */
    const struct cupro__request *chain; /* the request that led here, or NULL */
    struct cupro__worker *worker;       /* of the tree that it runs a branch of, or NULL */
    struct cupro__inbox *shift;         /* where it works on jobs, or NULL */
    const cupro_stop *token;            /* of the started task that it runs, or NULL */
    const void *offering;               /* the offer whose tasks it makes, or NULL */
    uint64_t settled; /* the life number of the pool that named and bound this thread */
    int proven;       /* teams of this size could be created from here */
    bool in_line;     /* works on items of a pipeline, further down the stack */
    bool working;     /* inside an operation; not so in a function that was installed */
    bool forked;      /* came through fork(): its OpenMP team is gone, and must not be used */
};

/* Initial-exec: found in one load, where the general model of shared objects takes a call. */
extern _Thread_local struct cupro__here cupro__here __attribute__((tls_model("initial-exec")));

#endif
