/* SPDX-License-Identifier: MIT */
/*
 * Merging inputs (see merge_files.h): all at once, if there are descriptors for it. Otherwise, and
 * when the output is one of the inputs, neighbours are merged into temporary files first.
 */
#include "sort/runs/merge_files.h"
#include "sort/blocks/intake.h"
#include "sort/runs/merge.h"
#include "common/output/quote.h"
#include "sort/runs/run_list.h"
#include "sort/options/sort_size.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Descriptors that are wanted beside the inputs'. */
#define OTHER_FILES 8

/* A thread for each input is of use while there are few of them. */
#define MOST_DECODED_AHEAD 16

/* Files are read at places, so that several threads can. */
static struct run_source source_of(const struct sort_job *job, const char *name, int fd,
                                   enum stream_mode mode)
{
    struct stat status;
    struct run_source source = {.name = name, .fd = fd, .stats = job->stats};
    source.extent = fd != STDIN_FILENO && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
                    !(mode != STREAM_AS_IT_IS && stream_is_packed(fd, 0));
    source.end = source.extent ? UINT64_MAX : 0;
    source.stream = source.extent ? NULL : stream_new(fd, mode);
    if (!source.extent && !source.stream)
        fail("memory exhausted");
    return source;
}

/* Open up to `most` inputs from `first` on; returns how many. Fails with a message if not even two
 * can be opened. */
static size_t open_inputs(const struct sort_job *job, size_t first, size_t most,
                          struct run_source *sources)
{
    const struct names *inputs = &job->options->inputs;
    enum stream_mode mode = sort_stream_mode(job->options);
    if (mode == STREAM_DECODED_AHEAD && inputs->count > MOST_DECODED_AHEAD)
        mode = STREAM_DECODED;
    size_t count = 0;
    for (; count < most && first + count < inputs->count; count++) {
        const char *name = inputs->item[first + count].path;
        int fd = STDIN_FILENO;
        if (strcmp(name, "-") != 0)
            fd = open(name, O_RDONLY | O_CLOEXEC);
        if (fd < 0 && errno == EMFILE && count >= 2)
            break;
        if (fd < 0)
            fail_errno("open failed", quote_name(name));
        sources[count] = source_of(job, name, fd, mode);
    }
    return count;
}

static void close_inputs(const struct run_source *sources, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        stream_free(sources[i].stream);
        intake_close_fd(sources[i].fd);
    }
}

static int merge_some(const struct sort_job *job, struct run_source *sources, size_t count,
                      const struct emission *emission)
{
    const int error = merge_runs(job->order, job->options->line_end, sources, count,
                                 run_room(job, count), emission);
    close_inputs(sources, count);
    return error;
}

static int merge_into_runs(const struct sort_job *job, struct run_source *sources, size_t most,
                           struct temporary_store *store)
{
    const struct names *inputs = &job->options->inputs;
    struct run_list runs = {0};
    int error = 0;
    for (size_t first = 0; first < inputs->count && !error;) {
        struct temporary_run run;
        temporary_begin(&run, store);
        const struct emission emission = run_emission(job, &run);
        const size_t count = open_inputs(job, first, most, sources);
        error = merge_some(job, sources, count, &emission);
        first += count;
        const struct run_source source = temporary_end(&run);
        if (!error)
            error = run_list_add(&runs, &source);
    }
    return error ? error : run_list_finish(&runs, job, store);
}

int merge_files(const struct sort_job *job, const struct result *result)
{
    const struct sort_options *options = job->options;
    const struct names *inputs = &options->inputs;
    const uint64_t files = sort_most_fan_in();
    size_t most = run_fan_in(job);
    if (files > OTHER_FILES && most > files - OTHER_FILES)
        most = (size_t)(files - OTHER_FILES);
    struct run_source *sources = calloc(most, sizeof *sources);
    struct temporary_store store;
    if (!sources ||
        temporary_open(&store, options->temporary, options->temporaries, options->compress_program))
        return CUPRO_ENOMEM;
    int error;
    progress_say(job->progress, " written");
    if (inputs->count <= most && !result->over_input) {
        const size_t count = open_inputs(job, 0, most, sources);
        error = count < inputs->count ? 0 : merge_some(job, sources, count, job->emission);
        if (count < inputs->count) {
            close_inputs(sources, count);
            error = merge_into_runs(job, sources, count, &store);
        }
    } else {
        error = merge_into_runs(job, sources, most, &store);
    }
    temporary_close(&store);
    free(sources);
    return error;
}
