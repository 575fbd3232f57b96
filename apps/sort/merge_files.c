/* SPDX-License-Identifier: MIT */
/* Merging inputs (see merge_files.h). */
#include "sort/merge_files.h"
#include "sort/intake.h"
#include "sort/merge.h"

#include <cupro/error.h>

#include <stdlib.h>

#define RUN_ROOM ((size_t)256 << 10)

int merge_files(const struct sort_job *job, const struct result *result)
{
    const struct names *inputs = &job->options->inputs;
    struct run_source *sources = calloc(inputs->count, sizeof *sources);
    (void)result;
    if (!sources)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < inputs->count; i++) {
        sources[i].name = inputs->item[i].path;
        sources[i].fd = intake_open_name(sources[i].name);
    }
    const int error = merge_runs(job->order, job->options->line_end, sources, inputs->count,
                                 RUN_ROOM, job->emission);
    for (size_t i = 0; i < inputs->count; i++)
        intake_close_fd(sources[i].fd);
    free(sources);
    return error;
}
