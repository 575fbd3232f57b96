/* SPDX-License-Identifier: MIT */
/* What cupro-tune finds out, for those who measure it and those who report it. */
#ifndef TUNE_TUNING_H
#define TUNE_TUNING_H

#include "common/spread.h"

#include <cupro/pool.h>

#include <stdbool.h>
#include <stddef.h>

/* Slower than the best by no more than this is as good. */
#define TUNE_TOLERANCE 0.10

/* A policy, or a time, other than the usual has to gain as much to be worth naming. */
#define TUNE_GAIN 0.05

enum tune_work { TUNE_MAP, TUNE_REDUCE, TUNE_SORT, TUNE_COUNT, TUNE_WORKS };

/* "map", and what it does in some words. */
const char *tune_work_name(enum tune_work work);
const char *tune_work_text(enum tune_work work);

/* Of seconds, or of GB/s. */
struct figure {
    struct spread spread;
    int runs;
};

/* By how much it went up and down, in percent of the median: half of the range. */
double tune_percent(const struct figure *figure);

/* -- Bandwidth: threads of one node, memory of another ----------------------------------------- */

struct lane {
    struct figure copy, triad; /* GB/s */
    double placed;             /* the share of the pages that lie where they should */
};

struct bandwidth {
    size_t sources, targets;
    int *source;  /* nodes with PUs, by the kernel's numbers; the first of those that share them */
    int *threads; /* of each source                                                              */
    int *target;  /* nodes with memory                                                           */
    size_t bytes; /* of each of three arrays                                                     */
    struct lane *lane; /* from source i to target j: lane[i * targets + j]                       */
};

/* -- Scaling: threads and policies ------------------------------------------------------------- */

enum { TUNE_MOST_COUNTS = 32, TUNE_POLICIES = CUPRO_BIND_NUMA };

struct scaling {
    size_t elements;
    int count[TUNE_MOST_COUNTS]; /* of threads, rising from 1 */
    size_t counts;
    cupro_bind policy[TUNE_POLICIES]; /* none first */
    size_t policies;
    /* Which policy before this one plans the same for so many threads; itself, if none does. */
    size_t same[TUNE_MOST_COUNTS][TUNE_POLICIES];
    bool differs[TUNE_POLICIES];                                     /* for some number */
    struct figure time[TUNE_WORKS][TUNE_MOST_COUNTS][TUNE_POLICIES]; /* seconds */
};

const char *tune_bind_name(cupro_bind bind);

/* -- Grain ------------------------------------------------------------------------------------- */

enum { TUNE_CHUNKS = 10, TUNE_STARTS = 9 };

struct grain {
    int threads;               /* 1: nothing was measured */
    double chunk[TUNE_CHUNKS]; /* nanoseconds that a chunk takes, each twice the one before */
    struct figure time[TUNE_CHUNKS];
    double start[TUNE_STARTS]; /* nanoseconds that a whole operation takes on the caller */
    struct figure alone[TUNE_STARTS], team[TUNE_STARTS];
};

/* -- What follows from it ---------------------------------------------------------------------- */

struct advice {
    double percent; /* by which the times of the works went up and down: the median of all */
    size_t policy;  /* index */
    size_t knee[TUNE_WORKS]; /* indexes of counts */
    size_t threads;          /* the largest of these */
    bool all_threads;        /* that is as many as there are */
    int chunk;               /* index of the knee; -1: not measured */
    bool usual_chunk;        /* the usual 2 us are as good */
    int start;        /* index from which on the team is faster; -1: never, or not measured */
    bool usual_start; /* that is about what is usual */
};

struct tuning {
    char machine[256];
    int pus;      /* that the process may use */
    int most;     /* threads that were measured      */
    char why[96]; /* where that number comes from    */
    double seconds;
    double others; /* processors that other programs used meanwhile; < 0: not known */
    struct bandwidth bandwidth;
    struct scaling scaling;
    struct grain grain;
    struct advice advice;
};

/* Why the figures are doubtful: others used too much of the machine, or the times of most works
 * went up and down by more than the knee allows. */
bool tune_is_busy(const struct tuning *tuning);
bool tune_is_unsteady(const struct tuning *tuning);

#endif
