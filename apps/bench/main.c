/* SPDX-License-Identifier: MIT */
/* cupro-bench: where cupro stands against its peers on this machine. */
#include "arrays.h"
#include "plot.h"
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

enum { RUNS = 7, QUICK_RUNS = 5 };

struct bench_settings bench_settings = {.elements = 100000000, .text_bytes = 400000000};

enum {
    OPTION_ONLY = OPTION_OWN,
    OPTION_JSON,
    OPTION_TEXT,
    OPTION_RUNS,
    OPTION_THREADS,
    OPTION_QUICK,
    OPTION_PLOT,
    OPTION_POINTS
};

static const struct option_row options[] = {
    {OPTION_ONLY, "only", "TEXT", "measure the rows with TEXT in their names only"},
    {OPTION_QUICK, "quick", NULL, "smaller inputs and fewer runs: less than a minute"},
    {OPTION_RUNS, "runs", "N", "take the median of N runs (default 7, or 5 if quick)"},
    {OPTION_THREADS, "threads", "N", "use N threads on all sides"},
    {OPTION_TEXT, "text", "FILE", "count the words of FILE instead of a text that is made"},
    {OPTION_JSON, "json", "FILE", "write the figures to FILE, too"},
    {OPTION_PLOT, "plot", "DIR",
     "then plot time over size and speed over threads\nin DIR, with gnuplot"},
    {OPTION_POINTS, "points", "DIR",
     "only add what this number of threads gives to DIR's data,\nwhich is how --plot works"},
    OPTION_ROW_HELP('h'),
    OPTION_ROW_VERSION,
};

static const struct option_table table = {
    .usage = " [OPTION]...",
    .about =
        "Measure cupro against its peers: OpenMP loops, std::execution::par, oneTBB, libstdc++'s\n"
        "parallel mode and Rayon. Both sides do the same work in turn, results are compared, and\n"
        "the median of the ratios is the figure.\n",
    .rows = options,
    .count = sizeof options / sizeof options[0],
    .notes =
        "Exit status: 0 when all rows were measured, 1 when results differ, 2 for wrong use.\n",
};

static int small_number(const char *text, uint64_t most, const char *what)
{
    uint64_t number;
    if (!quantity_parse(text, &number) || number < 1 || number > most)
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
    case OPTION_QUICK:
        to->is_quick = true;
        to->elements = 10000000;
        to->text_bytes = 40000000;
        break;
    case OPTION_PLOT:
        to->plot = argument;
        break;
    case OPTION_POINTS:
        to->points = argument;
        break;
    case OPTION_TEXT:
        to->text = argument;
        break;
    case OPTION_RUNS:
        to->runs = small_number(argument, BENCH_MOST_RUNS, "number of runs");
        break;
    default:
        to->threads = small_number(argument, 1000, "number of threads");
    }
}

/* Most runtimes take their threads from variables, which some of them read as they are loaded. */
static void restart_with_threads(char **argv)
{
    char number[16];
    const char *now = getenv("OMP_NUM_THREADS");
    snprintf(number, sizeof number, "%d", bench_settings.threads);
    setenv("RAYON_NUM_THREADS", number, 1);
    if (now != NULL && strcmp(now, number) == 0)
        return;
    setenv("OMP_NUM_THREADS", number, 1);
    execv("/proc/self/exe", argv);
    fail("/proc/self/exe: %s", strerror(errno));
}

static void start_peers(void)
{
    for (size_t p = 0; p < BENCH_PEERS; p++)
        if (bench_peers[p].start != NULL)
            bench_peers[p].start(bench_settings.threads);
}

bool bench_is_wanted(const char *name)
{
    return bench_settings.only == NULL || strstr(name, bench_settings.only) != NULL;
}

static void measure_figures(FILE *json, const struct bench_figure_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (!bench_is_wanted(rows->row[i].name))
            continue;
        struct bench_result result = bench_measure_figure(&rows->row[i], bench_settings.runs);
        report_figure(json, &rows->row[i], &result);
    }
}

/* Against all peers that are here and have such an algorithm. False: results differ. */
static bool measure_work(FILE *json, const struct bench_work_row *row, struct bench_arrays arrays)
{
    bool right = true;
    arrays.n = row->n != 0 ? row->n : arrays.n;
    for (enum bench_peer p = 0; p < BENCH_PEERS; p++) {
        bench_task *task = bench_peers[p].task != NULL ? bench_peers[p].task(row->work) : NULL;
        if (task == NULL)
            continue;
        struct bench_result result =
            bench_measure_pair(cupro_task_for(row->work), task, &arrays, bench_settings.runs);
        right = right && result.state != BENCH_WRONG;
        report_work(json, row, p, &result);
    }
    return right;
}

static bool measure_works(FILE *json)
{
    struct bench_arrays arrays;
    bool right = true, are_open = false;
    for (size_t i = 0; i < bench_array_rows.count; i++) {
        if (!bench_is_wanted(bench_array_rows.row[i].name))
            continue;
        if (!are_open)
            arrays_open(&arrays, bench_settings.elements);
        are_open = true;
        right = measure_work(json, &bench_array_rows.row[i], arrays) && right;
    }
    if (are_open)
        arrays_close(&arrays);
    return right;
}

static bool measure_all(FILE *json)
{
    report_head(json);
    measure_figures(json, &bench_engine_rows);
    /* before the arrays: a child's peak of memory counts what its parent had at the fork */
    measure_figures(json, &bench_program_rows);
    bool right = measure_works(json);
    report_foot(json);
    return right;
}

int main(int argc, char **argv)
{
    int operands = option_table_parse(&table, argc, argv, take, &bench_settings);
    if (operands < argc)
        fail_usage("extra operand '%s'", argv[operands]);
    if (bench_settings.threads == 0)
        bench_settings.threads = cupro_threads(NULL);
    if (bench_settings.runs == 0)
        bench_settings.runs = bench_settings.is_quick ? QUICK_RUNS : RUNS;
    restart_with_threads(argv);
    start_peers();
    if (bench_settings.points != NULL)
        return plot_points() ? 0 : 1;
    FILE *json = bench_settings.json != NULL ? fopen(bench_settings.json, "w") : NULL;
    if (bench_settings.json != NULL && json == NULL)
        fail("%s: %s", bench_settings.json, strerror(errno));
    bool right = measure_all(json);
    if (json != NULL && fclose(json) != 0)
        fail("%s: %s", bench_settings.json, strerror(errno));
    if (bench_settings.plot != NULL)
        right = plot_all(argv) && right;
    return right ? 0 : 1;
}
