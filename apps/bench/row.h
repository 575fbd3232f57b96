/* SPDX-License-Identifier: MIT */
/*
 * Rows: what the benchmark measures.
 *
 * A pair row runs cupro and a peer on the same data in turn, A B A B …; each run is timed, each
 * pair gives a ratio, and the median ratio is the figure. Both sides return a digest of their
 * result, and a pair with different digests is not a figure but a failure.
 * A figure row measures one number, again and again; the median counts.
 */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include <stddef.h>
#include <stdint.h>

/* Do the work once; returns a digest of the result. */
typedef uint64_t bench_side(void *data);

/* Measure once; returns the number, in the row's unit. Negative: not to be had here. */
typedef double bench_figure(void *data);

struct bench_row {
    const char *name;
    const char *work; /* what both sides do, with sizes */

    const char *peer_name; /* pair rows; else NULL, and `figure` is set */
    bench_side *ours;
    bench_side *peer;

    bench_figure *figure;
    const char *unit;

    double target;          /* the ratio ours / peer, or the figure, should be … */
    int at_least;           /* … at least this; else at most                     */
    void *(*prepare)(void); /* data for both sides; NULL: not to be had here */
    void (*finish)(void *data);
};

struct bench_rows {
    const struct bench_row *row;
    size_t count;
};

extern const struct bench_rows bench_engine_rows;
extern const struct bench_rows bench_array_rows;
extern const struct bench_rows bench_program_rows;

struct bench_settings {
    const char *only; /* part of a row's name, or NULL                      */
    const char *json; /* where to write the figures too, or NULL            */
    const char *text; /* an input for the programs; NULL: one is made       */
    int runs;         /* pairs of a row                                     */
    int threads;      /* of both sides; set with OMP_NUM_THREADS by main    */
};
extern struct bench_settings bench_settings;

double bench_seconds(void);     /* of a clock that only goes forward   */
double bench_cpu_seconds(void); /* that all threads have used together */

#endif
