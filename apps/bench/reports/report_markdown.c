/* SPDX-License-Identifier: MIT */
/* The tables as the README has them: a row a work, a column for each peer that was built. */
#include "bench/reports/report.h"
#include "bench/settings.h"

#include <unistd.h>

/* The table that is being written. Each kind of row has one of its own, with its own columns. */
static enum table { NO_TABLE, FIGURES, WORKS, SIZES } open_table;
static const struct bench_work_rows *open_works; /* the rows of the table of works */

static void head(FILE *file)
{
    fprintf(file,
            "%s, %ld processors; %s. %d threads, medians of %d runs (of 3, where one takes 8 s "
            "or more), in which all sides took turns; in brackets the least and the most. Results "
            "were compared.\n",
            bench_processor(), sysconf(_SC_NPROCESSORS_ONLN), bench_built_with(),
            bench_settings.threads, bench_settings.runs);
}

/* -- Figures ----------------------------------------------------------------------------------- */

static void figure(FILE *file, const struct bench_figure_row *row,
                   const struct bench_figure_result *result)
{
    const struct spread *spread = &result->figure;
    if (open_table != FIGURES)
        fprintf(file, "\n| cupro by itself | |\n| --- | ---: |\n");
    open_table = FIGURES;
    if (result->is_here)
        fprintf(file, "| `%s`: %s | %.3g %s (%.3g–%.3g) |\n", row->name, row->what, spread->median,
                row->unit, spread->least, spread->most);
    else
        fprintf(file, "| `%s`: %s | %s |\n", row->name, row->what,
                result->agrees ? "not here" : "**different results**");
    fflush(file);
}

/* -- Works ------------------------------------------------------------------------------------- */

/* Those peers have a column that take part in any of the rows. */
static bool has_column(enum bench_side_id side)
{
    for (size_t i = 0; i < open_works->count; i++)
        if (bench_side_does(side, open_works->row[i].work))
            return true;
    return false;
}

static void begin_works(FILE *file, const struct bench_work_rows *rows)
{
    open_table = WORKS;
    open_works = rows;
    fprintf(file,
            "\nRatios are cupro's time / the other's: below 1, cupro is the faster one. –: it "
            "has no such algorithm.\n\n| n | what | cupro |");
    for (enum bench_side_id side = BENCH_CUPRO + 1; side < BENCH_SIDE_COUNT; side++)
        if (has_column(side))
            fprintf(file, " %s |", bench_side_name(side));
    fprintf(file, "\n| ---: | --- | ---: |");
    for (enum bench_side_id side = BENCH_CUPRO + 1; side < BENCH_SIDE_COUNT; side++)
        if (has_column(side))
            fprintf(file, " ---: |");
    fputc('\n', file);
}

/* The side's place among those that took part, or their number. */
static size_t entrant_of(const struct bench_entrants *entrants, enum bench_side_id side)
{
    size_t e = 0;
    while (e < entrants->count && entrants->side[e] != side)
        e++;
    return e;
}

/* Two digits behind the point, so that the columns can be compared; more for what is tiny. */
static struct bench_text ratio_text(double ratio)
{
    struct bench_text text;
    const char *format = ratio < 0.095 ? "%.2g" : ratio < 9.95 ? "%.2f" : "%.0f";
    snprintf(text.text, sizeof text.text, format, ratio);
    return text;
}

static void ratio(FILE *file, const struct bench_work_result *result, size_t e)
{
    const struct spread *spread = &result->ratio[e];
    if (e == result->entrants.count)
        fprintf(file, " – |");
    else if (!result->agrees[0] || !result->agrees[e])
        fprintf(file, " **different results** |");
    else
        fprintf(file, " %s (%s–%s) |", ratio_text(spread->median).text,
                ratio_text(spread->least).text, ratio_text(spread->most).text);
}

static void ratios(FILE *file, const struct bench_work_row *row,
                   const struct bench_work_result *result)
{
    if (open_table != WORKS || open_works != bench_table_of(row))
        begin_works(file, bench_table_of(row));
    fprintf(file, "| %s | `%s`: %s | %s |",
            row->of != BENCH_NO_ARRAY ? bench_count_text(result->n).text : "–", row->name,
            row->what, bench_time_text(result->seconds[0]).text);
    for (enum bench_side_id side = BENCH_CUPRO + 1; side < BENCH_SIDE_COUNT; side++)
        if (has_column(side))
            ratio(file, result, entrant_of(&result->entrants, side));
    fputc('\n', file);
    fflush(file);
}

static void sizes(FILE *file, const struct bench_work_row *row,
                  const struct bench_work_result *result, size_t count)
{
    double ns[BENCH_MOST_SIZES];
    if (open_table != SIZES) {
        fprintf(file, "\n| ns an element, at n = |");
        for (size_t s = 0; s < count; s++)
            fprintf(file, " %s |", bench_count_text(result[s].n).text);
        fprintf(file, " most / least |\n| --- |");
        for (size_t s = 0; s <= count; s++)
            fprintf(file, " ---: |");
        fputc('\n', file);
        open_table = SIZES;
    }
    for (size_t e = 0; e < result->entrants.count; e++) {
        double flat = bench_time_per_element(result, count, e, ns);
        fprintf(file, "| `%s`: %s; %s |", row->name, row->what,
                bench_side_name(result->entrants.side[e]));
        for (size_t s = 0; s < count; s++)
            fprintf(file, result[s].agrees[e] ? " %.3g |" : " **%.3g: different result** |", ns[s]);
        fprintf(file, " %.2f |\n", flat);
    }
    fflush(file);
}

static void foot(FILE *file)
{
    for (enum bench_side_id side = 0; side < BENCH_SIDE_COUNT; side++)
        if (!bench_side_is_built(side))
            fprintf(file, "\nNot in this build: %s (%s).\n", bench_side_name(side),
                    bench_side_packages(side));
}

const struct bench_report bench_report_markdown = {head, figure, ratios, sizes, foot};
