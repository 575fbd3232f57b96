/* SPDX-License-Identifier: MIT */
/* cupro-search: grep on all processors. */
#include "search/job.h"

#include "common/diagnostics.h"

#include <cupro/pool.h>

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

const char program_name[] = "cupro-search";

enum { STATUS_NOTHING_SELECTED = 1 };

static void warn(void *ctx, const char *text)
{
    (void)ctx;
    complain("warning: %s", text);
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
        fail("%s", trouble.text);
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
    plan->notes_coding = options->binary != BINARY_AS_TEXT && plan->utf8 && plan->prints;
    plan->counts_lines = plan->prints && options->line_numbers;
    plan->in_turn =
        !plan->first_only && (options->most != COUNT_UNLIMITED ||
                              (plan->prints && options->context &&
                               (options->before > 0 || options->after > 0 || options->separator)));
    plan->before = plan->prints && options->context ? options->before : 0;
    plan->colors_lines = options->only_matching || options->colors.on;
    plan->decompresses = !options->as_is;
}

/* grep looks at no file when it can tell that no line will be selected. */
static bool is_in_vain(const struct search_options *options)
{
    const struct pattern_list *patterns = &options->patterns;
    const bool takes_nothing = patterns->count == 0
                                   ? !options->invert
                                   : patterns->count == 1 && patterns->item[0].length == 0 &&
                                         options->invert && !options->whole_lines &&
                                         !options->whole_words;
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

int main(int argc, char **argv)
{
    struct search_options options;
    struct job job = {.options = &options};

    hold_standard_descriptors();
    setlocale(LC_ALL, "");
    search_options_parse(&options, argc, argv);
    make_plan(&job);
    compile_patterns(&job);
    if (is_in_vain(&options))
        return STATUS_NOTHING_SELECTED;
    output_open(&job.out, STDOUT_FILENO);
    cupro_pool *pool = pool_choice_open(&options.pool);
    progress_begin(&job.progress, options.progress);
    job_run(&job);
    progress_end(&job.progress);
    cupro_use(NULL);
    cupro_pool_close(pool);

    if (job.error)
        fail_code(job.error);
    output_close_or_fail(&job.out);
    matcher_free(job.matcher);
    search_options_free(&options);
    return exit_status(&job);
}
