/* SPDX-License-Identifier: MIT */
/* Stop tokens: no chunk begins after one is raised, and nobody is told that all was done. */
#include "places.h"
#include "run_tests.h"

#include <cupro/chain.h>
#include <cupro/fold.h>
#include <cupro/loop.h>
#include <cupro/number.h>
#include <cupro/range.h>
#include <cupro/runs.h>
#include <cupro/search.h>
#include <cupro/text.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

enum { N = 400 };

/* One operation under a token. */
struct watch {
    cupro_stop stop;
    atomic_size_t begun;
    size_t raise_at;  /* the number of bodies begun at which one of them raises the token */
    useconds_t sleep; /* of each body */
};

static int begin(struct watch *watch)
{
    if (atomic_fetch_add(&watch->begun, 1) + 1 >= watch->raise_at)
        cupro_stop_request(&watch->stop);
    if (watch->sleep > 0)
        usleep(watch->sleep);
    return 0;
}

/* -- The operations, each in N pieces ---------------------------------------------------------- */

static int64_t array[2 * N];

static int body(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    return begin(ctx);
}

static int folder(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc;
    return body(lo, hi, ctx);
}

static int visit(const void *items, size_t n, void *ctx)
{
    (void)items;
    (void)n;
    return begin(ctx);
}

CUPRO_MAP(slow, int64_t, int64_t, x, begin(ctx) + x);

static int loop(const cupro_call *call)
{
    return cupro_for_with(N, body, call);
}

static int chunks(const cupro_call *call)
{
    return cupro_chunks_with(2 * N, 2, body, call);
}

static int records(const cupro_call *call)
{
    static const char text[N];
    return cupro_records_with(text, N, '\0', body, call);
}

CUPRO_RELATION(never, int64_t, a, b, a != b);

static int chunk_by(const cupro_call *call)
{
    return cupro_chunk_by_with(array, N, sizeof *array, &never.relation, body, call);
}

static int visit_slices(const cupro_slice *pieces, size_t count, void *ctx)
{
    (void)pieces;
    (void)count;
    return begin(ctx);
}

/* Empty pieces, one more than there are separators. */
static int split(const cupro_call *call)
{
    static const char text[N - 1];
    return cupro_split_with(text, N - 1, '\0', visit_slices, call);
}

/* The results of an operation that is stopped are left as they were. */
static int fold(const cupro_call *call)
{
    int64_t sum = 42;
    int error = cupro_fold_with(N, folder, &cupro_plus_i64, &sum, call);
    ck_assert(sum == (error != 0 ? 42 : 0));
    return error;
}

static int fold_workers(const cupro_call *call)
{
    int64_t sum = 42;
    int error = cupro_fold_workers_with(N, folder, &cupro_plus_i64, &sum, call);
    ck_assert(sum == (error != 0 ? 42 : 0));
    return error;
}

static int each(const cupro_call *call)
{
    return cupro_each_with(cupro_from(array, N), visit, call);
}

static int reduce(const cupro_call *call)
{
    int64_t sum = 42;
    int error =
        cupro_reduce_with(cupro_from(array, N, &slow), &cupro_plus_i64, &sum, sizeof sum, call);
    ck_assert(sum == (error != 0 ? 42 : 0));
    return error;
}

static int collect(const cupro_call *call)
{
    int64_t out[N];
    return cupro_collect_with(cupro_from(array, N, &slow), out, sizeof *out, NULL, call);
}

static int collect_new(const cupro_call *call)
{
    int64_t *out = array;
    int error =
        cupro_collect_new_with(cupro_from(array, N, &slow), (void **)&out, sizeof *out, NULL, call);
    ck_assert((out == NULL) == (error != 0));
    free(out);
    return error;
}

typedef int operation(const cupro_call *call);
static operation *const operations[] = {loop,         chunks, records, chunk_by, split,      fold,
                                        fold_workers, each,   reduce,  collect,  collect_new};

/* -- Tests ------------------------------------------------------------------------------------- */

START_TEST(a_token_that_is_raised_before_lets_nothing_begin)
{
    struct place place = place_open(_i);
    for (size_t grain = 0; grain < 2; grain++)
        for (size_t o = 0; o < COUNT_OF(operations); o++) {
            struct watch watch = {.raise_at = SIZE_MAX};
            cupro_stop_request(&watch.stop);
            cupro_call call = {.ctx = &watch, .stop = &watch.stop, AT(place), .grain = grain};
            ck_assert_int_eq(operations[o](&call), CUPRO_ESTOPPED);
            ck_assert_uint_eq(watch.begun, 0);
        }
    place_close(&place);
}
END_TEST

/* Each body raises the token, so that each thread begins one at most. */
START_TEST(a_token_that_a_body_raises_ends_the_operation)
{
    struct place place = place_open(_i);
    for (size_t o = 0; o < COUNT_OF(operations); o++) {
        struct watch watch = {.raise_at = 1};
        cupro_call call = {.ctx = &watch, .stop = &watch.stop, AT(place), .grain = 1};
        ck_assert_int_eq(operations[o](&call), CUPRO_ESTOPPED);
        ck_assert_uint_ge(watch.begun, 1);
        ck_assert_uint_le(watch.begun, (size_t)place_threads(&place));
    }
    place_close(&place);
}
END_TEST

START_TEST(a_token_that_is_raised_when_all_has_begun_changes_nothing)
{
    struct place place = place_open(_i);
    for (size_t o = 0; o < COUNT_OF(operations); o++) {
        struct watch watch = {.raise_at = N};
        cupro_call call = {.ctx = &watch, .stop = &watch.stop, AT(place), .grain = 1};
        ck_assert_int_eq(operations[o](&call), 0);
        ck_assert_uint_eq(watch.begun, N);
        ck_assert_int_eq(cupro_stop_requested(&watch.stop), 1);
    }
    place_close(&place);
}
END_TEST

static void *raise_soon(void *token)
{
    usleep(2000);
    cupro_stop_request(token);
    return NULL;
}

START_TEST(another_thread_may_raise_the_token)
{
    struct place place = place_open(_i);
    struct watch watch = {.raise_at = SIZE_MAX, .sleep = 100};
    pthread_t other;
    pthread_create(&other, NULL, raise_soon, &watch.stop);
    int error = cupro_for(1u << 30, body, &watch, AT(place), .stop = &watch.stop, .max_grain = 1);
    pthread_join(other, NULL);
    ck_assert_int_eq(error, CUPRO_ESTOPPED);
    ck_assert_uint_lt(watch.begun, 1u << 30);
    place_close(&place);
}
END_TEST

static cupro_stop alarmed;

static void on_alarm(int signal)
{
    (void)signal;
    cupro_stop_request(&alarmed);
}

START_TEST(a_signal_handler_may_raise_the_token)
{
    struct place place = place_open(_i);
    struct watch watch = {.raise_at = SIZE_MAX, .sleep = 100};
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    ualarm(2000, 0);
    ck_assert_int_eq(cupro_for(1u << 30, body, &watch, AT(place), .stop = &alarmed, .max_grain = 1),
                     CUPRO_ESTOPPED);
    place_close(&place);
}
END_TEST

/* -- Elements of which no share of 128, however many threads there are, would ever end. */

static const size_t most_indexes = SIZE_MAX / sizeof(size_t);

static int one_by_one(size_t lo, size_t hi, void *ctx)
{
    for (size_t i = lo; i < hi; i++)
        begin(ctx);
    return 0;
}

CUPRO_FILTER(never_found, size_t, i, begin(ctx) != 0 || i == SIZE_MAX);

START_TEST(a_token_ends_work_of_any_length_soon)
{
    struct place place = place_open(_i);
    struct watch watch = {.raise_at = 10000};
    size_t result = 42;
    cupro_call call = {.ctx = &watch, .stop = &watch.stop, AT(place)};
    ck_assert_int_eq(cupro_for_with(SIZE_MAX, one_by_one, &call), CUPRO_ESTOPPED);
    watch.stop = (cupro_stop){0};
    cupro_chain chain = cupro_from_range(0, most_indexes, &never_found);
    ck_assert_int_eq(cupro_count_with(chain, &result, &call), CUPRO_ESTOPPED);
    watch.stop = (cupro_stop){0};
    ck_assert_int_eq(cupro_find_with(chain, CUPRO_FIRST, &result, &call), CUPRO_ESTOPPED);
    ck_assert_uint_eq(result, 42);
    place_close(&place);
}
END_TEST

START_TEST(without_work_there_is_nothing_to_stop)
{
    struct place place = place_open(_i);
    struct watch watch = {.raise_at = 0};
    int64_t sum = 42;
    size_t count = 42;
    cupro_stop_request(&watch.stop);
    cupro_call call = {.ctx = &watch, .stop = &watch.stop, AT(place)};
    ck_assert_int_eq(cupro_for_with(0, body, &call), 0);
    ck_assert_int_eq(cupro_fold_with(0, folder, &cupro_plus_i64, &sum, &call), 0);
    ck_assert_int_eq(sum, 0);
    ck_assert_int_eq(cupro_count_with(cupro_from(array, 0), &count, &call), 0);
    ck_assert_uint_eq(count, 0);
    place_close(&place);
}
END_TEST

START_TEST(sums_and_extremes_heed_the_token)
{
    struct place place = place_open(_i);
    cupro_stop raised = {0};
    cupro_stop_request(&raised);
    int64_t sum = 42, least = 42;
    ck_assert_int_eq(cupro_sum(array, N, &sum, AT(place), .stop = &raised), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_min(array, N, &least, AT(place), .stop = &raised), CUPRO_ESTOPPED);
    ck_assert(sum == 42 && least == 42);
    place_close(&place);
}
END_TEST

START_TEST(arrays_of_pieces_heed_the_token)
{
    static const char text[N];
    struct place place = place_open(_i);
    cupro_stop raised = {0};
    cupro_stop_request(&raised);
    size_t *begins = NULL, count = 42;
    cupro_slice *pieces = NULL;
    ck_assert_int_eq(cupro_runs_new(array, N, &never, &begins, &count, AT(place), .stop = &raised),
                     CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_lines_new(text, N, &pieces, &count, AT(place), .stop = &raised),
                     CUPRO_ESTOPPED);
    ck_assert(begins == NULL && pieces == NULL && count == 42);
    place_close(&place);
}
END_TEST

/* -- Deadlines, and tokens of tokens ----------------------------------------------------------- */

START_TEST(a_deadline_that_is_past_lets_nothing_begin)
{
    struct place place = place_open(_i);
    for (size_t o = 0; o < COUNT_OF(operations); o++) {
        struct watch watch = {.stop.deadline = cupro_after(0), .raise_at = SIZE_MAX};
        cupro_call call = {.ctx = &watch, .stop = &watch.stop, AT(place)};
        ck_assert_int_eq(operations[o](&call), CUPRO_ETIMEDOUT);
        ck_assert_uint_eq(watch.begun, 0);
    }
    place_close(&place);
}
END_TEST

START_TEST(an_operation_ends_when_its_time_has_come)
{
    struct place place = place_open(_i);
    struct watch watch = {.raise_at = SIZE_MAX, .sleep = 100, .stop.deadline = cupro_after(0.002)};
    int error = cupro_for(1u << 30, body, &watch, AT(place), .stop = &watch.stop, .max_grain = 1);
    ck_assert_int_eq(error, CUPRO_ETIMEDOUT);
    ck_assert_int_eq(cupro_stop_requested(&watch.stop), 1);
    place_close(&place);
}
END_TEST

START_TEST(a_deadline_far_away_changes_nothing)
{
    static const double far[] = {3600, 1e300};
    struct place place = place_open(_i);
    for (size_t o = 0; o < COUNT_OF(operations); o++) {
        struct watch watch = {.stop.deadline = cupro_after(far[o % 2]), .raise_at = SIZE_MAX};
        cupro_call call = {.ctx = &watch, .stop = &watch.stop, AT(place), .grain = 1};
        ck_assert_int_eq(operations[o](&call), 0);
        ck_assert_uint_eq(watch.begun, N);
    }
    place_close(&place);
}
END_TEST

START_TEST(a_parent_stops_its_children)
{
    struct place place = place_open(_i);
    cupro_stop shutdown = {0};
    const cupro_stop session = {.parent = &shutdown};
    struct watch watch = {.stop.parent = &session, .raise_at = SIZE_MAX};
    ck_assert_int_eq(cupro_for(N, body, &watch, AT(place), .stop = &watch.stop), 0);
    watch.begun = 0;
    cupro_stop_request(&shutdown);
    ck_assert_int_eq(cupro_for(N, body, &watch, AT(place), .stop = &watch.stop), CUPRO_ESTOPPED);
    ck_assert_uint_eq(watch.begun, 0);
    place_close(&place);
}
END_TEST

START_TEST(times_run_forward)
{
    ck_assert_int_gt(cupro_after(0), 0);
    ck_assert_int_gt(cupro_after(-1), 0);
    ck_assert_int_gt(cupro_after(1), cupro_after(0.5));
    ck_assert_int_eq(cupro_after(1e300), INT64_MAX);
}
END_TEST

START_TEST(a_token_is_raised_once_it_is_asked_for)
{
    cupro_stop token = {0};
    ck_assert_int_eq(cupro_stop_requested(&token), 0);
    cupro_stop_request(&token);
    cupro_stop_request(&token);
    cupro_stop_request(NULL);
    ck_assert_int_eq(cupro_stop_requested(&token), 1);
    ck_assert_int_eq(cupro_stop_requested(NULL), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("stop", PLACES, a_token_that_is_raised_before_lets_nothing_begin,
                     a_token_that_a_body_raises_ends_the_operation,
                     a_token_that_is_raised_when_all_has_begun_changes_nothing,
                     another_thread_may_raise_the_token, a_signal_handler_may_raise_the_token,
                     a_token_ends_work_of_any_length_soon, without_work_there_is_nothing_to_stop,
                     sums_and_extremes_heed_the_token, arrays_of_pieces_heed_the_token,
                     a_deadline_that_is_past_lets_nothing_begin,
                     an_operation_ends_when_its_time_has_come, a_deadline_far_away_changes_nothing,
                     a_parent_stops_its_children, times_run_forward,
                     a_token_is_raised_once_it_is_asked_for);
}
