/* SPDX-License-Identifier: MIT */
/* .progress: reports rise, come one at a time, and end at the whole. */
#include "places.h"
#include "run_tests.h"

#include <cupro.h>
#include <stdatomic.h>
#include <unistd.h>

enum { N = 3000 };

struct seen {
    atomic_int inside;
    int reports, overlaps, falls, finals;
    size_t last, total;
};

static void look(size_t done, size_t total, void *arg)
{
    struct seen *seen = arg;
    if (atomic_fetch_add(&seen->inside, 1) > 0)
        seen->overlaps++;
    seen->reports++;
    seen->falls += done < seen->last;
    seen->finals += done == total;
    seen->last = done;
    seen->total = total;
    atomic_fetch_sub(&seen->inside, 1);
}

static int64_t x[N], y[N];

static int rest(size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    (void)ctx;
    return lo % 50 == 0 ? usleep(100) : 0;
}

static int rest_folding(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc;
    return rest(lo, hi, ctx);
}

CUPRO_FILTER(odd, int64_t, e, e % 2 != 0);
CUPRO_FILTER(negative, int64_t, e, e < 0);
CUPRO_MAP(twice, int64_t, int64_t, e, 2 * e);
CUPRO_FLAT_MAP(each_if_odd, int64_t, int64_t, 1, e, put, {
    if (e % 2 != 0)
        *put++ = e;
});
CUPRO_FILTER(none, size_t, i, i == 0);

/* -- Operations, each over n elements -------------------------------------------------------------
 */

typedef int operation(size_t n, const cupro_call *call);

static int loop(size_t n, const cupro_call *call)
{
    cupro_call with = *call;
    with.max_grain = 10;
    return cupro_for_with(n, rest, &with);
}

static int chunks(size_t n, const cupro_call *call)
{
    return cupro_chunks_with(n, 7, rest, call);
}

static int records(size_t n, const cupro_call *call)
{
    return cupro_records_with(x, n, 0, rest, call);
}

static int rchunks(size_t n, const cupro_call *call)
{
    return cupro_rchunks_with(n, 7, rest, call);
}

CUPRO_RELATION(same, int64_t, a, b, a == b);

static int chunk_by(size_t n, const cupro_call *call)
{
    return cupro_chunk_by_with(x, n, sizeof *x, &same.relation, rest, call);
}

static int runs_new(size_t n, const cupro_call *call)
{
    size_t *begins = NULL, count;
    int error = cupro_runs_new_with(x, n, sizeof *x, &same.relation, &begins, &count, call);
    free(begins);
    return error;
}

static int rest_at_pieces(const cupro_slice *pieces, size_t count, void *ctx)
{
    return rest((size_t)(pieces->begin - (const char *)x), count, ctx);
}

static int split(size_t n, const cupro_call *call)
{
    return cupro_split_with(x, n, 1, rest_at_pieces, call);
}

static int split_new(size_t n, const cupro_call *call)
{
    cupro_slice *pieces = NULL;
    size_t count;
    int error = cupro_split_new_with(x, n, 1, &pieces, &count, call);
    free(pieces);
    return error;
}

static int fold(size_t n, const cupro_call *call)
{
    int64_t sum;
    return cupro_fold_with(n, rest_folding, &cupro_plus_i64, &sum, call);
}

static int sum(size_t n, const cupro_call *call)
{
    int64_t total;
    return cupro_sum_i64(x, n, &total, call);
}

static int scan(size_t n, const cupro_call *call)
{
    return cupro_scan_inclusive_with(x, y, sizeof *x, n, &cupro_plus_i64, call);
}

static int filter(size_t n, const cupro_call *call)
{
    size_t count;
    return cupro_collect_with(cupro_from(x, n, &odd), y, sizeof *y, &count, call);
}

static int filter_new(size_t n, const cupro_call *call)
{
    int64_t *out;
    size_t count;
    int error =
        cupro_collect_new_with(cupro_from(x, n, &odd), (void **)&out, sizeof *out, &count, call);
    free(out);
    return error;
}

static int filter_after_map(size_t n, const cupro_call *call)
{
    size_t count;
    return cupro_collect_with(cupro_from(x, n, &twice, &odd), y, sizeof *y, &count, call);
}

static int find_nothing(size_t n, const cupro_call *call)
{
    size_t at;
    return cupro_find_with(cupro_from(x, n, &negative), CUPRO_FIRST, &at, call);
}

/* Over before it has seen the half. */
static int find_at_once(size_t n, const cupro_call *call)
{
    size_t at;
    return cupro_find_with(cupro_from(x, n, &odd), CUPRO_ANY, &at, call);
}

static int shuffle(size_t n, const cupro_call *call)
{
    return cupro_shuffle_with(y, n, sizeof *y, 42, call);
}

static int search(size_t n, const cupro_call *call)
{
    size_t at;
    return cupro_find_equal_i64(x, n, 42, &at, call);
}

static int flat_map(size_t n, const cupro_call *call)
{
    size_t count;
    return cupro_collect_with(cupro_from(x, n, &each_if_odd), y, sizeof *y, &count, call);
}

static int range(size_t n, const cupro_call *call)
{
    size_t at;
    return cupro_find_with(cupro_from_range(1, n + 1, &none), CUPRO_LAST, &at, call);
}

/* Results right before the flags are counted first. */
static int pack(size_t n, const cupro_call *call)
{
    static int64_t memory[2 * N];
    size_t count;
    return cupro_pack_with(x, memory + N, n, sizeof *x, memory + N - n / 2, &count, call);
}

static int zip(size_t n, const cupro_call *call)
{
    static const cupro_field field = {0, sizeof *x};
    const void *const arrays[] = {x};
    return cupro_zip_with(y, n, sizeof *y, 1, &field, arrays, call);
}

static operation *const operations[] = {
    loop,         chunks,       rchunks, records, chunk_by, runs_new,   split,
    split_new,    fold,         sum,     scan,    filter,   filter_new, filter_after_map,
    find_nothing, find_at_once, search,  shuffle, flat_map, range,      pack,
    zip};

/* -- Tests -------------------------------------------------------------------------------------
 */

START_TEST(reports_rise_to_the_whole)
{
    static const size_t some[] = {2, 3, 100, N};
    struct place place = place_open(_i);
    for (size_t i = 0; i < N; i++)
        x[i] = i % 3 == 1 ? 1 : 0;
    for (size_t o = 0; o < COUNT_OF(operations); o++)
        for (size_t s = 0; s < COUNT_OF(some); s++) {
            struct seen seen = {0};
            cupro_progress bar = {.report = look, .arg = &seen, .interval = 1e-6};
            const cupro_call call = {AT(place), .progress = &bar};
            ck_assert_int_eq(operations[o](some[s], &call), 0);
            ck_assert_int_eq(seen.overlaps, 0);
            ck_assert_int_eq(seen.falls, 0);
            ck_assert_int_ge(seen.finals, 1);
            ck_assert_uint_eq(seen.last, seen.total);
            ck_assert_uint_eq(seen.total % some[s], 0);
        }
    place_close(&place);
}
END_TEST

/* -- What goes over its elements in several ways ------------------------------------------------
 */

enum { MANY = 20000 };

static int64_t many[MANY];

CUPRO_ORDER(rising, int64_t, a, b, a < b);

static int rotate(size_t n, const cupro_call *call)
{
    return cupro_rotate_with(many, n, n / 3, sizeof *many, call);
}

static int nth_by(size_t n, const cupro_call *call)
{
    return cupro_nth_by_with(many, n, n / 2, sizeof *many, &rising.order, call);
}

static int sort_by(size_t n, const cupro_call *call)
{
    return cupro_sort_by_with(many, n, sizeof *many, &rising.order, call);
}

static operation *const in_passes[] = {
    rotate, nth_by,  sort_by, sort_by, /* what is sorted  */
    rotate, sort_by,                   /* what is two runs */
};

START_TEST(several_passes_have_one_end)
{
    struct place place = place_open(_i);
    for (size_t i = 0; i < MANY; i++)
        many[i] = (int64_t)(i * 7919 % MANY);
    for (size_t o = 0; o < COUNT_OF(in_passes); o++) {
        struct seen seen = {0};
        cupro_progress bar = {.report = look, .arg = &seen, .interval = 1e-6};
        const cupro_call call = {AT(place), .progress = &bar};
        ck_assert_int_eq(in_passes[o](MANY, &call), 0);
        ck_assert_int_eq(seen.overlaps + seen.falls, 0);
        ck_assert_int_eq(seen.finals, 1);
        ck_assert_uint_eq(seen.last, seen.total);
    }
    place_close(&place);
}
END_TEST

START_TEST(slow_loops_report_on_the_way)
{
    struct place place = place_open(_i);
    struct seen seen = {0};
    cupro_progress bar = {.report = look, .arg = &seen, .interval = 1e-4};
    ck_assert_int_eq(cupro_for(N, rest, NULL, AT(place), .grain = 10, .progress = &bar), 0);
    ck_assert_int_ge(seen.reports, 2);
    ck_assert_int_eq(seen.finals, 1);
    place_close(&place);
}
END_TEST

START_TEST(the_usual_interval_leaves_short_loops_with_one_report)
{
    struct place place = place_open(_i);
    struct seen seen = {0};
    cupro_progress bar = {.report = look, .arg = &seen, .interval = 3600};
    ck_assert_int_eq(cupro_for(N, rest, NULL, AT(place), .grain = 10, .progress = &bar), 0);
    ck_assert_int_eq(seen.reports, 1);
    ck_assert_uint_eq(seen.last, N);
    place_close(&place);
}
END_TEST

static int fail_late(size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    return lo <= N / 2 && N / 2 < hi ? 5 : 0;
}

START_TEST(what_fails_never_reports_the_whole)
{
    struct place place = place_open(_i);
    struct seen seen = {0};
    cupro_progress bar = {.report = look, .arg = &seen, .interval = 1e-6};
    ck_assert_int_eq(cupro_for(N, fail_late, NULL, AT(place), .grain = 10, .progress = &bar), 5);
    ck_assert_int_eq(seen.overlaps + seen.falls, 0);
    place_close(&place);
}
END_TEST

static int fail_always(size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    return lo < hi ? 5 : 0;
}

/* One run of all, which is left over when all elements have been looked at. */
START_TEST(what_fails_at_last_is_not_reported_as_the_whole)
{
    struct place place = place_open(_i);
    struct seen seen = {0};
    cupro_progress bar = {.report = look, .arg = &seen, .interval = 1e-6};
    for (size_t i = 0; i < N; i++)
        x[i] = 0;
    ck_assert_int_eq(
        cupro_chunk_by(x, N, &same, fail_always, NULL, AT(place), .grain = 10, .progress = &bar),
        5);
    ck_assert_int_eq(seen.overlaps + seen.falls + seen.finals, 0);
    place_close(&place);
}
END_TEST

START_TEST(nothing_to_do_is_nothing_to_report)
{
    struct place place = place_open(_i);
    struct seen seen = {0};
    cupro_progress bar = {.report = look, .arg = &seen};
    ck_assert_int_eq(cupro_for(0, rest, NULL, AT(place), .progress = &bar), 0);
    ck_assert_int_eq(cupro_chunk_by(x, 0, &same, rest, NULL, AT(place), .progress = &bar), 0);
    ck_assert_int_eq(seen.reports, 0);
    place_close(&place);
}
END_TEST

START_TEST(a_progress_needs_a_report)
{
    struct place place = place_open(_i);
    cupro_progress bar = {.interval = 1};
    ck_assert_int_eq(cupro_for(N, rest, NULL, AT(place), .progress = &bar), CUPRO_EINVAL);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "progress", PLACES, reports_rise_to_the_whole, several_passes_have_one_end,
        slow_loops_report_on_the_way, the_usual_interval_leaves_short_loops_with_one_report,
        what_fails_never_reports_the_whole, what_fails_at_last_is_not_reported_as_the_whole,
        nothing_to_do_is_nothing_to_report, a_progress_needs_a_report);
}
