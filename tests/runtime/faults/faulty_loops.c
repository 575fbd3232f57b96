/* SPDX-License-Identifier: MIT */
/* Loops, runs, lines, folds and scans (see faulty_verbs.h). */
#include "runtime/faults/faulty_verbs.h"
#include "runtime/work.h"

#include <string.h>

static int run_for(void)
{
    static atomic_uchar visits[N];
    memset((void *)visits, 0, sizeof visits);
    int code = cupro_for(N, visit, visits, .grain = 3, .pool = target, .threads = 70);
    return judged(code, visits[0] == 1 && visits[N - 1] == 1, true);
}

static int run_chunks(void)
{
    static atomic_uchar visits[N];
    memset((void *)visits, 0, sizeof visits);
    int code = cupro_chunks(N, 7, visit, visits, .pool = target, .threads = 70);
    return judged(code, visits[0] == 1 && visits[N - 1] == 1, true);
}

static int run_records(void)
{
    static const char records[] = "one\ntwo\nthree\nfour";
    static atomic_uchar visits[sizeof records];
    memset((void *)visits, 0, sizeof visits);
    int code =
        cupro_records(records, sizeof records - 1, '\n', visit, visits, .grain = 2, .pool = target);
    return judged(code, visits[0] == 1 && visits[sizeof records - 2] == 1, true);
}

CUPRO_RELATION(same_ten, int32_t, a, b, a / 10 == b / 10);

static int run_chunk_by(void)
{
    static atomic_uchar visits[N];
    memset((void *)visits, 0, sizeof visits);
    int code = cupro_chunk_by(numbers, N, &same_ten, visit, visits, .grain = 3, .pool = target);
    return judged(code, visits[0] == 1 && visits[N - 1] == 1, true);
}

static int run_runs_new(void)
{
    size_t *begins = NULL, count = 77;
    int code = cupro_runs_new(numbers, N, &same_ten, &begins, &count, .pool = target);
    bool right = code == 0 && count == N / 10 && begins[count] == N;
    bool untouched = begins == NULL && count == 77;
    if (code == 0)
        free(begins);
    return judged(code, right, untouched);
}

static const char text[] = "one\ntwo\nthree\r\nfour";

static int count_slices(const cupro_slice *pieces, size_t count, void *ctx)
{
    (void)pieces;
    atomic_fetch_add((atomic_size_t *)ctx, count);
    return 0;
}

static int run_lines(void)
{
    atomic_size_t count = 0;
    int code = cupro_lines(text, sizeof text - 1, count_slices, &count, .grain = 2, .pool = target);
    return judged(code, count == 4, true);
}

static int run_lines_new(void)
{
    cupro_slice *lines = NULL;
    size_t count = 77;
    int code = cupro_lines_new(text, sizeof text - 1, &lines, &count, .pool = target);
    bool right = code == 0 && count == 4 && lines[2].length == 5;
    bool untouched = lines == NULL && count == 77;
    if (code == 0)
        free(lines);
    return judged(code, right, untouched);
}

static int run_fold(void)
{
    uint64_t sum = 77;
    int code = cupro_fold(N, add_indexes, &cupro_plus_u64, &sum, NULL, .pool = target);
    return judged(code, sum == N * (N - 1) / 2, sum == 77);
}

static int run_fold_workers(void)
{
    uint64_t sum = 77;
    int code = cupro_fold_workers(N, add_indexes, &cupro_plus_u64, &sum, NULL, .grain = 3,
                                  .pool = target, .threads = 70);
    return judged(code, sum == N * (N - 1) / 2, sum == 77);
}

static int fail_each(size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    (void)ctx;
    return (int)lo + 1;
}

/* Without memory for the list, the loop fails for that, with what it had. */
static int run_failures(void)
{
    cupro_failures bad = {0};
    int code = cupro_chunks(N, 10, fail_each, NULL, .keep_going = true, .failures = &bad,
                            .pool = target, .threads = 70);
    bool right = bad.count == N / 10 && bad.items[N / 10 - 1].code == N - 9;
    cupro_failures_free(&bad);
    return judged(code == 1 ? 0 : code, right, true);
}

static int run_scan(void)
{
    int32_t out[N];
    int code = cupro_scan_inclusive(numbers, out, N, &cupro_plus_i32, .pool = target);
    return judged(code, out[N - 1] == N * (N - 1) / 2, true);
}

const struct verb loop_verbs[] = {
    {"for", run_for},
    {"chunks", run_chunks},
    {"records", run_records},
    {"chunk_by", run_chunk_by},
    {"runs_new", run_runs_new},
    {"lines", run_lines},
    {"lines_new", run_lines_new},
    {"fold", run_fold},
    {"fold_workers", run_fold_workers},
    {"a list of failures", run_failures},
    {"scan", run_scan},
    {NULL, NULL},
};
