/* SPDX-License-Identifier: MIT */
/* cupro-bench: where cupro stands against its peers on this machine. */
#include "report.h"

#include "common/diagnostics.h"
#include "common/option_table.h"
#include "common/quantity.h"

#include <cupro.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char program_name[] = "cupro-bench";

struct bench_settings bench_settings = {.runs = 7};

enum { OPTION_ONLY = OPTION_OWN, OPTION_JSON, OPTION_TEXT, OPTION_RUNS, OPTION_THREADS };

static const struct option_row options[] = {
    {OPTION_ONLY, "only", "TEXT", "measure the rows with TEXT in their names only"},
    {OPTION_RUNS, "runs", "N", "take the median of N runs (default 7)"},
    {OPTION_THREADS, "threads", "N", "use N threads on both sides"},
    {OPTION_TEXT, "text", "FILE", "count the words of FILE instead of a text that is made"},
    {OPTION_JSON, "json", "FILE", "write the figures to FILE, too"},
    OPTION_ROW_HELP('h'),
    OPTION_ROW_VERSION,
};

static const struct option_table table = {
    .usage = " [OPTION]...",
    .about =
        "Measure cupro against OpenMP loops and oneTBB: both do the same work in turn, results\n"
        "are compared, and the median of the ratios is the figure.\n",
    .rows = options,
    .count = sizeof options / sizeof options[0],
    .notes =
        "Exit status: 0 when all rows were measured, 1 when results differ, 2 for wrong use.\n",
};

static int small_number(const char *text, const char *what)
{
    uint64_t number;
    if (!quantity_parse(text, &number) || number < 1 || number > 1000)
        fail_usage("invalid %s: '%s'", what, text);
    return (int)number;
}

static void take(int id, const char *argument, void *settings)
{
    struct bench_settings *to = settings;
    switch (id) {
    case OPTION_ONLY:
        to->only = argument;
        break;
    case OPTION_JSON:
        to->json = argument;
        break;
    case OPTION_TEXT:
        to->text = argument;
        break;
    case OPTION_RUNS:
        to->runs = small_number(argument, "number of runs");
        break;
    default:
        to->threads = small_number(argument, "number of threads");
    }
}

/* The peers take their threads from OMP_NUM_THREADS, which their runtimes read as they are loaded.
 */
static void restart_with_threads(char **argv)
{
    char number[16];
    const char *now = getenv("OMP_NUM_THREADS");
    snprintf(number, sizeof number, "%d", bench_settings.threads);
    if (now != NULL && strcmp(now, number) == 0)
        return;
    setenv("OMP_NUM_THREADS", number, 1);
    execv("/proc/self/exe", argv);
}

static bool is_wanted(const struct bench_row *row)
{
    return bench_settings.only == NULL || strstr(row->name, bench_settings.only) != NULL;
}

static bool measure_all(FILE *json)
{
    const struct bench_rows *const groups[] = {&bench_engine_rows, &bench_array_rows,
                                               &bench_program_rows};
    bool right = true, first = true;
    report_table_head();
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++)
        for (size_t i = 0; i < groups[g]->count; i++) {
            const struct bench_row *row = &groups[g]->row[i];
            if (!is_wanted(row))
                continue;
            struct bench_result result = bench_measure(row, bench_settings.runs);
            right = right && result.state != BENCH_WRONG;
            report_table_row(row, &result);
            if (json != NULL)
                report_json_row(json, row, &result, first);
            first = false;
        }
    return right;
}

int main(int argc, char **argv)
{
    int operands = option_table_parse(&table, argc, argv, take, &bench_settings);
    if (operands < argc)
        fail_usage("extra operand '%s'", argv[operands]);
    if (bench_settings.threads == 0)
        bench_settings.threads = cupro_threads(NULL);
    else
        restart_with_threads(argv);
    FILE *json = bench_settings.json != NULL ? fopen(bench_settings.json, "w") : NULL;
    if (bench_settings.json != NULL && json == NULL)
        fail("%s: %s", bench_settings.json, strerror(errno));
    if (json != NULL)
        report_json_head(json);
    bool right = measure_all(json);
    if (json != NULL) {
        report_json_foot(json);
        if (fclose(json) != 0)
            fail("%s: %s", bench_settings.json, strerror(errno));
    }
    return right ? 0 : 1;
}
