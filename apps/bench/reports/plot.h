/* SPDX-License-Identifier: MIT */
/*
 * Plots: time per element over n, and time over the number of threads, all sides in each.
 *
 * The folder holds the data (plot_data.h), the script plots.gp, and what gnuplot makes of them: a
 * PNG and an SVG for each data file.
 */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include <stdbool.h>

/* Make the folder bench_settings.plot, where it is missing. Leaves by fail() if that cannot be
 * written to, and by fail_usage() if --only leaves no row to draw. */
void plot_prepare(void);

/* Measure, write and draw everything; `argv` is what this program was started with. Where gnuplot
 * is missing all but the drawing is done, and a note on stderr says so. False: results differ. */
bool plot_all(char **argv);

#endif
