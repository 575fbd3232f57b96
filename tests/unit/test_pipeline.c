/* SPDX-License-Identifier: MIT */
/* Pipelines: order, memory, what runs at the same time, and what waits without running. */
#include "places.h"
#include "run_tests.h"
#include "runtime/process.h"

#include <cupro.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct job {
    size_t n;                     /* items that the source has      */
    size_t given, taken;          /* by the source, by the sink     */
    atomic_size_t waiting, freed; /* as the test has it             */
    size_t window;
    double seconds; /* that processors worked */
    atomic_bool wrong;
};

struct item {
    size_t number;
    uint64_t square;
    char *text; /* kept from item to item */
};

static void note_wrong(struct job *job, bool wrong)
{
    if (wrong)
        atomic_store(&job->wrong, true);
}

static int give(void *memory, bool *end, void *ctx)
{
    struct job *job = ctx;
    struct item *item = memory;
    item->number = job->given;
    *end = job->given == job->n;
    job->given += !*end;
    return 0;
}

static int square(void *memory, void *ctx)
{
    (void)ctx;
    struct item *item = memory;
    item->square = (uint64_t)item->number * item->number;
    return 0;
}

static int take(void *memory, void *ctx)
{
    struct job *job = ctx;
    const struct item *item = memory;
    uint64_t number = job->taken++;
    note_wrong(job, item->number != number || item->square != number * number);
    return 0;
}

/* Whether two calls can be under way at once here. */
static bool is_parallel(const struct place *place)
{
    return place_threads(place) > 1 && !on_serial_backend();
}

/* Wait for another thread to get there, but not for ever. */
static bool wait_for(const atomic_size_t *count, size_t value)
{
    for (int i = 0; i < 20000 && atomic_load(count) < value; i++)
        usleep(100);
    return atomic_load(count) >= value;
}

/* -- Order and memory -------------------------------------------------------------------------- */

START_TEST(items_come_out_in_the_order_in_which_they_went_in)
{
    static const size_t counts[] = {0, 1, 2, 3, 10, 1000, 20000}, windows[] = {0, 1, 2, 5, 300};
    struct place place = place_open(_i);
    for (size_t c = 0; c < COUNT_OF(counts); c++)
        for (size_t w = 0; w < COUNT_OF(windows); w++) {
            struct job job = {.n = counts[c]};
            ck_assert_int_eq(
                cupro_pipeline(struct item, give, square, take, windows[w], &job, AT(place)), 0);
            ck_assert(job.given == job.n && job.taken == job.n && !job.wrong);
        }
    place_close(&place);
}
END_TEST

static int give_text(void *memory, bool *end, void *ctx)
{
    struct item *item = memory;
    struct job *job = ctx;
    note_wrong(job, (item->text == NULL && item->square != 0));
    if (item->text == NULL)
        item->text = malloc(100);
    return give(memory, end, ctx);
}

static int write_text(void *memory, void *ctx)
{
    struct item *item = memory;
    snprintf(item->text, 100, "%zu", item->number);
    return square(memory, ctx);
}

static int read_text(void *memory, void *ctx)
{
    struct job *job = ctx;
    const struct item *item = memory;
    note_wrong(job, strtoull(item->text, NULL, 10) != job->taken);
    return take(memory, ctx);
}

static void free_text(void *memory, void *ctx)
{
    struct job *job = ctx;
    const struct item *item = memory;
    note_wrong(job, item->text == NULL);
    free(item->text);
    job->freed++;
}

START_TEST(what_an_item_holds_serves_the_next_ones_and_is_freed)
{
    static const cupro_pipeline_parts parts = {.item_size = sizeof(struct item),
                                               .source = give_text,
                                               .stage = {{write_text, CUPRO_PARALLEL}},
                                               .sink = read_text,
                                               .window = 4,
                                               .drop = free_text};
    struct place place = place_open(_i);
    for (size_t n = 0; n < 100; n += 1 + n / 4) {
        struct job job = {.n = n};
        ck_assert_int_eq(cupro_pipeline_run(&parts, &job, AT(place)), 0);
        ck_assert(job.taken == n && !job.wrong && job.freed >= 1 && job.freed <= 4);
    }
    place_close(&place);
}
END_TEST

START_TEST(stages_and_the_sink_may_be_left_out)
{
    static const cupro_pipeline_parts parts = {
        .item_size = sizeof(struct item), .source = give, .sink = square, .window = 3};
    struct place place = place_open(_i);
    struct job copied = {.n = 1000}, dropped = {.n = 1000}, emptied = {.n = 1000};
    ck_assert_int_eq(cupro_pipeline_run(&parts, &copied, AT(place)), 0);
    ck_assert_int_eq(cupro_pipeline(struct item, give, square, NULL, 0, &dropped, AT(place)), 0);
    ck_assert_int_eq(cupro_pipeline(struct item, give, NULL, NULL, 0, &emptied, AT(place)), 0);
    ck_assert(copied.given == 1000 && dropped.given == 1000 && emptied.given == 1000);
    place_close(&place);
}
END_TEST

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

/* -- Pipelines in pipelines -------------------------------------------------------------------- */

static int add_one(size_t lo, size_t hi, void *ctx)
{
    atomic_fetch_add((atomic_size_t *)ctx, hi - lo);
    return 0;
}

static int give_with_a_loop(void *memory, bool *end, void *ctx)
{
    atomic_size_t sum = 0;
    int error = cupro_for(100, add_one, &sum, .grain = 7);
    return error == 0 && sum == 100 ? give(memory, end, ctx) : 99;
}

static int square_with_a_pipeline(void *memory, void *ctx)
{
    struct job inner = {.n = 20};
    int error = cupro_pipeline(struct item, give_with_a_loop, square, take, 0, &inner);
    return error == 0 && inner.taken == 20 && !inner.wrong ? square(memory, ctx) : 99;
}

static int run_in_body(size_t lo, size_t hi, void *ctx)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++) {
        struct job job = {.n = 20};
        error = cupro_pipeline(struct item, give_with_a_loop, square_with_a_pipeline, take, 0, &job,
                               .pool = ctx);
        error = error == 0 && (job.taken != 20 || job.wrong) ? 98 : error;
    }
    return error;
}

START_TEST(everything_may_call_everything)
{
    struct place place = place_open(_i);
    ck_assert_int_eq(run_in_body(0, 3, place.pool), 0);
    ck_assert_int_eq(cupro_for(5, run_in_body, NULL, AT(place), .grain = 1), 0);
    place_close(&place);
}
END_TEST

static int know_the_thread(void *memory, void *ctx)
{
    return cupro_thread_index() >= 0 ? square(memory, ctx) : 99;
}

START_TEST(calls_are_inside_the_operation)
{
    struct place place = place_open(_i);
    struct job job = {.n = 100};
    ck_assert_int_eq(cupro_pipeline(struct item, give, know_the_thread, take, 0, &job, AT(place)),
                     0);
    ck_assert_int_eq(cupro_thread_index(), -1);
    place_close(&place);
}
END_TEST

/* -- Ends -------------------------------------------------------------------------------------- */

static int fail_at_seven(void *memory, void *ctx)
{
    const struct item *item = memory;
    return item->number == 7 ? CUPRO_EBUSY : square(memory, ctx);
}

START_TEST(codes_come_back_as_they_are)
{
    struct place place = place_open(_i);
    struct job job = {.n = 100};
    ck_assert_int_eq(cupro_pipeline(struct item, give, fail_at_seven, take, 0, &job, AT(place)),
                     CUPRO_EBUSY);
    ck_assert(job.taken == 7 && !job.wrong);
    place_close(&place);
}
END_TEST

/* The first item takes some time, the second fails meanwhile. */
static int fail_soon(void *memory, void *ctx)
{
    const struct item *item = memory;
    struct job *job = ctx;
    if (item->number == 0 && wait_for(&job->waiting, 1))
        usleep(50000);
    if (item->number == 1)
        atomic_fetch_add(&job->waiting, 1);
    return item->number == 1 ? 55 : square(memory, ctx);
}

START_TEST(what_is_behind_a_failure_is_not_begun)
{
    struct place place = place_open(_i);
    struct job job = {.n = 200000};
    if (is_parallel(&place)) {
        ck_assert_int_eq(cupro_pipeline(struct item, give, fail_soon, take, job.n, &job, AT(place)),
                         55);
        ck_assert_msg(job.taken == 1 && job.given < job.n / 2, "%zu given", job.given);
    }
    place_close(&place);
}
END_TEST

START_TEST(a_raised_token_lets_nothing_begin)
{
    struct place place = place_open(_i);
    struct job job = {.n = 100};
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(
        cupro_pipeline(struct item, give, square, take, 0, &job, AT(place), .stop = &stop),
        CUPRO_ESTOPPED);
    ck_assert(job.given == 0 && job.taken == 0);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "pipeline", PLACES, items_come_out_in_the_order_in_which_they_went_in,
        what_an_item_holds_serves_the_next_ones_and_is_freed, stages_and_the_sink_may_be_left_out,
        a_parallel_stage_has_several_items_at_once, a_slow_item_lets_others_pass_up_to_the_window,
        items_are_finished_while_the_source_blocks, a_sleeper_is_woken_for_the_source,
        a_sleeper_is_woken_beside_the_sink, threads_sleep_while_the_source_blocks,
        a_slow_sink_gets_everything, everything_may_call_everything, calls_are_inside_the_operation,
        codes_come_back_as_they_are, what_is_behind_a_failure_is_not_begun,
        a_raised_token_lets_nothing_begin);
}
