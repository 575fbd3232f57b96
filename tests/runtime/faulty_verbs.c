/* SPDX-License-Identifier: MIT */
/* The verbs, over arrays with known answers (see faulty_verbs.h). */
#include "runtime/faulty_verbs.h"

#include "runtime/work.h"

#include <stdbool.h>
#include <string.h>

enum { N = 1000 };

cupro_pool *target;
static int32_t numbers[N];

CUPRO_MAP(negative, int32_t, int32_t, x, -x);
CUPRO_FILTER(even, int32_t, x, x % 2 == 0);
CUPRO_FLAT_MAP(thrice, int32_t, int32_t, 3, x, put, *put++ = x, *put++ = x, *put++ = x);
CUPRO_FILTER(even_index, size_t, i, i % 2 == 0);

static int judged(int code, bool right, bool untouched)
{
    return (code == 0 ? right : untouched) ? code : WRONG_RESULT;
}

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

static int run_collect_maps(void)
{
    int32_t out[N] = {0};
    int code =
        cupro_collect(cupro_from(numbers, N, &negative), out, NULL, .grain = 10, .pool = target);
    return judged(code, out[N - 1] == -(N - 1), true);
}

static int run_collect_select(void)
{
    int32_t out[N] = {0};
    size_t count = 77;
    int code = cupro_collect(cupro_from(numbers, N, &even, &negative), out, &count, .pool = target);
    return judged(code, count == N / 2 && out[N / 2 - 1] == -(N - 2), count == 77);
}

static int run_collect_stash(void)
{
    int32_t out[N] = {0};
    size_t count = 77;
    int code = cupro_collect(cupro_from(numbers, N, &negative, &even), out, &count, .pool = target);
    return judged(code, count == N / 2 && out[N / 2 - 1] == -(N - 2), count == 77);
}

static int run_collect_new(void)
{
    static int32_t mark;
    int32_t *out = &mark;
    size_t count = 77;
    int code = cupro_collect_new(cupro_from(numbers, N, &even), &out, &count, .pool = target);
    bool right = code == 0 && count == N / 2 && out[N / 2 - 1] == N - 2;
    bool untouched = out == NULL && count == 77;
    if (code == 0)
        free(out);
    return judged(code, right, untouched);
}

static int run_reduce(void)
{
    int32_t sum = 77;
    int code = cupro_reduce(cupro_from(numbers, N, &even, &negative), &cupro_plus_i32, &sum,
                            .pool = target);
    return judged(code, sum == -249500, sum == 77);
}

static int run_count(void)
{
    size_t count = 77;
    int code = cupro_count(cupro_from(numbers, N, &even), &count, .pool = target);
    return judged(code, count == N / 2, count == 77);
}

static int count_items(const void *items, size_t n, void *ctx)
{
    (void)items;
    atomic_fetch_add((atomic_size_t *)ctx, n);
    return 0;
}

static int run_each(void)
{
    atomic_size_t count = 0;
    int code = cupro_each(cupro_from(numbers, N, &even), count_items, &count, .pool = target);
    return judged(code, count == N / 2, true);
}

static int run_flat_map(void)
{
    int32_t out[3 * N] = {0};
    size_t count = 77;
    int code = cupro_collect(cupro_from(numbers, N, &thrice, &even), out, &count, .pool = target);
    return judged(code, count == 3 * N / 2 && out[3 * N / 2 - 1] == N - 2, count == 77);
}

static int run_range(void)
{
    size_t at = 77;
    int code = cupro_find_last(cupro_from_range(N, 2 * N, &even_index), &at, .pool = target);
    return judged(code, at == 2 * N - 2, at == 77);
}

static int run_pack(void)
{
    static const bool flags[N] = {[N / 2] = true, [N - 1] = true};
    int32_t out[N] = {0};
    size_t count = 77;
    int code = cupro_pack(numbers, flags, N, out, &count, .pool = target);
    return judged(code, count == 2 && out[0] == N / 2 && out[1] == N - 1, count == 77);
}

static int run_pack_index(void)
{
    static const bool flags[N] = {[N / 2] = true, [N - 1] = true};
    size_t out[N] = {0}, count = 77;
    int code = cupro_pack_index(flags, N, out, &count, .pool = target);
    return judged(code, count == 2 && out[0] == N / 2 && out[1] == N - 1, count == 77);
}

static int run_unzip(void)
{
    static const struct pair {
        int32_t a, b;
    } pairs[N] = {[N - 1] = {3, 4}};
    int32_t a[N] = {0}, b[N] = {0};
    int code = cupro_unzip(pairs, N, a, a, b, b, .grain = 10, .pool = target);
    return judged(code, a[N - 1] == 3 && b[N - 1] == 4, true);
}

static int run_sum(void)
{
    static double x[100000];
    double sum = 77;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = 1;
    int code = cupro_sum(x, sizeof x / sizeof *x, &sum, .pool = target);
    return judged(code, sum == 100000, sum == 77);
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

static int add_one(void *arg)
{
    atomic_fetch_add((atomic_size_t *)arg, 1);
    return 0;
}

static int spawn_some(cupro_scope *scope, void *arg)
{
    int code = 0;
    for (int i = 0; i < 100 && code == 0; i++)
        code = cupro_spawn(scope, add_one, arg);
    return code;
}

static int run_scope(void)
{
    atomic_size_t count = 0;
    int code = cupro_scope_run(spawn_some, &count, .pool = target, .threads = 70);
    return judged(code, count == 100, true);
}

struct node {
    atomic_size_t *count;
    int depth;
};

static int join_deeply(void *arg)
{
    const struct node *node = arg;
    struct node child = {node->count, node->depth - 1};
    return node->depth == 0 ? add_one(node->count)
                            : cupro_join(join_deeply, &child, join_deeply, &child);
}

static int run_join(void)
{
    atomic_size_t count = 0;
    struct node root = {&count, 8};
    int code = join_deeply(&root);
    return judged(code, count == 256, true);
}

static int run_started_task(void)
{
    atomic_size_t count = 0;
    cupro_handle *task;
    int code = cupro_task_start(&task, add_one, &count, .pool = target);
    if (code == 0)
        code = cupro_task_wait(task);
    return judged(code, count == 1, task == NULL && count == 0);
}

static int run_scan(void)
{
    int32_t out[N];
    int code = cupro_scan_inclusive(numbers, out, N, &cupro_plus_i32, .pool = target);
    return judged(code, out[N - 1] == N * (N - 1) / 2, true);
}

static int run_find(void)
{
    size_t at = 77;
    int code = cupro_find_last(cupro_from(numbers, N, &even), &at, .pool = target);
    return judged(code, at == N - 2, at == 77);
}

static int run_compare(void)
{
    static double x[100000], y[100000];
    int sign = 77;
    y[99999] = 1;
    int code = cupro_compare(x, 100000, y, 100000, &sign, .pool = target);
    return judged(code, sign == -1, sign == 77);
}

enum { SCATTERED = 100000 };

static uint32_t *scattered(void)
{
    static uint32_t x[SCATTERED];
    for (uint32_t i = 0; i < SCATTERED; i++)
        x[i] = (uint32_t)((uint64_t)i * 7919 % SCATTERED);
    return x;
}

static int run_sort(void)
{
    uint32_t *x = scattered();
    int code = cupro_sort(x, SCATTERED, .pool = target, .threads = 70);
    return judged(code, x[1] == 1 && x[SCATTERED - 1] == SCATTERED - 1, x[1] == 7919);
}

static int run_nth(void)
{
    uint32_t *x = scattered();
    int code = cupro_nth(x, SCATTERED, SCATTERED / 2, .pool = target, .threads = 70);
    return judged(code, x[SCATTERED / 2] == SCATTERED / 2, true);
}

static int run_top(void)
{
    static uint32_t out[SCATTERED / 2];
    uint32_t *x = scattered();
    int code = cupro_top(x, SCATTERED, SCATTERED / 2, out, .pool = target, .threads = 70);
    return judged(code, out[0] == SCATTERED - 1 && out[SCATTERED / 2 - 1] == SCATTERED / 2,
                  x[1] == 7919);
}

static int run_unique(void)
{
    static uint32_t x[SCATTERED];
    size_t count = 77;
    for (uint32_t i = 0; i < SCATTERED; i++)
        x[i] = i / 2;
    int code = cupro_unique(x, SCATTERED, &count, .pool = target, .threads = 70);
    bool untouched = x[1] == 0 && x[SCATTERED - 1] == SCATTERED / 2 - 1 && count == 77;
    return judged(code, count == SCATTERED / 2 && x[count - 1] == count - 1, untouched);
}

static int run_merge(void)
{
    int32_t out[2 * N];
    int code = cupro_merge(numbers, N, numbers, N, out, .grain = 1, .pool = target);
    return judged(code, out[1] == 0 && out[2 * N - 1] == N - 1, true);
}

static int run_bounds(void)
{
    size_t at[N];
    int code = cupro_lower_bound(numbers, N, numbers, N, at, .grain = 3, .pool = target);
    return judged(code, at[0] == 0 && at[N - 1] == N - 1, true);
}

static int run_histogram(void)
{
    size_t counts[2] = {77, 77};
    int code = cupro_histogram(numbers, N, 0, N - 1, 2, counts, .grain = 3, .pool = target);
    return judged(code, counts[0] + counts[1] == N && counts[0] == N / 2, counts[1] == 77);
}

CUPRO_KEY(digit_of, int, x, x % 10);

static int run_partition_by(void)
{
    static int many[SCATTERED], out[SCATTERED];
    size_t starts[11] = {77};
    for (int i = 0; i < SCATTERED; i++)
        many[i] = i;
    int code = cupro_partition_by(many, SCATTERED, 10, &digit_of, out, starts, .pool = target);
    return judged(code, out[1] == 10 && starts[10] == SCATTERED, starts[0] == 77);
}

static int run_join_by(void)
{
    cupro_pair none, *pairs = &none;
    size_t count = 77;
    int code = cupro_join_by(numbers, N, &digit_of, numbers, 10, &digit_of, &pairs, &count,
                             .pool = target);
    bool right = code == 0 && count == N && pairs[N - 1].a == N - 1 && pairs[N - 1].b == 9;
    if (code == 0)
        free(pairs);
    return judged(code, right, pairs == NULL && count == 77);
}

static int run_sets(void)
{
    static uint32_t a[SCATTERED], b[SCATTERED], out[2 * SCATTERED];
    size_t count = 77;
    for (uint32_t i = 0; i < SCATTERED; i++) {
        a[i] = i;
        b[i] = 2 * i;
    }
    int code = cupro_set_union(a, SCATTERED, b, SCATTERED, out, &count, .pool = target);
    return judged(code, count == SCATTERED / 2 * 3 && out[count - 1] == b[SCATTERED - 1],
                  count == 77);
}

static int give_number(void *item, bool *end, void *ctx)
{
    int *next = ctx;
    *end = *next == N;
    *(int *)item = *next;
    *next += !*end;
    return 0;
}

static int double_number(void *item, void *ctx)
{
    (void)ctx;
    *(int *)item *= 2;
    return 0;
}

static int run_pipeline(void)
{
    int next = 0;
    int code = cupro_pipeline(int, give_number, double_number, NULL, 0, &next, .pool = target);
    return judged(code, next == N, true);
}

CUPRO_KEY(last_bits, int32_t, x, (uint32_t)x * 2654435769u);

static int run_sort_by_key(void)
{
    enum { MANY = 20000 };
    static int32_t elements[MANY];
    for (int i = 0; i < MANY; i++)
        elements[i] = i;
    int code = cupro_sort_by_key(elements, MANY, &last_bits, .pool = target);
    return judged(code, elements[0] == 0 && elements[1] != 1, elements[1] == 1);
}

static int run_argsort(void)
{
    uint32_t index[N];
    index[0] = index[1] = 77;
    int code = cupro_argsort_descending(numbers, N, index, .pool = target);
    return judged(code, index[0] == N - 1 && index[N - 1] == 0, index[0] == 77 && index[1] == 77);
}

static int run_sort_pairs(void)
{
    uint16_t keys[N], values[N];
    for (int i = 0; i < N; i++)
        keys[i] = values[i] = (uint16_t)(N - i);
    int code = cupro_sort_pairs(keys, values, N, .pool = target);
    return judged(code, keys[0] == 1 && values[N - 1] == N, keys[0] == N && values[0] == N);
}

CUPRO_ORDER(falling, int32_t, a, b, a > b);

static int run_sort_by(void)
{
    static int32_t x[6000];
    enum { MANY = sizeof x / sizeof *x };
    for (int i = 0; i < MANY; i++)
        x[i] = i % 7 * 1000 + i;
    int code = cupro_sort_by(x, MANY, &falling, .pool = target);
    return judged(code, x[0] > x[MANY / 2] && x[MANY / 2] > x[MANY - 1], x[0] == 0 && x[1] == 1001);
}

static int run_merge_by(void)
{
    static const int32_t a[] = {7, 3}, b[] = {5, 1};
    int32_t out[4] = {0};
    int code = cupro_merge_by(a, 2, b, 2, out, &falling, .pool = target);
    return judged(code, out[0] == 7 && out[1] == 5 && out[3] == 1, true);
}

static int run_sort_strings(void)
{
    enum { MANY = 5000 };
    static cupro_slice x[MANY];
    for (size_t i = 0; i < MANY; i++)
        x[i] = (cupro_slice){text + i % 3, 3 + i % 4};
    int code = cupro_sort_strings(x, MANY, .pool = target, .threads = 70);
    bool right = x[0].begin == text + 2 && x[0].length == 3 && x[MANY - 1].begin == text;
    return judged(code, right, x[1].begin == text + 1 && x[1].length == 4);
}

void fill_numbers(void)
{
    for (int i = 0; i < N; i++)
        numbers[i] = i;
}

static int run_alloc(void)
{
    char *x = NULL;
    int code = cupro_alloc(&x, N, .place = CUPRO_PLACE_SLICES, .pool = target);
    bool right = x != NULL && x[N - 1] == 0, untouched = x == NULL;
    right = cupro_free(x) == 0 && right;
    return judged(code, right, untouched);
}

const struct verb verbs[] = {
    {"for", run_for},
    {"chunks", run_chunks},
    {"records", run_records},
    {"chunk_by", run_chunk_by},
    {"runs_new", run_runs_new},
    {"lines", run_lines},
    {"lines_new", run_lines_new},
    {"fold", run_fold},
    {"fold_workers", run_fold_workers},
    {"collect of maps", run_collect_maps},
    {"collect of filters", run_collect_select},
    {"collect of a late filter", run_collect_stash},
    {"collect_new", run_collect_new},
    {"reduce", run_reduce},
    {"count", run_count},
    {"each", run_each},
    {"flat map", run_flat_map},
    {"range", run_range},
    {"pack", run_pack},
    {"pack_index", run_pack_index},
    {"unzip", run_unzip},
    {"sum", run_sum},
    {"alloc", run_alloc},
    {"a list of failures", run_failures},
    {"scope", run_scope},
    {"join", run_join},
    {"started task", run_started_task},
    {"scan", run_scan},
    {"find", run_find},
    {"compare", run_compare},
    {"sort", run_sort},
    {"nth", run_nth},
    {"top", run_top},
    {"unique", run_unique},
    {"merge", run_merge},
    {"bounds", run_bounds},
    {"sets", run_sets},
    {"join_by", run_join_by},
    {"histogram", run_histogram},
    {"partition_by", run_partition_by},
    {"pipeline", run_pipeline},
    {"sort_by_key", run_sort_by_key},
    {"argsort", run_argsort},
    {"sort_pairs", run_sort_pairs},
    {"sort_by", run_sort_by},
    {"merge_by", run_merge_by},
    {"sort of strings", run_sort_strings},
};
const size_t verb_count = sizeof verbs / sizeof *verbs;
