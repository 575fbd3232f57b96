/* SPDX-License-Identifier: MIT */
/*
 * What plots are made of. A folder holds for each row that is drawn size-ROW.dat and
 * threads-ROW.dat: a line of names, then in each line n or a number of threads, and the seconds a
 * call of each side that has the work.
 */
#ifndef BENCH_PLOT_DATA_H
#define BENCH_PLOT_DATA_H

#include "bench/rows/row.h"

#include <stdbool.h>
#include <stdio.h>

enum plot_axis { PLOT_SIZE, PLOT_THREADS, PLOT_AXES /* how many */ };

const char *plot_axis_label(enum plot_axis axis); /* "elements", "threads" */
const char *plot_axis_name(enum plot_axis axis);  /* "size", "threads": in names of files */

/* Whether the settings want the row drawn: those that are marked for it, and any row whose size is
 * not fixed if --only asks for it. */
bool plot_is_drawn(const struct bench_work_row *row);

/* Measure everything and write it into the folder bench_settings.plot. `argv` is what this program
 * was started with. False: results differ. */
bool plot_data_measure(char **argv);

/* Add a line, for this process's number of threads, to each threads-ROW.dat in the folder
 * bench_settings.points. False: results differ. */
bool plot_data_add_point(void);

/* The points of a file as JSON lists, "[100, 1e-6, 2e-6], [300, …". */
void plot_data_write_json(FILE *json, enum plot_axis axis, const struct bench_work_row *row);

/* Run a program, and return its exit status; 127: it is not there. */
int plot_run(const char *program, char *const *argv);

#endif
