/* SPDX-License-Identifier: MIT */
/*
 * The plot on a terminal: a bar for each number of threads, as long as the logarithm of the
 * speedup, so that each doubling is as long as the last, and dots from there to what would be
 * perfect.
 */
#include "tune/reports.h"

#include <math.h>

enum { WIDTH = 48 };

static int columns_of(double factor, double most)
{
    const double columns = log2(factor) / log2(most) * WIDTH;
    return columns > WIDTH ? WIDTH : columns > 0 ? (int)lround(columns) : 0;
}

static void bar(FILE *file, const struct tuning *tuning, enum tune_work work, size_t count)
{
    const struct scaling *scaling = &tuning->scaling;
    const int threads = scaling->count[count];
    const double most = scaling->count[scaling->counts - 1];
    const double speedup = report_speedup(tuning, work, count);
    const int reached = columns_of(speedup, most), perfect = columns_of(threads, most);
    fprintf(file, "%-8s %5d |", count == 0 ? tune_work_name(work) : "", threads);
    for (int i = 0; i < WIDTH; i++)
        fputc(i < reached ? '#' : i < perfect ? '.' : ' ', file);
    fprintf(file, " %6.2f%s\n", speedup, count == tuning->advice.knee[work] ? " knee" : "");
}

void report_bars(FILE *file, const struct tuning *tuning)
{
    const struct scaling *scaling = &tuning->scaling;
    if (scaling->counts == 1)
        return;
    fprintf(file, "\nSpeedup over one thread, binding %s; # reached, . perfect, both logarithmic\n",
            tune_bind_name(scaling->policy[tuning->advice.policy]));
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        for (size_t c = 0; c < scaling->counts; c++)
            bar(file, tuning, work, c);
}
