/* SPDX-License-Identifier: MIT */
/* The scenes (see omp_scenes.h): all pragmas of the tests are here. */
#include "runtime/omp_scenes.h"

#include <omp.h>

static void call(struct act *act)
{
    int result = act->call(act);
    atomic_fetch_add(&act->calls, 1);
    if (result != 0)
        atomic_store(&act->result, result);
}

/* -- One thread calls ---------------------------------------------------------------------------
 */

static void in_single(struct act *act)
{
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
#pragma omp single
    call(act);
}

static void in_master(struct act *act)
{
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
    {
#pragma omp master
        call(act);
#pragma omp barrier
    }
}

static void in_sections(struct act *act)
{
#pragma omp parallel sections num_threads(act->threads) default(none) shared(act)
    {
#pragma omp section
        call(act);
    }
}

static void in_region_of_one(struct act *act)
{
#pragma omp parallel num_threads(1) default(none) shared(act)
    call(act);
}

static void in_inactive_region(struct act *act)
{
#pragma omp parallel num_threads(act->threads) if (act->threads < 0) default(none) shared(act)
    call(act);
}

/* -- All threads call ---------------------------------------------------------------------------
 */

static void in_all(struct act *act)
{
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
    for (int i = 0; i < 3; i++)
        call(act);
}

static void in_critical(struct act *act)
{
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
#pragma omp critical
    call(act);
}

static void in_static_for(struct act *act)
{
#pragma omp parallel for num_threads(act->threads) default(none) shared(act)
    for (int i = 0; i < 9; i++)
        call(act);
}

static void in_dynamic_for(struct act *act)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(act->threads) default(none) shared(act)
    for (int i = 0; i < 9; i++)
        call(act);
}

/* -- Tasks --------------------------------------------------------------------------------------
 */

/* The producer waits for its tasks, and the others at the end of the single. */
static void in_tasks(struct act *act)
{
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
#pragma omp single
    {
        for (int i = 0; i < 5; i++)
#pragma omp task default(none) shared(act)
            call(act);
#pragma omp taskwait
    }
}

static void in_taskgroup(struct act *act)
{
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
#pragma omp single
#pragma omp taskgroup
    for (int i = 0; i < 5; i++)
#pragma omp task default(none) shared(act)
        call(act);
}

static void in_tasks_of_tasks(struct act *act)
{
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
    {
#pragma omp task default(none) shared(act)
        {
#pragma omp task default(none) shared(act)
            call(act);
            call(act);
#pragma omp taskwait
        }
    }
}

/* -- Regions in regions -------------------------------------------------------------------------
 */

static void in_nested_region(struct act *act)
{
    omp_set_max_active_levels(2);
#pragma omp parallel num_threads(2) default(none) shared(act)
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
    call(act);
}

static void in_nested_single(struct act *act)
{
    omp_set_max_active_levels(2);
#pragma omp parallel num_threads(2) default(none) shared(act)
#pragma omp parallel num_threads(act->threads) default(none) shared(act)
#pragma omp single
    call(act);
}

const struct scene scenes[SCENES] = {
    {"single", in_single, true},
    {"master", in_master, true},
    {"sections", in_sections, true},
    {"a region of one", in_region_of_one, false},
    {"an inactive region", in_inactive_region, false},
    {"all threads", in_all, true},
    {"critical", in_critical, false},
    {"a static for", in_static_for, true},
    {"a dynamic for", in_dynamic_for, true},
    {"tasks", in_tasks, false},
    {"a taskgroup", in_taskgroup, false},
    {"tasks of tasks", in_tasks_of_tasks, false},
    {"a nested region", in_nested_region, true},
    {"a nested single", in_nested_single, true},
};

/* -- Calls and questions ------------------------------------------------------------------------
 */

int call_works(struct act *act)
{
    (void)act;
    return pool_works(NULL);
}

int works_in_task(void *arg)
{
    return pool_works(arg);
}

int no_thread_task(int index, void *arg)
{
    (void)index;
    (void)arg;
    return 0;
}

void run_region(int threads)
{
    int seen = 0;
#pragma omp parallel num_threads(threads) default(none) reduction(+ : seen)
    seen++;
}

int team_size(void)
{
    return omp_get_num_threads();
}

void wait_for_tasks(void)
{
#pragma omp taskwait
}

void change_settings(const struct settings *settings)
{
    omp_set_num_threads(settings->threads);
    omp_set_max_active_levels(settings->levels);
    omp_set_dynamic(settings->dynamic);
}

void read_settings(struct settings *settings)
{
    settings->threads = omp_get_max_threads();
    settings->levels = omp_get_max_active_levels();
    settings->dynamic = omp_get_dynamic();
}
