/* SPDX-License-Identifier: MIT */
/* The table on stdout, and the same figures as JSON. */
#include "report.h"

#include <string.h>
#include <sys/utsname.h>

/* What both kinds of rows have to say. */
struct line {
    const char *name, *what;
    const char *unit;
    const char *peer; /* NULL: a figure row */
    double target;    /* 0: none            */
    bool at_least;
    const struct bench_result *result;
};

static const char *verdict(const struct line *line)
{
    double median = line->result->median;
    if (line->result->state == BENCH_WRONG)
        return "DIFFERENT RESULTS";
    if (line->result->state == BENCH_NOT_HERE)
        return "not here";
    if (line->target <= 0)
        return "";
    return (line->at_least ? median >= line->target : median <= line->target) ? "met" : "MISSED";
}

static void table_line(const struct line *line)
{
    const struct bench_result *result = line->result;
    char target[16] = "";
    if (line->target > 0)
        snprintf(target, sizeof target, "%s %6.2f", line->at_least ? ">=" : "<=", line->target);
    printf("%-14s %-19s %7.3f %-4s %8.3f …%8.3f  %9s  %-6s %s", line->name,
           line->peer != NULL ? line->peer : "", result->median, line->unit, result->least,
           result->most, target, verdict(line), line->what);
    if (line->peer != NULL)
        printf(": %.4g us, peer %.4g us", result->ours * 1e6, result->peer * 1e6);
    putchar('\n');
    fflush(stdout);
}

/* -- JSON ---------------------------------------------------------------------------------------
 */

static void json_string(FILE *json, const char *text)
{
    putc('"', json);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', json);
        putc(*text, json);
    }
    putc('"', json);
}

static void json_pair(FILE *json, const char *before, const char *key, const char *text)
{
    fprintf(json, "%s\"%s\": ", before, key);
    json_string(json, text);
}

static void json_line(FILE *json, const struct line *line)
{
    static const char *separator = "\n  {";
    const struct bench_result *result = line->result;
    json_pair(json, separator, "name", line->name);
    separator = ",\n  {";
    json_pair(json, ", ", "work", line->what);
    json_pair(json, ", ", "unit", line->peer != NULL ? "ratio" : line->unit);
    if (line->peer != NULL) {
        json_pair(json, ", ", "peer", line->peer);
        fprintf(json, ", \"seconds\": %.6g, \"peer_seconds\": %.6g", result->ours, result->peer);
    }
    fprintf(json, ", \"median\": %.6g, \"least\": %.6g, \"most\": %.6g", result->median,
            result->least, result->most);
    if (line->target > 0)
        fprintf(json, ", \"target\": %.6g", line->target);
    json_pair(json, ", ", "verdict", verdict(line));
    putc('}', json);
}

/* -- Both ---------------------------------------------------------------------------------------
 */

void report_head(FILE *json)
{
    printf("%d threads, arrays of %g elements, medians of %d runs\n\n", bench_settings.threads,
           (double)bench_settings.elements, bench_settings.runs);
    printf("%-14s %-19s %12s %20s  %9s\n", "row", "peer", "median", "least … most", "target");
    if (json == NULL)
        return;
    struct utsname machine;
    uname(&machine);
    fprintf(json, "{\"threads\": %d, \"elements\": %zu, \"runs\": %d", bench_settings.threads,
            bench_settings.elements, bench_settings.runs);
    json_pair(json, ", ", "machine", machine.machine);
    json_pair(json, ", ", "kernel", machine.release);
    fprintf(json, ", \"rows\": [");
}

static void report(FILE *json, const struct line *line)
{
    table_line(line);
    if (json != NULL)
        json_line(json, line);
}

void report_work(FILE *json, const struct bench_work_row *row, enum bench_peer peer,
                 const struct bench_result *result)
{
    const struct line line = {
        .name = row->name,
        .what = row->what,
        .unit = "x",
        .peer = bench_peers[peer].name,
        .target = row->target[peer],
        .result = result,
    };
    report(json, &line);
}

void report_figure(FILE *json, const struct bench_figure_row *row,
                   const struct bench_result *result)
{
    const struct line line = {
        .name = row->name,
        .what = row->what,
        .unit = row->unit,
        .target = row->target,
        .at_least = row->at_least,
        .result = result,
    };
    report(json, &line);
}

void report_foot(FILE *json)
{
    const char *separator = "\n  {";
    if (json != NULL)
        fprintf(json, "\n], \"not_built\": [");
    for (size_t p = 0; p < BENCH_PEERS; p++) {
        const struct bench_side *peer = &bench_peers[p];
        if (peer->task != NULL)
            continue;
        printf("\n%s is not in this build. For it, install %s and configure again.", peer->name,
               peer->packages);
        if (json == NULL)
            continue;
        json_pair(json, separator, "peer", peer->name);
        json_pair(json, ", ", "packages", peer->packages);
        putc('}', json);
        separator = ",\n  {";
    }
    putchar('\n');
    if (json != NULL)
        fprintf(json, "]}\n");
}
