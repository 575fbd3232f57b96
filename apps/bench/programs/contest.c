/* SPDX-License-Identifier: MIT */
/* Our program beside another (see contest.h). */
#include "bench/programs/contest.h"

#include "bench/programs/programs.h"
#include "bench/rows/row.h"
#include "bench/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
    char ours[BENCH_PATH_ROOM], other[BENCH_PATH_ROOM];
    char output[2][BENCH_PATH_ROOM], tidy[2][BENCH_PATH_ROOM];
    char threads[16];
} files;

static void remove_outputs(void)
{
    for (int i = 0; i < 2; i++) {
        unlink(files.output[i]);
        unlink(files.tidy[i]);
    }
}

static bool is_here(const char *program)
{
    const char *const texts[] = {program, NULL};
    return program == NULL || bench_run_shell("command -v \"$1\"", texts, NULL).status == 0;
}

bool contest_prepare(const struct contest *contest, const char *other)
{
    static const char *const names[2] = {"ours", "theirs"};
    setenv("LC_ALL", "C", 1);
    snprintf(files.other, sizeof files.other, "%s", other != NULL ? other : "");
    snprintf(files.threads, sizeof files.threads, "%d", bench_settings.threads);
    for (int i = 0; i < 2; i++) {
        char name[32];
        bench_temporary_name(names[i], files.output[i], BENCH_PATH_ROOM);
        snprintf(name, sizeof name, "%s.tidy", names[i]);
        bench_temporary_name(name, files.tidy[i], BENCH_PATH_ROOM);
    }
    return bench_find_program(contest->program, files.ours, sizeof files.ours) &&
           is_here(contest->needs) && corpus_path(contest->corpus) != NULL;
}

static struct bench_run run(const struct contest *contest, const char *line, const char *output)
{
    const char *const texts[] = {files.ours, files.other, corpus_path(contest->corpus),
                                 files.threads, NULL};
    return bench_run_shell(line, texts, output);
}

static bool same_outputs(const struct contest *contest)
{
    for (int i = 0; i < 2 && contest->tidy != NULL; i++) {
        const char *const texts[] = {files.output[i], NULL};
        if (bench_run_shell(contest->tidy, texts, files.tidy[i]).status != 0)
            return false;
    }
    return contest->tidy == NULL || bench_same_files(files.tidy[0], files.tidy[1]);
}

double contest_time(void *data)
{
    const struct contest *contest = data;
    const struct bench_run ours = run(contest, contest->ours, files.output[0]),
                           theirs = run(contest, contest->theirs, files.output[1]);
    const bool ran = ours.status == 0 && theirs.status == 0, agree = ran && same_outputs(contest);
    remove_outputs();
    if (!ran)
        return BENCH_NOT_HERE;
    return agree ? ours.seconds / theirs.seconds : BENCH_DIFFERENT;
}
