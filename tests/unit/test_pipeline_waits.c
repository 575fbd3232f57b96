/* SPDX-License-Identifier: MIT */
/* What runs at the same time in pipelines, what waits without running, and who is woken. */
#include "pipeline_job.h"
#include "run_tests.h"

#include <time.h>
#include <unistd.h>

/* -- At the same time -------------------------------------------------------------------------- */

static int meet(void *memory, void *ctx)
{
    const struct item *item = memory;
    struct job *job = ctx;
    atomic_fetch_add(&job->waiting, 1);
    bool met = item->number > 1 || wait_for(&job->waiting, 2);
    return met ? square(memory, ctx) : 99;
}

START_TEST(a_parallel_stage_has_several_items_at_once)
{
    struct place place = place_open(_i);
    struct job job = {.n = is_parallel(&place) ? 50 : 0};
    ck_assert_int_eq(cupro_pipeline(struct item, give, meet, take, 0, &job, AT(place)), 0);
    ck_assert(job.taken == job.n && !job.wrong);
    place_close(&place);
}
END_TEST

static int give_and_count(void *memory, bool *end, void *ctx)
{
    struct job *job = ctx;
    atomic_fetch_add(&job->waiting, 1);
    return give(memory, end, ctx);
}

/* The first item waits for the window to fill up, and a little longer. */
static int hold_up(void *memory, void *ctx)
{
    const struct item *item = memory;
    struct job *job = ctx;
    if (item->number == 0 && wait_for(&job->waiting, job->window)) {
        usleep(5000);
        note_wrong(job, atomic_load(&job->waiting) != job->window);
    }
    return square(memory, ctx);
}

START_TEST(a_slow_item_lets_others_pass_up_to_the_window)
{
    static const size_t windows[] = {2, 3, 10, 100};
    struct place place = place_open(_i);
    for (size_t w = 0; w < COUNT_OF(windows) && is_parallel(&place); w++) {
        struct job job = {.n = 300, .window = windows[w]};
        ck_assert_int_eq(
            cupro_pipeline(struct item, give_and_count, hold_up, take, windows[w], &job, AT(place)),
            0);
        ck_assert_msg(job.taken == job.n && !job.wrong, "window %zu", windows[w]);
    }
    place_close(&place);
}
END_TEST

/* A source that makes no item before the sink has had all earlier ones. */
static int give_slowly(void *memory, bool *end, void *ctx)
{
    struct job *job = ctx;
    return wait_for(&job->waiting, job->given) ? give(memory, end, ctx) : 99;
}

static int take_and_count(void *memory, void *ctx)
{
    struct job *job = ctx;
    int error = take(memory, ctx);
    atomic_fetch_add(&job->waiting, 1);
    return error;
}

START_TEST(items_are_finished_while_the_source_blocks)
{
    struct place place = place_open(_i);
    struct job job = {.n = is_parallel(&place) ? 200 : 0};
    ck_assert_int_eq(
        cupro_pipeline(struct item, give_slowly, square, take_and_count, 0, &job, AT(place)), 0);
    ck_assert(job.taken == job.n && !job.wrong);
    place_close(&place);
}
END_TEST

/* -- Sleepers are woken ------------------------------------------------------------------------ */

enum { ASLEEP_US = 5000 };

static int give_late(void *memory, bool *end, void *ctx)
{
    struct job *job = ctx;
    usleep(job->given == 0 ? ASLEEP_US : 0);
    return give(memory, end, ctx);
}

START_TEST(a_sleeper_is_woken_for_the_source)
{
    struct place place = place_open(_i);
    for (int repetition = 0; repetition < 10 && is_parallel(&place); repetition++) {
        struct job job = {.n = 20};
        ck_assert_int_eq(cupro_pipeline(struct item, give_late, meet, take, 0, &job, AT(place)), 0);
        ck_assert(job.taken == job.n && !job.wrong);
    }
    place_close(&place);
}
END_TEST

/* The first item comes last, and its thread has the sink's turn for the others; the second waits at
 * the sink until another thread has called the source. */
static int square_late(void *memory, void *ctx)
{
    const struct item *item = memory;
    struct job *job = ctx;
    if (item->number == 0 && wait_for(&job->waiting, job->window))
        usleep(ASLEEP_US);
    return square(memory, ctx);
}

static int take_with_the_source(void *memory, void *ctx)
{
    const struct item *item = memory;
    struct job *job = ctx;
    bool met = item->number != 1 || wait_for(&job->waiting, job->window + 1);
    return met ? take(memory, ctx) : 99;
}

START_TEST(a_sleeper_is_woken_beside_the_sink)
{
    struct place place = place_open(_i);
    for (int repetition = 0; repetition < 10 && is_parallel(&place); repetition++) {
        struct job job = {.n = 20, .window = 3};
        ck_assert_int_eq(cupro_pipeline(struct item, give_and_count, square_late,
                                        take_with_the_source, job.window, &job, AT(place)),
                         0);
        ck_assert(job.taken == job.n && !job.wrong);
    }
    place_close(&place);
}
END_TEST

static double processor_seconds(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
}

/* Long enough at first for the teams of other tests to go to sleep. */
static int give_very_slowly(void *memory, bool *end, void *ctx)
{
    struct job *job = ctx;
    usleep(job->given == 0 ? 400000 : 100000);
    if (job->given == 0)
        job->seconds = processor_seconds();
    if (job->given == job->n)
        job->seconds = processor_seconds() - job->seconds;
    return give(memory, end, ctx);
}

START_TEST(threads_sleep_while_the_source_blocks)
{
    struct place place = place_open(_i);
    struct job job = {.n = 3};
    ck_assert_int_eq(
        cupro_pipeline(struct item, give_very_slowly, square, take, 0, &job, AT(place)), 0);
    ck_assert(job.taken == 3 && !job.wrong);
    ck_assert_msg(job.seconds < 0.1, "%g seconds of a processor in 0.3", job.seconds);
    place_close(&place);
}
END_TEST

static int take_slowly(void *memory, void *ctx)
{
    usleep(1000);
    return take(memory, ctx);
}

START_TEST(a_slow_sink_gets_everything)
{
    struct place place = place_open(_i);
    struct job job = {.n = 100};
    ck_assert_int_eq(cupro_pipeline(struct item, give, square, take_slowly, 0, &job, AT(place)), 0);
    ck_assert(job.taken == 100 && !job.wrong);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("pipeline_waits", PLACES, a_parallel_stage_has_several_items_at_once,
                     a_slow_item_lets_others_pass_up_to_the_window,
                     items_are_finished_while_the_source_blocks, a_sleeper_is_woken_for_the_source,
                     a_sleeper_is_woken_beside_the_sink, threads_sleep_while_the_source_blocks,
                     a_slow_sink_gets_everything);
}
