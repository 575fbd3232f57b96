/* SPDX-License-Identifier: MIT */
/* Sorting inputs (see spill.h). */
#include "sort/spill.h"
#include "sort/intake.h"

#include "common/diagnostics.h"

#include <string.h>

/* The first lines of the input, which stay first. Returns their length. */
static size_t emit_header(const struct sort_job *job, const struct intake *intake)
{
    const char *text = intake->area.bytes, *at = text, *const end = text + intake->whole;
    uint64_t lines = 0;
    for (; lines < job->options->header && at < end; lines++)
        at = (const char *)memchr(at, job->options->line_end, (size_t)(end - at)) + 1;
    if (lines > 0)
        job->emission->put(job->emission->to, text, (size_t)(at - text), (size_t)lines);
    return (size_t)(at - text);
}

int sort_inputs(const struct sort_job *job)
{
    struct progress progress;
    struct intake intake;
    struct block block = {0};
    int error = 0;
    progress_begin(&progress, job->options->progress);
    intake_open(&intake, &job->options->inputs, job->options->line_end, &progress);
    if (intake_fill(&intake, UINT64_MAX, block_cost(job->order))) {
        const size_t header = emit_header(job, &intake);
        error = block_sort(&block, job->order, intake.area.bytes + header, intake.whole - header,
                           job->options->line_end);
        if (!error)
            error = emit_block(&block, job->emission);
    }
    progress_end(&progress);
    block_free(&block);
    intake_close(&intake);
    return error;
}
