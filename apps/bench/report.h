/* SPDX-License-Identifier: MIT */
/* How figures leave the benchmark: a line of a table each, and JSON where a file is given. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "measure.h"

#include <stdio.h>

/* `json` is NULL, or the file for the same figures. */
void report_head(FILE *json);
void report_work(FILE *json, const struct bench_work_row *row, enum bench_peer peer,
                 const struct bench_result *result);
void report_figure(FILE *json, const struct bench_figure_row *row,
                   const struct bench_result *result);

/* Ends with the peers that were not built, and what they need. */
void report_foot(FILE *json);

#endif
