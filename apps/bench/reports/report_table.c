/* SPDX-License-Identifier: MIT */
/* The table for the terminal: a line for each row and peer, with the target where there is one. */
#include "bench/reports/report.h"
#include "bench/settings.h"

static void head(FILE *file)
{
    fprintf(file, "%d threads, arrays of %s elements, medians of %d runs\n\n",
            bench_settings.threads, bench_count_text(bench_settings.elements).text,
            bench_settings.runs);
    fprintf(file, "%-14s %-19s %12s %20s  %9s\n", "row", "peer", "median", "least … most",
            "target");
}

/* The part that both kinds of rows share. */
struct line {
    const char *name, *what, *peer, *unit;
    const struct spread *spread; /* NULL: there is none */
    double target;               /* 0: none             */
    bool at_least;
};

static const char *verdict(const struct line *line)
{
    if (line->target <= 0)
        return "";
    bool met = line->at_least ? line->spread->median >= line->target
                              : line->spread->median <= line->target;
    return met ? "met" : "MISSED";
}

static void write_line(FILE *file, const struct line *line)
{
    char target[16] = "";
    if (line->target > 0)
        snprintf(target, sizeof target, "%s %6.2f", line->at_least ? ">=" : "<=", line->target);
    fprintf(file, "%-14s %-19s %7.3f %-4s %8.3f …%8.3f  %9s  %-6s %s", line->name, line->peer,
            line->spread->median, line->unit, line->spread->least, line->spread->most, target,
            verdict(line), line->what);
}

static void figure(FILE *file, const struct bench_figure_row *row,
                   const struct bench_figure_result *result)
{
    const struct line line = {.name = row->name,
                              .what = row->what,
                              .peer = "",
                              .unit = row->unit,
                              .spread = &result->figure,
                              .target = row->target,
                              .at_least = row->at_least};
    if (result->is_here)
        write_line(file, &line);
    else
        fprintf(file, "%-14s %-19s %s: %s", row->name, "",
                result->agrees ? "not to be had here" : "DIFFERENT RESULTS", row->what);
    fputc('\n', file);
    fflush(file);
}

static void ratios(FILE *file, const struct bench_work_row *row,
                   const struct bench_work_result *result)
{
    if (result->entrants.count == 1)
        fprintf(file, "%-14s %-19s no peer in this build: %s: %s\n", row->name, "", row->what,
                bench_time_text(result->seconds[0]).text);
    for (size_t e = 1; e < result->entrants.count; e++) {
        enum bench_side_id side = result->entrants.side[e];
        const struct line line = {.name = row->name,
                                  .what = row->what,
                                  .peer = bench_side_name(side),
                                  .unit = "x",
                                  .spread = &result->ratio[e],
                                  .target = row->target[side]};
        write_line(file, &line);
        fprintf(file, ": %s, peer %s%s\n", bench_time_text(result->seconds[0]).text,
                bench_time_text(result->seconds[e]).text,
                result->agrees[0] && result->agrees[e] ? "" : ", DIFFERENT RESULTS");
    }
    fflush(file);
}

static void sizes(FILE *file, const struct bench_work_row *row,
                  const struct bench_work_result *result, size_t count)
{
    double ns[BENCH_MOST_SIZES];
    for (size_t e = 0; e < result->entrants.count; e++) {
        double flat = bench_time_per_element(result, count, e, ns);
        fprintf(file, "%-14s %-19s", row->name, bench_side_name(result->entrants.side[e]));
        bool agree = true;
        for (size_t s = 0; s < count; s++) {
            fprintf(file, " %6s: %-7.4f", bench_count_text(result[s].n).text, ns[s]);
            agree = agree && result[s].agrees[e];
        }
        fprintf(file, "ns an element; most / least %.2f  %s%s\n", flat, row->what,
                agree ? "" : ", DIFFERENT RESULTS");
    }
    fflush(file);
}

static void foot(FILE *file)
{
    for (enum bench_side_id side = 0; side < BENCH_SIDE_COUNT; side++)
        if (!bench_side_is_built(side))
            fprintf(file, "\n%s is not in this build. For it, install %s and configure again.",
                    bench_side_name(side), bench_side_packages(side));
    fputc('\n', file);
}

const struct bench_report bench_report_table = {head, figure, ratios, sizes, foot};
