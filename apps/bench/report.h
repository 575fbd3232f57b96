/* SPDX-License-Identifier: MIT */
/* How figures leave the benchmark: a line of a table each, and JSON. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "measure.h"

#include <stdio.h>

void report_table_head(void);
void report_table_row(const struct bench_row *row, const struct bench_result *result);

void report_json_head(FILE *file);
void report_json_row(FILE *file, const struct bench_row *row, const struct bench_result *result,
                     bool is_first);
void report_json_foot(FILE *file);

#endif
