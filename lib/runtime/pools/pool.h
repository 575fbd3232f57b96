/* SPDX-License-Identifier: MIT */
/*
 * Inside a pool.
 *
 * The host is a pthread of the pool's own (lodge.h). It serves the inbox, and is thread 0 of the
 * OpenMP team that it alone owns, so neither the caller's team nor fork() can get in its way.
 *
 * The team is the host and the threads that the OpenMP runtime keeps for it: one region for each
 * operation, always of the same size, because libgomp ends and creates threads when that changes.
 *
 * A life is a number that no other pool, and no earlier life of this one, has had. A thread that
 * enters a region with another number in its pocket is new: it gets name and binding.
 */
#ifndef CUPRO__POOL_H
#define CUPRO__POOL_H

#include "runtime/engine/backend.h"
#include "runtime/pools/inbox.h"
#include "runtime/pools/lodge.h"
#include "runtime/plans/plan.h"
#include "runtime/machine/topology.h"

#include <cupro/pool.h>
#include <sys/types.h>

/* What is known of one of the pool's threads. */
struct cupro__fellow {
    pid_t tid;
    int started;    /* what on_start returned */
    bool present;   /* on_start has returned 0, so on_exit is due */
    int bind_error; /* CUPRO_EBIND where the kernel refused the plan */
};

struct cupro_pool {
    struct cupro_pool *next; /* in the registry; guarded by its lock, as are the next four */
    int guests;              /* threads that are inside a call to this pool */
    bool closing;
    bool alive;    /* has a host; not in a fork's child before the first use */
    bool reviving; /* a guest is seeing to that */

    cupro_pool_options options; /* with copies of name and cpus */
    int asked;                  /* threads that were to be */
    int threads;                /* threads that are */
    char why[96];               /* where the number comes from */
    hwloc_bitmap_t part;        /* the PUs that its threads may use; NULL: all of ours */
    const char *why_bind;       /* and the policy              */

    const struct cupro__machine *machine; /* NULL for threads that are not bound */
    bool roams;                           /* not bound, whatever the opening thread is */
    struct cupro__plan plan;
    struct cupro__victims victims;

    struct cupro__fellow *fellow;
    uint64_t life;
    struct cupro__inbox inbox;
    struct cupro__lodger *host;
};

/* -- host.c: threads --------------------------------------------------------------------------- */

/* Start host and team; on an error none of their threads is left. */
int cupro__host_start(cupro_pool *pool);

/* Run the exit hooks, end the team, join the host. */
void cupro__host_end(cupro_pool *pool);

/* On the host, outside of a region: open one over the whole team. */
void cupro__host_region(cupro_pool *pool, cupro__member *member, void *arg);

/* -- registry.c: which handles are open pools ---------------------------------------------------
 */

/* Keep the pool open until `leave`. CUPRO_EINVAL for anything but an open pool; starts the threads
 * anew in a fork's child. */
int cupro__registry_enter(cupro_pool *pool);
void cupro__registry_leave(cupro_pool *pool);

/* Let no more guests in. CUPRO_EINVAL as above; CUPRO_EBUSY below a call to the pool, if the caller
 * is to wait for its end. */
int cupro__registry_retire(cupro_pool *pool, bool waits);

/* Take that back. */
void cupro__registry_reopen(cupro_pool *pool);

/* Wait until the guests of a retired pool have left. */
void cupro__registry_empty(cupro_pool *pool);

/* Have every pool's threads that wait elsewhere look again for what descends from that. */
void cupro__registry_tell_all(void);

/* Lists and delists a pool; with fork forbidden. */
void cupro__registry_add(cupro_pool *pool);
void cupro__registry_remove(cupro_pool *pool);

/* -- pool.c -------------------------------------------------------------------------------------
 */

/* Run run(arg) on a thread of an entered pool that is not the caller's own, and wait. `whole`: on
 * its host, when the team is free. */
void cupro__pool_send(cupro_pool *pool, bool whole, void (*run)(void *arg), void *arg);

/* What one of several pools may have of the machine. */
struct cupro__pool_share {
    hwloc_const_cpuset_t cpus;
    int threads; /* unless the options say a number */
};

/* cupro_pool_open_with, of valid options, with a share of the machine (NULL: all of it). With
 * `roams`, threads that nothing binds may run wherever the process may, even if the calling thread
 * may not. */
int cupro__pool_open(cupro_pool **pool, const cupro_pool_options *options,
                     const struct cupro__pool_share *share, bool roams);

/* Threads inherit their mask. One that a bound pool's thread opens shall not inherit that: it is to
 * roam. */
bool cupro__pool_opener_is_bound(void);

const char *cupro__bind_name(cupro_bind bind);

/* The policy with that name; CUPRO_BIND_DEFAULT if there is none that pools may have without a list
 * of CPUs. */
cupro_bind cupro__bind_named(const char *name);

/* What CUPRO_BIND_DEFAULT stands for, and who says so. */
cupro_bind cupro__bind_by_default(const char **why);

bool cupro__pool_options_are_valid(const cupro_pool_options *options);

/* The inbox of the pool whose thread the caller is, or NULL. */
struct cupro__inbox *cupro__pool_home(void);

#endif
