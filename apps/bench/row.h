/* SPDX-License-Identifier: MIT */
/*
 * Rows: what the benchmark measures.
 *
 * A work row runs cupro and a peer on the same arrays in turn, A B A B …; each run is timed, each
 * pair gives a ratio, and the median ratio is the figure; so for each peer. The results must agree,
 * else the row is not a figure but a failure.
 * A figure row measures one number, again and again; the median counts.
 */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include "side.h"

#include <stdbool.h>

struct bench_work_row {
    const char *name;
    const char *what; /* both sides do */
    enum bench_work work;
    size_t n;                   /* elements; 0: as many as bench_settings says           */
    bool is_plotted;            /* with --plot                                           */
    double target[BENCH_PEERS]; /* the ratio ours / peer should be at most this; 0: none */
};

/* Measure once; returns the number, in the row's unit. Negative: not to be had here. */
typedef double bench_figure(void *data);

struct bench_figure_row {
    const char *name;
    const char *what;
    bench_figure *figure;
    const char *unit;
    double target;          /* the figure should be …                            */
    bool at_least;          /* … at least this; else at most                     */
    void *(*prepare)(void); /* data for the figure; returns NULL: not to be had here */
    void (*finish)(void *data);
};

struct bench_work_rows {
    const struct bench_work_row *row;
    size_t count;
};

struct bench_figure_rows {
    const struct bench_figure_row *row;
    size_t count;
};

extern const struct bench_figure_rows bench_engine_rows;
extern const struct bench_work_rows bench_array_rows;
extern const struct bench_figure_rows bench_program_rows;

struct bench_settings {
    const char *only;   /* part of a row's name, or NULL                            */
    const char *json;   /* where to write the figures too, or NULL                  */
    const char *text;   /* an input for the programs; NULL: one is made             */
    const char *plot;   /* a folder for plots, or NULL                              */
    const char *points; /* such a folder, to add what one number of threads gives   */
    size_t elements;    /* of the arrays                                            */
    size_t text_bytes;  /* of the text that is made                                 */
    bool is_quick;      /* smaller inputs, fewer runs                               */
    int runs;           /* pairs of a row                                           */
    int threads;        /* of all sides; set in their variables by main             */
};
extern struct bench_settings bench_settings;

/* Whether --only lets the row with this name through. */
bool bench_is_wanted(const char *name);

#endif
