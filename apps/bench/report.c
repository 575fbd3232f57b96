/* SPDX-License-Identifier: MIT */
/* The table on stdout, and the same figures as JSON. */
#include "report.h"

#include <cupro.h>
#include <string.h>
#include <sys/utsname.h>

void report_table_head(void)
{
    printf("%-16s %10s %21s %10s  %s\n", "row", "median", "least … most", "target", "");
}

static const char *verdict(const struct bench_result *result)
{
    switch (result->state) {
    case BENCH_WRONG:
        return "DIFFERENT RESULTS";
    case BENCH_NOT_HERE:
        return "not here";
    default:
        return result->on_target ? "met" : "MISSED";
    }
}

void report_table_row(const struct bench_row *row, const struct bench_result *result)
{
    const char *unit = row->figure != NULL ? row->unit : "x";
    printf("%-16s %7.3f %-3s %9.3f …%9.3f  %s %6.2f  %-6s", row->name, result->median, unit,
           result->least, result->most, row->at_least ? ">=" : "<=", row->target, verdict(result));
    if (row->figure == NULL)
        printf(" %s: %.1f ms against %.1f ms of %s\n", row->work, result->ours * 1e3,
               result->peer * 1e3, row->peer_name);
    else
        printf(" %s\n", row->work);
    fflush(stdout);
}

static void json_string(FILE *file, const char *text)
{
    putc('"', file);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', file);
        putc(*text, file);
    }
    putc('"', file);
}

void report_json_head(FILE *file)
{
    struct utsname machine;
    uname(&machine);
    fprintf(file, "{\"threads\": %d, \"runs\": %d, \"machine\": ", bench_settings.threads,
            bench_settings.runs);
    json_string(file, machine.machine);
    fprintf(file, ", \"kernel\": ");
    json_string(file, machine.release);
    fprintf(file, ", \"rows\": [");
}

void report_json_row(FILE *file, const struct bench_row *row, const struct bench_result *result,
                     bool is_first)
{
    fprintf(file, "%s\n  {\"name\": ", is_first ? "" : ",");
    json_string(file, row->name);
    fprintf(file, ", \"work\": ");
    json_string(file, row->work);
    fprintf(file, ", \"unit\": ");
    json_string(file, row->figure != NULL ? row->unit : "ratio");
    if (row->figure == NULL) {
        fprintf(file, ", \"peer\": ");
        json_string(file, row->peer_name);
        fprintf(file, ", \"seconds\": %.6g, \"peer_seconds\": %.6g", result->ours, result->peer);
    }
    fprintf(file, ", \"median\": %.6g, \"least\": %.6g, \"most\": %.6g", result->median,
            result->least, result->most);
    fprintf(file, ", \"target\": %.6g, \"verdict\": ", row->target);
    json_string(file, verdict(result));
    fprintf(file, "}");
}

void report_json_foot(FILE *file)
{
    fprintf(file, "\n]}\n");
}
