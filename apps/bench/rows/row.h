/* SPDX-License-Identifier: MIT */
/*
 * Rows: what the benchmark measures.
 *
 * A work row has cupro and the peers do the same work on the same arrays, in turn; each run is
 * timed, each round gives a ratio to each peer, and the median ratio is the figure. The results
 * must agree, else the row is not a figure but a failure. A figure row measures one number, again
 * and again; the median counts.
 */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include "bench/sides/side.h"

#include <stdbool.h>

/* What the input is an array of. */
enum bench_type {
    BENCH_I32,
    BENCH_I32_RISING, /* 0, 1, 2 … */
    BENCH_I32_ALL,    /* of all 32 bits */
    BENCH_I64,
    BENCH_U64,        /* of all 64 bits        */
    BENCH_U64_RISING, /* 0, 1, 2 …             */
    BENCH_U64_FALLING,
    BENCH_U64_FEW,      /* ten values            */
    BENCH_U64_SKEWED,   /* of any number of bits */
    BENCH_U64_HALVES,   /* two halves that rise  */
    BENCH_U64_KEYS,     /* a half that rises, and one of values from all over it */
    BENCH_U64_RUNS,     /* each of 3 i twice     */
    BENCH_U64_OF_100,   /* of all 64 bits, but only 100 of them …  */
    BENCH_U64_OF_1E5,   /* … or 100000 …                           */
    BENCH_U64_OF_FIFTH, /* … or as many as a fifth of the array    */
    BENCH_F64,
    BENCH_F64_UNIT, /* from 0 to 1 */
    BENCH_U8,
    BENCH_PAIRS,   /* keys of all 64 bits, and a value of 8 bytes   */
    BENCH_RECORDS, /* of 64 bytes, with keys of all 32 bits in them */
    BENCH_STRINGS, /* of 16 hexadecimal digits, no two alike */
    BENCH_NO_ARRAY
};

struct bench_work_row {
    const char *name;
    const char *what; /* all sides do */
    enum bench_work work;
    enum bench_type of;
    size_t n;                        /* elements; 0: bench_settings.elements / part   */
    size_t part;                     /* 0: 1                                          */
    bool over_sizes;                 /* measure the time per element at several n     */
    bool in_place;                   /* out is in before each call, off the clock     */
    bool any_order;                  /* results are the same in another order         */
    bool is_slow;                    /* a fifth of the elements where it has to be quick */
    bool is_plotted;                 /* with --plot, unless --only names the rows     */
    double target[BENCH_SIDE_COUNT]; /* ours / theirs should be at most this; 0: none */
};

/* At so many sizes at most, from 1e6 up by tens to ten times bench_settings.elements. */
enum { BENCH_MOST_SIZES = 4 };

/* How many elements a work row has; one over sizes has them at its last size but one. */
size_t bench_elements_of(const struct bench_work_row *row);

/* What a figure may be instead of a number: not to be had here; results differ. */
enum { BENCH_NOT_HERE = -1, BENCH_DIFFERENT = -2 };

/* Measure once; returns the number, in the row's unit, or why there is none. */
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

extern const struct bench_figure_rows bench_engine_rows, bench_count_rows, bench_word_rows,
    bench_sort_rows, bench_search_rows, bench_histogram_rows;
extern const struct bench_work_rows bench_array_rows, bench_group_rows;

/* All of them, in the order of measuring. A NULL ends each list. */
extern const struct bench_figure_rows *const bench_figure_tables[];
extern const struct bench_work_rows *const bench_work_tables[];

/* The table that has the row. */
const struct bench_work_rows *bench_table_of(const struct bench_work_row *row);

#endif
