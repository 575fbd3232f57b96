/* SPDX-License-Identifier: MIT */
/*
 * Sides: cupro and its peers, which do the same works on the same arrays.
 *
 * To add a work: a line in bench_work, a case in each side that has such an algorithm
 * (side_cupro.c, peer_*), and a row in array_rows.c. A side without it is left out of the row.
 */
#ifndef BENCH_SIDE_H
#define BENCH_SIDE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum bench_work {
    BENCH_MAP,      /* out[i] = 3 * in[i] + 1                             */
    BENCH_COPY,     /* out[i] = in[i]                                     */
    BENCH_SUM,      /* of in, as int64_t                                  */
    BENCH_SUM_REAL, /* of real                                            */
    BENCH_FILTER,   /* the even ones of in, in order                      */
    BENCH_FOLD,     /* sum of the squares of the even ones, in one body   */
    BENCH_CHAIN,    /* the same of a filter, a map and a sum              */
    BENCH_SCAN,     /* out[i] = in[0] + … + in[i], modulo 2^32            */
    BENCH_FIND,     /* the index of the first bench_absent in in, n: none */
    BENCH_ANY,      /* 1: in has the value bench_early(arrays); 0: not    */
    BENCH_JOIN      /* fib(bench_fib), a join for each call to the leaf   */
};

/* What the works read, and where they leave what they found. */
struct bench_arrays {
    size_t n;
    int32_t *in;  /* of 24 bits, so that 3 x + 1 fits; no side writes to it    */
    double *real; /* whole numbers whose sum is exact in any order; nor to it  */
    int32_t *out; /* room for n elements, for works that have an array to show */

    const int32_t *result; /* that array: mostly out, or one that the side keeps */
    size_t result_count;   /* its elements; 0 for works that make a number       */
    int64_t number;        /* that number                                        */
};

enum { bench_absent = -1, bench_fib = 32 };

/* A value that stands in the first hundredth of in. */
static inline int32_t bench_early(const struct bench_arrays *arrays)
{
    return arrays->in[arrays->n / 200];
}

typedef void bench_task(struct bench_arrays *arrays);

struct bench_side {
    const char *name;
    const char *packages;                      /* of Debian, to build it                   */
    bench_task *(*task)(enum bench_work work); /* NULL: not built here. Returns NULL: no   */
                                               /* such algorithm                           */
    void (*start)(int threads);                /* NULL: it reads the number from variables */
};

enum bench_peer {
    BENCH_OPENMP,
    BENCH_STD_PAR,
    BENCH_TBB,
    BENCH_PARALLEL_MODE,
    BENCH_RAYON,
    BENCH_PEERS /* how many there are */
};

extern const struct bench_side bench_peers[BENCH_PEERS];

/* What a side does for a work, or NULL. */
bench_task *cupro_task_for(enum bench_work work);
bench_task *openmp_task_for(enum bench_work work);
bench_task *std_par_task_for(enum bench_work work);
bench_task *tbb_task_for(enum bench_work work);
bench_task *parallel_mode_task_for(enum bench_work work);
bench_task *rayon_task_for(enum bench_work work);

/* Limits oneTBB, and std::execution::par with it. They never have more threads than processors. */
void tbb_start(int threads);

#ifdef __cplusplus
}
#endif

#endif
