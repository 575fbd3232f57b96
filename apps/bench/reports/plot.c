/* SPDX-License-Identifier: MIT */
/* Drawing, with gnuplot. */
#include "bench/reports/plot.h"

#include "bench/reports/plot_data.h"
#include "bench/sides/sides.h"
#include "bench/settings.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <string.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_figure(FILE *script, enum plot_axis axis, const struct bench_work_row *row,
                         const char *y)
{
    static const char *const terminals[][2] = {{"png", "pngcairo size 1000,600"},
                                               {"svg", "svg size 1000,600"}};
    const char *name = plot_axis_name(axis);
    for (size_t t = 0; t < sizeof terminals / sizeof terminals[0]; t++)
        fprintf(script,
                "set terminal %s noenhanced\n"
                "set output '%s-%s.%s'\n"
                "plot for [i=2:%zu] '%s-%s.dat' using 1:(%s) with linespoints "
                "title columnheader(i)\n",
                terminals[t][1], name, row->name, terminals[t][0],
                bench_entrants_of(row->work).count + 1, name, row->name, y);
}

/* On logarithmic scales all: a line that falls by half with each doubling of the threads is perfect
 * scaling, whatever the side. */
static void write_script(FILE *script)
{
    fprintf(script, "# gnuplot plots.gp, in this folder, draws the figures again.\n"
                    "set key outside right top\n"
                    "set format '%%g'\n"
                    "set grid\n"
                    "set logscale y\n");
    for (size_t i = 0; i < bench_array_rows.count; i++) {
        const struct bench_work_row *row = &bench_array_rows.row[i];
        if (!plot_is_drawn(row))
            continue;
        fprintf(script,
                "\nset title '%s: %s'\n"
                "set logscale x 10\nset xlabel 'elements'\nset ylabel 'ns an element'\n",
                row->name, row->what);
        write_figure(script, PLOT_SIZE, row, "column(i) / $1 * 1e9");
        fprintf(script,
                "set title '%s: %s, n = %zu'\n"
                "set logscale x 2\nset xlabel 'threads'\nset ylabel 'ms'\n",
                row->name, row->what, bench_elements_of(row));
        write_figure(script, PLOT_THREADS, row, "column(i) * 1e3");
    }
}

static FILE *open_script(const char *mode)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/plots.gp", bench_settings.plot);
    FILE *script = fopen(path, mode);
    if (script == NULL)
        fail("--plot=%s: %s", bench_settings.plot, strerror(errno));
    return script;
}

static void draw(void)
{
    char *const argv[] = {"gnuplot", "plots.gp", NULL};
    char *here = getcwd(NULL, 0);
    if (here == NULL || chdir(bench_settings.plot) != 0)
        fail("%s: %s", bench_settings.plot, strerror(errno));
    int status = plot_run("gnuplot", argv);
    if (chdir(here) != 0)
        fail("%s: %s", here, strerror(errno));
    free(here);
    if (status == 127)
        complain("the plots are not drawn: install gnuplot-nox and run gnuplot plots.gp in %s",
                 bench_settings.plot);
    else if (status != 0)
        fail("gnuplot failed on %s/plots.gp", bench_settings.plot);
}

void plot_prepare(void)
{
    size_t drawn = 0;
    for (size_t i = 0; i < bench_array_rows.count; i++)
        drawn += plot_is_drawn(&bench_array_rows.row[i]);
    if (drawn == 0)
        fail_usage("--plot: no row with '%s' in its name can be drawn", bench_settings.only);
    if (mkdir(bench_settings.plot, 0777) != 0 && errno != EEXIST)
        fail("--plot=%s: %s", bench_settings.plot, strerror(errno));
    fclose(open_script("a"));
}

bool plot_all(char **argv)
{
    bool agree = plot_data_measure(argv);
    FILE *script = open_script("w");
    write_script(script);
    if (fclose(script) != 0)
        fail("--plot=%s: %s", bench_settings.plot, strerror(errno));
    draw();
    return agree;
}
