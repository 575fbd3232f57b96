/* SPDX-License-Identifier: MIT */
/* Our side. An operation that fails leaves no result, which then differs from the peers'. */
#include "bench/sides/side.h"

#include <cupro.h>
#include <stdlib.h>

CUPRO_MAP(scaled, int32_t, int32_t, x, 3 * x + 1);
CUPRO_MAP(scaled_byte, uint8_t, uint8_t, x, (uint8_t)(3 * x + 1));
CUPRO_MAP(same, int32_t, int32_t, x, x);
CUPRO_MAP(squared, int32_t, int64_t, x, (int64_t)x *x);
CUPRO_FILTER(even, int32_t, x, x % 2 == 0);
CUPRO_FILTER(large, int32_t, x, x > bench_largest);
CUPRO_FILTER(wanted, int32_t, x, x == *(const int32_t *)ctx);
CUPRO_FILTER(unwanted, int32_t, x, x != *(const int32_t *)ctx);
CUPRO_FOLD(even_squares, int32_t, int64_t, x, sum, {
    if (x % 2 == 0)
        sum += (int64_t)x * x;
});

/* -- Arrays ------------------------------------------------------------------------------------ */

/* What comes out of the chain, in out. */
#define COLLECT(chain, array)                          \
    size_t count_ = 0;                                 \
    if (cupro_collect((chain), (array), &count_) == 0) \
    bench_show(arrays, (array), count_)

void cupro_side_map(struct bench_arrays *arrays)
{
    COLLECT(cupro_from(arrays->in, arrays->n, &scaled), arrays->out);
}

void cupro_side_map_bytes(struct bench_arrays *arrays)
{
    COLLECT(cupro_from(arrays->bytes, arrays->n, &scaled_byte), arrays->byte_out);
}

void cupro_side_copy(struct bench_arrays *arrays)
{
    COLLECT(cupro_from(arrays->in, arrays->n, &same), arrays->out);
}

void cupro_side_filter(struct bench_arrays *arrays)
{
    COLLECT(cupro_from(arrays->in, arrays->n, &even), arrays->out);
}

void cupro_side_filter_new(struct bench_arrays *arrays)
{
    int32_t *kept;
    size_t count;
    bench_release(arrays);
    if (cupro_collect_new(cupro_from(arrays->in, arrays->n, &even), &kept, &count) != 0)
        return;
    arrays->own = kept;
    arrays->release = free;
    bench_show(arrays, kept, count);
}

void cupro_side_partition(struct bench_arrays *arrays)
{
    size_t n = arrays->n, count;
    bench_release(arrays);
    int32_t *yes = malloc(2 * n * sizeof *yes), *no = yes + n;
    arrays->own = yes;
    arrays->release = free;
    if (yes == NULL || cupro_partition(cupro_from(arrays->in, n, &even), yes, no, &count) != 0)
        return;
    bench_show_two(arrays, yes, count, no, n - count);
}

void cupro_side_fill(struct bench_arrays *arrays)
{
    if (cupro_fill(arrays->out, arrays->n, bench_filling) == 0)
        bench_show(arrays, arrays->out, arrays->n);
}

void cupro_side_reverse(struct bench_arrays *arrays)
{
    if (cupro_reverse(arrays->out, arrays->n) == 0)
        bench_show(arrays, arrays->out, arrays->n);
}

void cupro_side_shuffle(struct bench_arrays *arrays)
{
    if (cupro_shuffle(arrays->out, arrays->n, 42) == 0)
        bench_show(arrays, arrays->out, arrays->n);
}

void cupro_side_sort_u64(struct bench_arrays *arrays)
{
    if (cupro_sort(arrays->word_out, arrays->n) == 0)
        bench_show(arrays, arrays->word_out, arrays->n);
}

void cupro_side_sort_i32(struct bench_arrays *arrays)
{
    if (cupro_sort(arrays->out, arrays->n) == 0)
        bench_show(arrays, arrays->out, arrays->n);
}

void cupro_side_sort_f64(struct bench_arrays *arrays)
{
    if (cupro_sort(arrays->real_out, arrays->n) == 0)
        bench_show(arrays, arrays->real_out, arrays->n);
}

CUPRO_KEY(pair_key, struct bench_pair, pair, pair.key);
CUPRO_KEY(record_key, struct bench_record, record, record.key);

void cupro_side_sort_pairs(struct bench_arrays *arrays)
{
    if (cupro_sort_by_key(arrays->pair_out, arrays->n, &pair_key) == 0)
        bench_show(arrays, arrays->pair_out, arrays->n);
}

void cupro_side_sort_records(struct bench_arrays *arrays)
{
    if (cupro_sort_by_key(arrays->record_out, arrays->n, &record_key) == 0)
        bench_show(arrays, arrays->record_out, arrays->n);
}

CUPRO_ORDER(pair_order, struct bench_pair, a, b, a.key < b.key);
CUPRO_ORDER(record_order, struct bench_record, a, b, a.key < b.key);

void cupro_side_order_pairs(struct bench_arrays *arrays)
{
    if (cupro_sort_by(arrays->pair_out, arrays->n, &pair_order) == 0)
        bench_show(arrays, arrays->pair_out, arrays->n);
}

void cupro_side_order_records(struct bench_arrays *arrays)
{
    if (cupro_sort_by(arrays->record_out, arrays->n, &record_order) == 0)
        bench_show(arrays, arrays->record_out, arrays->n);
}

void cupro_side_unstable_pairs(struct bench_arrays *arrays)
{
    if (cupro_sort_by(arrays->pair_out, arrays->n, &pair_order, .unstable = true) == 0)
        bench_show(arrays, arrays->pair_out, arrays->n);
}

void cupro_side_argsort_f64(struct bench_arrays *arrays)
{
    if (cupro_argsort(arrays->real, arrays->n, arrays->word_out) == 0)
        bench_show(arrays, arrays->word_out, arrays->n);
}

void cupro_side_sort_strings(struct bench_arrays *arrays)
{
    if (cupro_sort_by_string_with(arrays->string_out, arrays->n, sizeof *arrays->string_out, 0,
                                  NULL) == 0)
        bench_show(arrays, arrays->string_out, arrays->n);
}

void cupro_side_sort_in_place(struct bench_arrays *arrays)
{
    if (cupro_sort(arrays->word_out, arrays->n, .in_place = true) == 0)
        bench_show(arrays, arrays->word_out, arrays->n);
}

void cupro_side_nth(struct bench_arrays *arrays)
{
    if (cupro_nth(arrays->word_out, arrays->n, arrays->n / 2) == 0)
        bench_show(arrays, &arrays->word_out[arrays->n / 2], 1);
}

void cupro_side_top(struct bench_arrays *arrays)
{
    if (cupro_bottom(arrays->words, arrays->n, bench_top, arrays->word_out) == 0)
        bench_show(arrays, arrays->word_out, bench_top);
}

void cupro_side_merge(struct bench_arrays *arrays)
{
    const uint64_t *words = arrays->words;
    size_t n = arrays->n, half = n / 2;
    if (cupro_merge(words, half, words + half, n - half, arrays->word_out) == 0)
        bench_show(arrays, arrays->word_out, n);
}

void cupro_side_bounds(struct bench_arrays *arrays)
{
    const uint64_t *words = arrays->words;
    size_t half = arrays->n / 2;
    if (cupro_lower_bound(words, half, words + half, half, arrays->word_out) == 0)
        bench_show(arrays, arrays->word_out, half);
}

void cupro_side_unique(struct bench_arrays *arrays)
{
    size_t count;
    if (cupro_unique(arrays->word_out, arrays->n, &count) == 0)
        bench_show(arrays, arrays->word_out, count);
}

void cupro_side_scan(struct bench_arrays *arrays)
{
    if (cupro_scan_inclusive(arrays->wide, arrays->wide_out, arrays->n, &cupro_plus_i64) == 0)
        bench_show(arrays, arrays->out, arrays->n);
}

void cupro_side_scan_exclusive(struct bench_arrays *arrays)
{
    if (cupro_scan_exclusive(arrays->wide, arrays->wide_out, arrays->n, &cupro_plus_i64) == 0)
        bench_show(arrays, arrays->out, arrays->n);
}

/* -- Numbers ----------------------------------------------------------------------------------- */

void cupro_side_sum(struct bench_arrays *arrays)
{
    cupro_sum(arrays->in, arrays->n, &arrays->number);
}

void cupro_side_sum_real(struct bench_arrays *arrays)
{
    double total = 0;
    cupro_sum(arrays->real, arrays->n, &total);
    arrays->number = (int64_t)total;
}

void cupro_side_sum_bytes(struct bench_arrays *arrays)
{
    uint64_t total = 0;
    cupro_sum(arrays->bytes, arrays->n, &total);
    arrays->number = (int64_t)total;
}

static int add_indexes(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    uint64_t total = *(uint64_t *)acc;
    for (size_t i = lo; i < hi; i++)
        total += bench_mix(i);
    *(uint64_t *)acc = total;
    return 0;
}

void cupro_side_sum_indexes(struct bench_arrays *arrays)
{
    uint64_t total = 0;
    cupro_fold(arrays->n, add_indexes, &cupro_plus_u64, &total, NULL);
    arrays->number = (int64_t)total;
}

void cupro_side_min(struct bench_arrays *arrays)
{
    int32_t least = 0;
    if (cupro_min(arrays->in, arrays->n, &least) == 0)
        arrays->number = least;
}

void cupro_side_argmin(struct bench_arrays *arrays)
{
    size_t at;
    if (cupro_argmin(arrays->in, arrays->n, &at) == 0)
        arrays->number = (int64_t)at;
}

void cupro_side_count(struct bench_arrays *arrays)
{
    size_t count;
    if (cupro_count(cupro_from(arrays->in, arrays->n, &even), &count) == 0)
        arrays->number = (int64_t)count;
}

void cupro_side_fold(struct bench_arrays *arrays)
{
    cupro_reduce(cupro_from(arrays->in, arrays->n, &even_squares), &cupro_plus_i64,
                 &arrays->number);
}

void cupro_side_chain(struct bench_arrays *arrays)
{
    cupro_reduce(cupro_from(arrays->in, arrays->n, &even, &squared), &cupro_plus_i64,
                 &arrays->number);
}

/* -- Searches ---------------------------------------------------------------------------------- */

static void found(struct bench_arrays *arrays, size_t at)
{
    arrays->number = (int64_t)(at == CUPRO_NOWHERE ? arrays->n : at);
}

void cupro_side_find(struct bench_arrays *arrays)
{
    size_t at;
    if (cupro_find_equal(arrays->in, arrays->n, bench_absent, &at) == 0)
        found(arrays, at);
}

void cupro_side_find_first(struct bench_arrays *arrays)
{
    size_t at;
    if (cupro_find_first(cupro_from(arrays->in, arrays->n, &large), &at) == 0)
        found(arrays, at);
}

void cupro_side_any(struct bench_arrays *arrays)
{
    int32_t value = bench_early(arrays);
    bool yes;
    if (cupro_any(cupro_from(arrays->in, arrays->n, &wanted), &yes, .ctx = &value) == 0)
        arrays->number = yes;
}

void cupro_side_all(struct bench_arrays *arrays)
{
    int32_t value = bench_early(arrays);
    bool yes;
    if (cupro_all(cupro_from(arrays->in, arrays->n, &unwanted), &yes, .ctx = &value) == 0)
        arrays->number = yes;
}

void cupro_side_is_sorted(struct bench_arrays *arrays)
{
    bool yes;
    if (cupro_is_sorted(arrays->in, arrays->n, &yes) == 0)
        arrays->number = yes;
}

/* -- Tasks ------------------------------------------------------------------------------------- */

struct fib {
    int64_t n, value;
};

static int fib(void *arg)
{
    struct fib *of = arg, a = {of->n - 1, 0}, b = {of->n - 2, 0};
    of->value = of->n;
    if (of->n < 2)
        return 0;
    int error = cupro_join(fib, &a, fib, &b);
    of->value = a.value + b.value;
    return error;
}

void cupro_side_join(struct bench_arrays *arrays)
{
    struct fib of = {bench_fib, 0};
    if (fib(&of) == 0)
        arrays->number = of.value;
}
