/* SPDX-License-Identifier: MIT */
/* Pipelines: order, memory, what may call what, and what ends them. */
#include "pipeline_job.h"
#include "run_tests.h"

#include <stdlib.h>

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
    return RUN_TESTS("pipeline", PLACES, items_come_out_in_the_order_in_which_they_went_in,
                     what_an_item_holds_serves_the_next_ones_and_is_freed,
                     stages_and_the_sink_may_be_left_out, everything_may_call_everything,
                     calls_are_inside_the_operation, codes_come_back_as_they_are,
                     what_is_behind_a_failure_is_not_begun, a_raised_token_lets_nothing_begin);
}
