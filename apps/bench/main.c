/* SPDX-License-Identifier: MIT */
/* cupro-bench: where cupro stands against its peers on this machine. */
#include "bench/measure.h"
#include "bench/reports/plot.h"
#include "bench/reports/plot_data.h"
#include "bench/reports/report.h"
#include "bench/settings.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char program_name[] = "cupro-bench";

/* -- Rows -------------------------------------------------------------------------------------- */

static bool list_row(FILE *file, const char *name, const char *what)
{
    bool is_wanted = bench_is_wanted(name);
    if (is_wanted && file != NULL)
        fprintf(file, "%-15s %s\n", name, what);
    return is_wanted;
}

/* The rows that are wanted, with what they do: to be printed, or only counted (NULL). */
static size_t list_rows(FILE *file)
{
    size_t count = 0;
    for (const struct bench_figure_rows *const *rows = bench_figure_tables; *rows != NULL; rows++)
        for (size_t i = 0; i < (*rows)->count; i++)
            count += list_row(file, (*rows)->row[i].name, (*rows)->row[i].what);
    for (const struct bench_work_rows *const *rows = bench_work_tables; *rows != NULL; rows++)
        for (size_t i = 0; i < (*rows)->count; i++)
            count += list_row(file, (*rows)->row[i].name, (*rows)->row[i].what);
    return count;
}

/* What can be known to be wrong before minutes of measuring. */
static void check_settings(void)
{
    if (list_rows(NULL) == 0)
        fail_usage("invalid argument '%s' for '--only': no row has that in its name; --list names "
                   "them",
                   bench_settings.only);
    if (bench_settings.text != NULL && access(bench_settings.text, R_OK) != 0)
        fail("--text=%s: %s", bench_settings.text, strerror(errno));
    if (bench_settings.corpora != NULL && access(bench_settings.corpora, W_OK) != 0)
        fail("--corpora=%s: %s", bench_settings.corpora, strerror(errno));
    if (bench_settings.plot != NULL && bench_settings.points == NULL)
        plot_prepare();
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

/* -- Measuring --------------------------------------------------------------------------------- */

/* Where figures go: to the table, and to a file as JSON. A NULL ends the list. */
struct outlet {
    FILE *file;
    const struct bench_report *report;
};

/* False, here and below: results differ. */
static bool measure_figures(const struct outlet *outlet, const struct bench_figure_rows *rows)
{
    bool agree = true;
    for (size_t i = 0; i < rows->count; i++) {
        const struct bench_figure_row *row = &rows->row[i];
        if (!bench_is_wanted(row->name))
            continue;
        struct bench_figure_result result = bench_measure_figure(row, bench_settings.runs);
        agree = result.agrees && agree;
        for (const struct outlet *to = outlet; to->file != NULL; to++)
            to->report->figure(to->file, row, &result);
    }
    return agree;
}

/* At one size, or at several. */
static bool measure_work(const struct outlet *outlet, const struct bench_work_row *row)
{
    struct bench_work_result result[BENCH_MOST_SIZES];
    struct bench_arrays arrays;
    const size_t whole = bench_elements_of(row);
    const size_t least = row->over_sizes ? 1000000 : whole,
                 most = row->over_sizes ? 10 * whole : whole;
    size_t count = 0;
    bool agree = true;
    arrays_open(&arrays, row, most);
    for (size_t n = least; n <= most; n *= 10) {
        result[count] = bench_measure_work(row, &arrays, n, bench_settings.runs);
        agree = bench_all_agree(&result[count++]) && agree;
    }
    arrays_close(&arrays);
    for (const struct outlet *to = outlet; to->file != NULL; to++)
        if (row->over_sizes)
            to->report->sizes(to->file, row, result, count);
        else
            to->report->ratios(to->file, row, result);
    return agree;
}

static bool measure_works(const struct outlet *outlet, const struct bench_work_rows *rows)
{
    bool agree = true;
    for (size_t i = 0; i < rows->count; i++)
        if (bench_is_wanted(rows->row[i].name))
            agree = measure_work(outlet, &rows->row[i]) && agree;
    return agree;
}

static bool measure_all(const struct outlet *outlet, char **argv)
{
    bool agree = true;
    for (const struct outlet *to = outlet; to->file != NULL; to++)
        to->report->head(to->file);
    /* before the arrays: a child's peak of memory counts what its parent had at the fork */
    for (const struct bench_figure_rows *const *rows = bench_figure_tables; *rows != NULL; rows++)
        agree = measure_figures(outlet, *rows) && agree;
    for (const struct bench_work_rows *const *rows = bench_work_tables; *rows != NULL; rows++)
        agree = measure_works(outlet, *rows) && agree;
    if (bench_settings.plot != NULL)
        agree = plot_all(argv) && agree;
    for (const struct outlet *to = outlet; to->file != NULL; to++)
        to->report->foot(to->file);
    return agree;
}

static void finish(FILE *file, const char *name)
{
    if (file != NULL && fclose(file) != 0)
        fail("%s: %s", name, strerror(errno));
}

int main(int argc, char **argv)
{
    bench_settings_read(argc, argv);
    check_settings();
    if (bench_settings.is_list) {
        list_rows(stdout);
        finish(stdout, "standard output");
        return 0;
    }
    restart_with_threads(argv);
    bench_sides_start(bench_settings.threads);
    if (bench_settings.points != NULL)
        return plot_data_add_point() ? 0 : 1;
    FILE *json = bench_settings.json != NULL ? fopen(bench_settings.json, "w") : NULL;
    if (bench_settings.json != NULL && json == NULL)
        fail("--json=%s: %s", bench_settings.json, strerror(errno));
    const struct outlet outlets[] = {
        {stdout, bench_settings.is_markdown ? &bench_report_markdown : &bench_report_table},
        {json, &bench_report_json},
        {NULL, NULL},
    };
    bool agree = measure_all(outlets, argv);
    finish(json, bench_settings.json);
    finish(stdout, "standard output");
    return agree ? 0 : 1;
}
