/* SPDX-License-Identifier: MIT */
/* .keep_going and .failures: everything runs, and every failure is listed, in order. */
#include "places.h"
#include "run_tests.h"

#include <cupro.h>
#include <stdatomic.h>

enum { N = 1000 };

/* Which indexes fail, with index + 1. */
struct trial {
    size_t every; /* those that this divides; 0: none */
    atomic_size_t ran;
};

static bool fails(const struct trial *trial, size_t i)
{
    return trial->every > 0 && i % trial->every == 0;
}

/* Ranges of one size fail where they begin. */
static int body(size_t lo, size_t hi, void *ctx)
{
    struct trial *trial = ctx;
    atomic_fetch_add(&trial->ran, hi - lo);
    return fails(trial, lo) ? (int)lo + 1 : 0;
}

static int visit(const void *items, size_t n, void *ctx)
{
    const size_t *first = items;
    return body(*first, *first + n, ctx);
}

static size_t expected(size_t n, size_t size, size_t every)
{
    size_t count = 0;
    for (size_t lo = 0; lo < n; lo += size)
        count += every > 0 && lo % every == 0;
    return count;
}

static void check_list(const cupro_failures *list, size_t size, size_t every)
{
    ck_assert_uint_eq(list->count, expected(N, size, every));
    size_t k = 0;
    for (size_t lo = 0; lo < N; lo += size)
        if (every > 0 && lo % every == 0) {
            ck_assert_uint_eq(list->items[k].index, lo);
            ck_assert_int_eq(list->items[k++].code, (int)lo + 1);
        }
}

typedef int loop(size_t size, struct trial *trial, const cupro_call *call);

static int for_loop(size_t size, struct trial *trial, const cupro_call *call)
{
    cupro_call with = *call;
    with.grain = with.max_grain = size;
    with.ctx = trial;
    return cupro_for_with(N, body, &with);
}

static int chunk_loop(size_t size, struct trial *trial, const cupro_call *call)
{
    cupro_call with = *call;
    with.ctx = trial;
    return cupro_chunks_with(N, size, body, &with);
}

static int window_loop(size_t size, struct trial *trial, const cupro_call *call)
{
    cupro_call with = *call;
    with.grain = with.max_grain = size;
    with.ctx = trial;
    return cupro_windows_with(N + 4, 5, body, &with);
}

/* One record in each range of `size` bytes. */
static int record_loop(size_t size, struct trial *trial, const cupro_call *call)
{
    char text[N];
    for (size_t i = 0; i < N; i++)
        text[i] = (i + 1) % size == 0 ? '\n' : 'x';
    cupro_call with = *call;
    with.grain = size;
    with.ctx = trial;
    return cupro_records_with(text, N, '\n', body, &with);
}

static int each_loop(size_t size, struct trial *trial, const cupro_call *call)
{
    size_t index[N];
    for (size_t i = 0; i < N; i++)
        index[i] = i;
    cupro_call with = *call;
    with.grain = with.max_grain = size;
    with.ctx = trial;
    return cupro_each_with(cupro_from(index, N), visit, &with);
}

static loop *const loops[] = {for_loop, chunk_loop, window_loop, record_loop, each_loop};

START_TEST(everything_runs_and_every_failure_is_listed)
{
    static const size_t widths[] = {1, 2, 7, N}, steps[] = {0, 1, 2, 14, N};
    struct place place = place_open(_i);
    cupro_failures bad = {0};
    for (size_t l = 0; l < COUNT_OF(loops); l++)
        for (size_t w = 0; w < COUNT_OF(widths); w++)
            for (size_t s = 0; s < COUNT_OF(steps); s++) {
                struct trial trial = {.every = steps[s]};
                const cupro_call call = {AT(place), .keep_going = true, .failures = &bad};
                int error = loops[l](widths[w], &trial, &call);
                ck_assert_int_eq(error, steps[s] > 0 ? 1 : 0); /* index 0 is the lowest */
                ck_assert_uint_eq(trial.ran, N);
                check_list(&bad, widths[w], steps[s]);
            }
    cupro_failures_free(&bad);
    ck_assert(bad.items == NULL && bad.count == 0);
    place_close(&place);
}
END_TEST

START_TEST(a_shorter_chunk_in_front_moves_the_indexes)
{
    static const size_t widths[] = {1, 2, 7, 999, N};
    struct place place = place_open(_i);
    cupro_failures bad = {0};
    for (size_t w = 0; w < COUNT_OF(widths); w++) {
        size_t size = widths[w], lead = N % size, wrong = 0;
        struct trial trial = {.every = 1};
        ck_assert_int_eq(
            cupro_rchunks(N, size, body, &trial, AT(place), .keep_going = true, .failures = &bad),
            1);
        ck_assert_uint_eq(trial.ran, N);
        ck_assert_uint_eq(bad.count, N / size + (lead > 0));
        for (size_t i = 0; i < bad.count; i++)
            wrong += bad.items[i].code != (int)bad.items[i].index + 1;
        ck_assert_uint_eq(wrong, 0);
    }
    cupro_failures_free(&bad);
    place_close(&place);
}
END_TEST

/* Without a grain too, where the first elements run under the clock. */
START_TEST(timed_loops_keep_going)
{
    struct place place = place_open(_i);
    cupro_failures bad = {0};
    struct trial trial = {.every = 1};
    ck_assert_int_eq(
        cupro_for(100 * N, body, &trial, AT(place), .keep_going = true, .failures = &bad), 1);
    ck_assert_uint_eq(trial.ran, 100 * N);
    ck_assert_uint_ge(bad.count, 1);
    for (size_t i = 0; i < bad.count; i++) {
        ck_assert_int_eq(bad.items[i].code, (int)bad.items[i].index + 1);
        ck_assert(i == 0 || bad.items[i].index > bad.items[i - 1].index);
    }
    cupro_failures_free(&bad);
    place_close(&place);
}
END_TEST

START_TEST(without_keep_going_the_lowest_is_among_them)
{
    struct place place = place_open(_i);
    cupro_failures bad = {0};
    struct trial trial = {.every = 70};
    ck_assert_int_eq(cupro_for(N, body, &trial, AT(place), .grain = 7, .failures = &bad), 1);
    ck_assert_uint_ge(bad.count, 1);
    ck_assert_uint_eq(bad.items[0].index, 0);
    ck_assert_uint_eq(bad.items[0].index % 70, 0);
    cupro_failures_free(&bad);
    place_close(&place);
}
END_TEST

START_TEST(a_list_is_used_again)
{
    struct place place = place_open(_i);
    cupro_failures bad = {0};
    for (int round = 0; round < 3; round++) {
        struct trial trial = {.every = round == 1 ? 0 : 1};
        cupro_for(N, body, &trial, AT(place), .grain = 1, .max_grain = 1, .keep_going = true,
                  .failures = &bad);
        ck_assert_uint_eq(bad.count, round == 1 ? 0 : N);
    }
    cupro_failures_free(&bad);
    cupro_failures_free(NULL);
    place_close(&place);
}
END_TEST

static int fold_nothing(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc;
    return body(lo, hi, ctx);
}

CUPRO_RELATION(same, int64_t, a, b, a == b);

static int visit_slices(const cupro_slice *pieces, size_t count, void *ctx)
{
    (void)pieces;
    return body(0, count, ctx);
}

START_TEST(other_verbs_refuse)
{
    cupro_slice *lines = NULL;
    size_t count = 42;
    struct place place = place_open(_i);
    struct trial trial = {0};
    cupro_failures bad = {0};
    int64_t x[N] = {0}, out[N], sum = 42;
    const cupro_call calls[] = {{.ctx = &trial, AT(place), .keep_going = true},
                                {.ctx = &trial, AT(place), .failures = &bad}};
    for (size_t c = 0; c < COUNT_OF(calls); c++) {
        ck_assert_int_eq(cupro_fold_with(N, fold_nothing, &cupro_plus_i64, &sum, &calls[c]),
                         CUPRO_EINVAL);
        ck_assert_int_eq(cupro_sum_i64(x, N, &sum, &calls[c]), CUPRO_EINVAL);
        ck_assert_int_eq(cupro_collect_with(cupro_from(x, N), out, sizeof *out, NULL, &calls[c]),
                         CUPRO_EINVAL);
        ck_assert_int_eq(cupro_chunk_by_with(x, N, sizeof *x, &same.relation, body, &calls[c]),
                         CUPRO_EINVAL);
        ck_assert_int_eq(cupro_lines_with(x, N, visit_slices, &calls[c]), CUPRO_EINVAL);
        ck_assert_int_eq(cupro_lines_new_with(x, N, &lines, &count, &calls[c]), CUPRO_EINVAL);
    }
    ck_assert(sum == 42 && trial.ran == 0 && lines == NULL && count == 42);
    place_close(&place);
}
END_TEST

/* -- Scopes ------------------------------------------------------------------------------------ */

struct job {
    struct trial *trial;
    size_t number;
};

static int run_job(void *arg)
{
    const struct job *job = arg;
    return body(job->number, job->number + 1, job->trial);
}

static int spawn_all(cupro_scope *scope, void *arg)
{
    struct job *jobs = arg;
    for (size_t i = 0; i < N; i++)
        ck_assert_int_eq(cupro_spawn(scope, run_job, &jobs[i]), 0);
    return 0;
}

static void fill_jobs(struct job *jobs, struct trial *trial)
{
    for (size_t i = 0; i < N; i++)
        jobs[i] = (struct job){trial, i};
}

START_TEST(scopes_keep_going_and_number_their_tasks)
{
    struct place place = place_open(_i);
    struct job jobs[N];
    struct trial trial = {.every = 7};
    cupro_failures bad = {0};
    fill_jobs(jobs, &trial);
    ck_assert_int_eq(
        cupro_scope_run(spawn_all, jobs, AT(place), .keep_going = true, .failures = &bad), 1);
    ck_assert_uint_eq(trial.ran, N);
    check_list(&bad, 1, 7);
    cupro_failures_free(&bad);
    place_close(&place);
}
END_TEST

START_TEST(a_stopped_scope_begins_no_further_task)
{
    struct place place = place_open(_i);
    struct job jobs[N];
    struct trial trial = {0};
    cupro_stop raised = {0};
    const cupro_stop past = {.deadline = cupro_after(-1)};
    fill_jobs(jobs, &trial);
    cupro_stop_request(&raised);
    ck_assert_int_eq(cupro_scope_run(spawn_all, jobs, AT(place), .stop = &raised), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_scope_run(spawn_all, jobs, AT(place), .stop = &past), CUPRO_ETIMEDOUT);
    ck_assert_uint_eq(trial.ran, 0);
    place_close(&place);
}
END_TEST

static int spawn_no_tasks(cupro_scope *scope, void *arg)
{
    (void)scope;
    (void)arg;
    return 0;
}

START_TEST(what_is_refused_leaves_the_list_alone)
{
    cupro_failure old = {3, 4};
    cupro_failures bad = {&old, 1, 1};
    ck_assert_int_eq(cupro_scope_run(spawn_no_tasks, NULL, .threads = -1, .failures = &bad),
                     CUPRO_EINVAL);
    ck_assert_uint_eq(bad.count, 1);
}
END_TEST

int main(void)
{
    return RUN_TESTS("failures", PLACES, everything_runs_and_every_failure_is_listed,
                     a_shorter_chunk_in_front_moves_the_indexes, timed_loops_keep_going,
                     without_keep_going_the_lowest_is_among_them, a_list_is_used_again,
                     other_verbs_refuse, scopes_keep_going_and_number_their_tasks,
                     a_stopped_scope_begins_no_further_task, what_is_refused_leaves_the_list_alone);
}
