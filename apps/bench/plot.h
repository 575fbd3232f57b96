/* SPDX-License-Identifier: MIT */
/*
 * Plots of the rows that are marked for it: time over n, and speed over threads.
 *
 * A folder holds, for each such row, size-ROW.dat and threads-ROW.dat (a column of n or threads,
 * then a column of seconds a call for each side that has the work), the script plots.gp, and what
 * gnuplot makes of them: a PNG and an SVG for each data file.
 */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include <stdbool.h>

/* Measure, write and draw everything; the folder is bench_settings.plot, and argv what this program
 * was started with. Where gnuplot is missing
 * all but the drawing is done, and a note says so. False: results differ. */
bool plot_all(char **argv);

/* Add a line, for this process's number of threads, to each of the threads-ROW.dat in
 * bench_settings.points. False: results differ. */
bool plot_points(void);

#endif
