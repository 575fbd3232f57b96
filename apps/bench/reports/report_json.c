/* SPDX-License-Identifier: MIT */
/* The same figures as JSON, with what is behind the plots. */
#include "bench/reports/plot_data.h"
#include "bench/reports/report.h"
#include "bench/settings.h"

#include <unistd.h>

static void string(FILE *file, const char *text)
{
    putc('"', file);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', file);
        putc(*text, file);
    }
    putc('"', file);
}

static void pair(FILE *file, const char *before, const char *key, const char *text)
{
    fprintf(file, "%s\"%s\": ", before, key);
    string(file, text);
}

/* What stands before an element of a list: a comma, unless it is the first. */
static const char *separate(bool *is_first)
{
    const char *separator = *is_first ? "\n  {" : ",\n  {";
    *is_first = false;
    return separator;
}

static bool is_first_row = true;

static void head(FILE *file)
{
    fprintf(file, "{\"threads\": %d, \"elements\": %zu, \"runs\": %d, \"processors\": %ld",
            bench_settings.threads, bench_settings.elements, bench_settings.runs,
            sysconf(_SC_NPROCESSORS_ONLN));
    pair(file, ", ", "processor", bench_processor());
    pair(file, ", ", "built_with", bench_built_with());
    fprintf(file, ", \"rows\": [");
}

static void spread(FILE *file, const struct spread *of, double target)
{
    fprintf(file, ", \"median\": %.6g, \"least\": %.6g, \"most\": %.6g", of->median, of->least,
            of->most);
    if (target > 0)
        fprintf(file, ", \"target\": %.6g", target);
    putc('}', file);
}

static void begin_row(FILE *file, const char *name, const char *what, const char *unit)
{
    pair(file, separate(&is_first_row), "name", name);
    pair(file, ", ", "work", what);
    pair(file, ", ", "unit", unit);
}

static void figure(FILE *file, const struct bench_figure_row *row,
                   const struct bench_figure_result *result)
{
    begin_row(file, row->name, row->what, row->unit);
    if (result->is_here)
        spread(file, &result->figure, row->target);
    else
        fprintf(file, ", \"median\": null, \"results_agree\": %s}",
                result->agrees ? "true" : "false");
}

static void ratios(FILE *file, const struct bench_work_row *row,
                   const struct bench_work_result *result)
{
    if (result->entrants.count == 1) {
        begin_row(file, row->name, row->what, "ratio");
        fprintf(file, ", \"n\": %zu, \"seconds\": %.6g, \"median\": null}", result->n,
                result->seconds[0]);
    }
    for (size_t e = 1; e < result->entrants.count; e++) {
        enum bench_side_id side = result->entrants.side[e];
        begin_row(file, row->name, row->what, "ratio");
        pair(file, ", ", "peer", bench_side_name(side));
        fprintf(file, ", \"n\": %zu, \"seconds\": %.6g, \"peer_seconds\": %.6g", result->n,
                result->seconds[0], result->seconds[e]);
        fprintf(file, ", \"results_agree\": %s",
                result->agrees[0] && result->agrees[e] ? "true" : "false");
        spread(file, &result->ratio[e], row->target[side]);
    }
}

static void sizes(FILE *file, const struct bench_work_row *row,
                  const struct bench_work_result *result, size_t count)
{
    for (size_t s = 0; s < count; s++)
        ratios(file, row, &result[s]);
}

/* -- Plots ------------------------------------------------------------------------------------- */

static void plots(FILE *file)
{
    bool is_first = true;
    fprintf(file, "\n], \"plots\": [");
    for (size_t i = 0; i < bench_array_rows.count; i++) {
        const struct bench_work_row *row = &bench_array_rows.row[i];
        if (bench_settings.plot == NULL || !plot_is_drawn(row))
            continue;
        const struct bench_entrants entrants = bench_entrants_of(row->work);
        for (enum plot_axis axis = 0; axis < PLOT_AXES; axis++) {
            pair(file, separate(&is_first), "name", row->name);
            pair(file, ", ", "axis", plot_axis_label(axis));
            for (size_t e = 0; e < entrants.count; e++) {
                fprintf(file, e == 0 ? ", \"sides\": [" : ", ");
                string(file, bench_side_name(entrants.side[e]));
            }
            fprintf(file, "], \"points\": [");
            plot_data_write_json(file, axis, row);
            fprintf(file, "]}");
        }
    }
}

static void foot(FILE *file)
{
    bool is_first = true;
    plots(file);
    fprintf(file, "\n], \"not_built\": [");
    for (enum bench_side_id side = 0; side < BENCH_SIDE_COUNT; side++) {
        if (bench_side_is_built(side))
            continue;
        pair(file, separate(&is_first), "peer", bench_side_name(side));
        pair(file, ", ", "packages", bench_side_packages(side));
        putc('}', file);
    }
    fprintf(file, "]}\n");
}

const struct bench_report bench_report_json = {head, figure, ratios, sizes, foot};
