/* SPDX-License-Identifier: MIT */
/* All rows, in tables: those of one table have their peers in common. */
#include "bench/rows/row.h"

const struct bench_figure_rows *const bench_figure_tables[] = {&bench_engine_rows,
                                                               &bench_count_rows,
                                                               &bench_word_rows,
                                                               &bench_sort_rows,
                                                               &bench_search_rows,
                                                               &bench_histogram_rows,
                                                               NULL};
const struct bench_work_rows *const bench_work_tables[] = {&bench_array_rows, &bench_group_rows,
                                                           NULL};

const struct bench_work_rows *bench_table_of(const struct bench_work_row *row)
{
    const struct bench_work_rows *const *rows = bench_work_tables;
    while (row < (*rows)->row || row >= (*rows)->row + (*rows)->count)
        rows++;
    return *rows;
}
