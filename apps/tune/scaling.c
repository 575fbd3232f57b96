/* SPDX-License-Identifier: MIT */
/*
 * Scaling (see scaling.h). Each pair of a number of threads and a policy gets a pool of its own,
 * and arrays that this pool writes first, as a program would have it. A policy that plans for so
 * many threads what an earlier one does is not measured again: it is the same.
 */
#include "tune/scaling.h"

#include "tune/stopwatch.h"
#include "tune/works.h"

#include "common/diagnostics.h"
#include "common/output/progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const bind_names[] = {"default", "none", "compact", "scatter", "core", "numa"};

const char *tune_bind_name(cupro_bind bind)
{
    return bind_names[bind];
}

/* -- What is to be measured -------------------------------------------------------------------- */

static void add_count(struct scaling *scaling, int count)
{
    scaling->count[scaling->counts++] = count;
}

static void choose_counts(struct scaling *scaling, int cores, int most)
{
    for (int count = 1; count < most; count *= 2) {
        add_count(scaling, count);
        if (count < cores && cores < 2 * count && cores < most)
            add_count(scaling, cores);
    }
    add_count(scaling, most);
}

/* All of the process's PUs are as good as no binding. */
static bool is_bound(const cupro_thread_place *place, int pus)
{
    return place->cpus > 0 && place->cpus < (size_t)pus;
}

static bool is_same_place(const cupro_thread_place *a, const cupro_thread_place *b, int pus)
{
    if (!is_bound(a, pus) || !is_bound(b, pus))
        return is_bound(a, pus) == is_bound(b, pus);
    return a->cpus == b->cpus && memcmp(a->cpu, b->cpu, a->cpus * sizeof *a->cpu) == 0;
}

static bool is_same_plan(const cupro_plan *a, const cupro_plan *b, int pus)
{
    int i = 0;
    while (i < a->threads && is_same_place(&a->place[i], &b->place[i], pus))
        i++;
    return i == a->threads;
}

static void compare_plans(struct scaling *scaling, const cupro_machine *machine, size_t count)
{
    cupro_plan *plan[TUNE_POLICIES];
    for (size_t p = 0; p < scaling->policies; p++) {
        stopwatch_check(cupro_plan_open(&plan[p], machine, .threads = scaling->count[count],
                                        .bind = scaling->policy[p]));
        size_t same = 0;
        while (!is_same_plan(plan[p], plan[same], machine->pus))
            same++;
        scaling->same[count][p] = same;
        scaling->differs[p] |= same == p;
    }
    for (size_t p = 0; p < scaling->policies; p++)
        cupro_plan_close(plan[p]);
}

void scaling_plan(struct scaling *scaling, const cupro_machine *machine, int most)
{
    *scaling = (struct scaling){0};
    choose_counts(scaling, machine->cores, most);
    for (cupro_bind bind = CUPRO_BIND_NONE; bind <= CUPRO_BIND_NUMA; bind++)
        scaling->policy[scaling->policies++] = bind;
    for (size_t c = 0; c < scaling->counts; c++)
        compare_plans(scaling, machine, c);
}

/* -- Measuring --------------------------------------------------------------------------------- */

/* How many times one thread's time all of it takes, for one run of each. */
static double total_share(const struct scaling *scaling)
{
    double share = 0;
    for (size_t c = 0; c < scaling->counts; c++)
        for (size_t p = 0; p < scaling->policies; p++)
            if (scaling->same[c][p] == p)
                share += 1 / sqrt(scaling->count[c]); /* none scales worse, for long */
    return share;
}

/* Seconds that one thread takes for one run of all works, an element. */
static double try_out(void)
{
    enum { SOME = 1 << 18 };
    struct works works = {0};
    double seconds = 0;
    cupro_pool *pool;
    stopwatch_check(cupro_pool_open(&pool, .threads = 1, .bind = CUPRO_BIND_NONE));
    cupro_use(pool);
    works_open(&works, SOME);
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        seconds += works_time(&works, work, 0).spread.median / SOME;
    works_close(&works);
    cupro_use(NULL);
    cupro_pool_close(pool);
    return seconds;
}

/* Arrays that do not fit a cache take longer; making them, warming up, and restoring what was
 * sorted come to as much as some runs more. */
static size_t choose_elements(double share, double seconds, size_t least, size_t most)
{
    const double slower = 1.5, runs = STOPWATCH_LEAST_RUNS + 3;
    if (least >= most)
        return most;
    const double elements = seconds / (share * try_out() * slower * runs);
    return elements < (double)least ? least : elements > (double)most ? most : (size_t)elements;
}

static void measure_pair(struct scaling *scaling, struct works *works, size_t count, size_t policy,
                         double seconds)
{
    char step[96];
    cupro_pool *pool;
    const int threads = scaling->count[count];
    const char *bind = tune_bind_name(scaling->policy[policy]);
    const int error =
        cupro_pool_open(&pool, .threads = threads, .bind = scaling->policy[policy], .name = "tune");
    if (error)
        fail("cannot start %d threads: %s", threads, cupro_strerror(error));
    cupro_use(pool);
    works_open(works, scaling->elements);
    for (enum tune_work work = 0; work < TUNE_WORKS; work++) {
        snprintf(step, sizeof step, "%s, threads: %d, binding: %s", tune_work_name(work), threads,
                 bind);
        progress_show(step);
        scaling->time[work][count][policy] = works_time(works, work, seconds / TUNE_WORKS);
    }
    works_close(works);
    cupro_use(NULL);
    cupro_pool_close(pool);
}

void scaling_measure(struct scaling *scaling, double seconds, size_t least, size_t most)
{
    struct works works = {0};
    progress_show("how much can be done");
    const double share = total_share(scaling);
    scaling->elements = choose_elements(share, seconds, least, most);
    for (size_t c = 0; c < scaling->counts; c++)
        for (size_t p = 0; p < scaling->policies; p++) {
            const size_t same = scaling->same[c][p];
            if (same == p)
                measure_pair(scaling, &works, c, p, seconds / share / sqrt(scaling->count[c]) / 2);
            else
                for (enum tune_work work = 0; work < TUNE_WORKS; work++)
                    scaling->time[work][c][p] = scaling->time[work][c][same];
        }
}
