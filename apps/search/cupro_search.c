/* SPDX-License-Identifier: MIT */
/* cupro-search: grep on all processors. */
#include "search/job.h"
#include "search/output/json.h"
#include "search/output/substitution.h"

#include "common/diagnostics.h"

#include <cupro/pool.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

const char program_name[] = "cupro-search";

enum { STATUS_NOTHING_SELECTED = 1 };

static void warn(void *ctx, const char *text)
{
    (void)ctx;
    complain("warning: %s", text);
}

/* Each line is a message. */
static _Noreturn void fail_lines(char *text)
{
    char *next = text, *line;
    while ((line = strsep(&next, "\n")) && next)
        complain("%s", line);
    fail("%s", line);
}

static void compile_patterns(struct job *job)
{
    const struct search_options *options = job->options;
    struct pattern_trouble trouble;
    const struct pattern_wish wish = {
        .syntax = options->syntax,
        .ignore_case = options->ignore_case,
        .whole_words = options->whole_words,
        .whole_lines = options->whole_lines,
        .utf8 = job->plan.utf8,
        .end = options->end,
        .warn = warn,
    };
    if (matcher_new(&job->matcher, options->patterns.item, options->patterns.count, &wish,
                    &trouble) != 0)
        fail_lines(trouble.text);
}

/* Where the output goes decides what must be searched. */
static void look_at_output(struct job *job)
{
    struct stat out, null;
    const bool readable_only = (fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE) == O_RDONLY;
    if (fstat(STDOUT_FILENO, &out) < 0 || readable_only)
        return;
    job->plan.drops_output = S_ISCHR(out.st_mode) && stat("/dev/null", &null) == 0 &&
                             out.st_rdev == null.st_rdev && S_ISCHR(null.st_mode);
    job->plan.out_device = out.st_dev;
    job->plan.out_inode = out.st_ino;
    job->plan.writes_a_file = S_ISREG(out.st_mode);
    job->flushes = job->options->flush_lines || isatty(STDOUT_FILENO);
}

static void make_plan(struct job *job)
{
    const struct search_options *options = job->options;
    struct plan *plan = &job->plan;
    plan->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    look_at_output(job);
    const bool silent = options->quiet || plan->drops_output;
    plan->first_only = silent || options->list != LIST_NOTHING;
    plan->prints = !plan->first_only && !options->count;
    /* One more line than that is searched for never: the output would be read in the end. */
    plan->writes_a_file = plan->writes_a_file && plan->prints && options->most > 1;
    plan->notes_nuls = options->binary != BINARY_AS_TEXT && options->end != '\0';
    plan->notes_coding =
        options->binary != BINARY_AS_TEXT && plan->utf8 && plan->prints && !options->json;
    plan->counts_lines = plan->prints && (options->line_numbers || options->json);
    plan->in_turn =
        !plan->first_only && (options->most != COUNT_UNLIMITED ||
                              (plan->prints && options->context &&
                               (options->before > 0 || options->after > 0 || options->separator)));
    plan->before = plan->prints && options->context ? options->before : 0;
    plan->colors_lines = options->only_matching || options->colors.on || options->replace;
    plan->decompresses = !options->as_is;
}

/* grep looks at no file when it can tell that no line will be selected. */
static bool is_in_vain(const struct search_options *options)
{
    const struct pattern_list *patterns = &options->patterns;
    bool takes_all = patterns->count > 0 && !options->whole_lines && !options->whole_words;
    for (size_t i = 0; i < patterns->count && takes_all; i++)
        takes_all = patterns->item[i].length == 0;
    const bool takes_nothing = options->invert ? takes_all : patterns->count == 0;
    return (options->most == 0 || takes_nothing) && options->list != LIST_OTHERS;
}

static int exit_status(const struct job *job)
{
    if (job->options->quiet && job->matched)
        return STATUS_OK;
    if (job->troubled)
        return STATUS_TROUBLE;
    return job->matched ? STATUS_OK : STATUS_NOTHING_SELECTED;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void write_summary(struct job *job, double seconds)
{
    struct draft draft = {0};
    json_summary(&job->totals, seconds, &draft);
    output_bytes(&job->out, draft.buffer.bytes, draft.used);
    draft_free(&draft);
}

static void show_stats(const struct job *job, int threads, double seconds)
{
    const struct totals *totals = &job->totals;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    complain("%" PRIu64 " lines selected, in %" PRIu64 " of %" PRIu64 " files", totals->selected,
             totals->files_selected, totals->files);
    complain("%" PRIu64 " bytes searched, %" PRIu64 " bytes printed", totals->searched,
             totals->printed);
    complain("%d threads, %.2f s, at most %ld MB of memory", threads, seconds,
             usage.ru_maxrss / 1024);
}

static void run(struct job *job)
{
    const struct search_options *options = job->options;
    const double begin = now();
    output_open(&job->out, STDOUT_FILENO);
    cupro_pool *pool = pool_choice_open(&options->pool);
    const int threads = cupro_threads(NULL);
    progress_begin(&job->progress, job->options->progress);
    job_run(job);
    progress_end(&job->progress);
    if (options->json)
        write_summary(job, now() - begin);
    cupro_use(NULL);
    cupro_pool_close(pool);
    if (job->error)
        fail_code(job->error);
    output_close_or_fail(&job->out);
    if (options->stats)
        show_stats(job, threads, now() - begin);
}

int main(int argc, char **argv)
{
    struct search_options options;
    struct job job = {.options = &options};

    hold_standard_descriptors();
    setlocale(LC_ALL, "");
    search_options_parse(&options, argc, argv);
    make_plan(&job);
    compile_patterns(&job);
    job.substitution = substitution_new(&options, job.plan.utf8);
    if (!is_in_vain(&options))
        run(&job);
    substitution_free(job.substitution);
    matcher_free(job.matcher);
    search_options_free(&options);
    return exit_status(&job);
}
