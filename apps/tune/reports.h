/* SPDX-License-Identifier: MIT */
/* What was measured, and what follows from it, for people and for programs. Errors of the file are
 * the caller's to find. */
#ifndef TUNE_REPORTS_H
#define TUNE_REPORTS_H

#include "tune/tuning.h"

#include <stdio.h>

/* Tables, a plot of bars, and the knee: 80 columns. */
void report_text(FILE *file, const struct tuning *tuning);
void report_bars(FILE *file, const struct tuning *tuning); /* the plot only */

/* One object. */
void report_json(FILE *file, const struct tuning *tuning);

/* One line a figure, with a head: what, threads, bind or nodes, unit, median, least, most, runs. */
void report_tsv(FILE *file, const struct tuning *tuning);

/* Speedup over threads, as a picture. */
void report_svg(FILE *file, const struct tuning *tuning);

/* A profile that the library reads (cupro/profile.h). */
void report_profile(FILE *file, const struct tuning *tuning);

/* Of a work with the policy that is advised, over one thread. */
double report_speedup(const struct tuning *tuning, enum tune_work work, size_t count);

#endif
