/* SPDX-License-Identifier: MIT */
/*
 * How figures leave the benchmark. A report is told of everything in the order of measuring: the
 * head, rows as they are done, the foot.
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "bench/measure.h"

#include <stdio.h>

struct bench_report {
    void (*head)(FILE *file);
    void (*figure)(FILE *file, const struct bench_figure_row *row,
                   const struct bench_figure_result *result);
    void (*ratios)(FILE *file, const struct bench_work_row *row,
                   const struct bench_work_result *result);
    /* Of a row over sizes: a result for each. */
    void (*sizes)(FILE *file, const struct bench_work_row *row,
                  const struct bench_work_result *result, size_t count);
    void (*foot)(FILE *file);
};

extern const struct bench_report bench_report_table, bench_report_markdown, bench_report_json;

/* "AMD EPYC 9654", as the system calls its processor; static storage. */
const char *bench_processor(void);

/* The compilers and libraries of the sides, with their versions. */
const char *bench_built_with(void);

/* What an entrant's time is at each size, per element in ns; returns the most over the least. */
double bench_time_per_element(const struct bench_work_result *result, size_t count, size_t entrant,
                              double *ns);

/* "1.23 ms" */
struct bench_text {
    char text[32];
};
struct bench_text bench_time_text(double seconds);

/* "1e6", "5e7", "1000" */
struct bench_text bench_count_text(size_t count);

#endif
