/* SPDX-License-Identifier: MIT */
/* Plain loops on one thread: what a program does without any of this. */
#include "bench/sides/side.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* -- Arrays ------------------------------------------------------------------------------------ */

void serial_map(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int32_t *out = arrays->out;
    size_t n = arrays->n;
    for (size_t i = 0; i < n; i++)
        out[i] = 3 * in[i] + 1;
    bench_show(arrays, out, n);
}

void serial_map_bytes(struct bench_arrays *arrays)
{
    const uint8_t *in = arrays->bytes;
    uint8_t *out = arrays->byte_out;
    size_t n = arrays->n;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(3 * in[i] + 1);
    bench_show(arrays, out, n);
}

void serial_copy(struct bench_arrays *arrays)
{
    memcpy(arrays->out, arrays->in, arrays->n * sizeof *arrays->in);
    bench_show(arrays, arrays->out, arrays->n);
}

void serial_fill(struct bench_arrays *arrays)
{
    int32_t *out = arrays->out;
    size_t n = arrays->n;
    for (size_t i = 0; i < n; i++)
        out[i] = bench_filling;
    bench_show(arrays, out, n);
}

static void swap(int32_t *a, int32_t *b)
{
    int32_t old = *a;
    *a = *b;
    *b = old;
}

void serial_reverse(struct bench_arrays *arrays)
{
    int32_t *out = arrays->out;
    size_t n = arrays->n;
    for (size_t i = 0; i < n / 2; i++)
        swap(&out[i], &out[n - 1 - i]);
    bench_show(arrays, out, n);
}

/* Durstenfeld's, with numbers from a 64-bit xorshift. */
void serial_shuffle(struct bench_arrays *arrays)
{
    int32_t *out = arrays->out;
    uint64_t state = 88172645463325252u;
    for (size_t left = arrays->n; left > 1; left--) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        swap(&out[left - 1], &out[(state >> 32) * left >> 32]);
    }
    bench_show(arrays, out, arrays->n);
}

void serial_scan(struct bench_arrays *arrays)
{
    const int64_t *in = arrays->wide;
    int64_t *out = arrays->wide_out, sum = 0;
    size_t n = arrays->n;
    for (size_t i = 0; i < n; i++)
        out[i] = sum += in[i];
    bench_show(arrays, out, n);
}

void serial_scan_exclusive(struct bench_arrays *arrays)
{
    const int64_t *in = arrays->wide;
    int64_t *out = arrays->wide_out, sum = 0;
    size_t n = arrays->n;
    for (size_t i = 0; i < n; i++) {
        out[i] = sum;
        sum += in[i];
    }
    bench_show(arrays, out, n);
}

/* Without branches: half of the elements stay, in no order that a processor could learn. */
static size_t keep_even(const int32_t *in, size_t n, int32_t *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        out[kept] = in[i];
        kept += in[i] % 2 == 0;
    }
    return kept;
}

void serial_filter(struct bench_arrays *arrays)
{
    bench_show(arrays, arrays->out, keep_even(arrays->in, arrays->n, arrays->out));
}

void serial_filter_new(struct bench_arrays *arrays)
{
    bench_release(arrays);
    int32_t *kept = malloc(arrays->n * sizeof *kept);
    if (kept == NULL)
        return;
    arrays->own = kept;
    arrays->release = free;
    bench_show(arrays, kept, keep_even(arrays->in, arrays->n, kept));
}

void serial_partition(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n, evens = 0;
    bench_release(arrays);
    int32_t *even = malloc(2 * n * sizeof *even), *odd = even + n;
    if (even == NULL)
        return;
    arrays->own = even;
    arrays->release = free;
    for (size_t i = 0; i < n; i++) {
        even[evens] = odd[i - evens] = in[i];
        evens += in[i] % 2 == 0;
    }
    bench_show_two(arrays, even, evens, odd, n - evens);
}

/* -- Numbers ----------------------------------------------------------------------------------- */

void serial_sum(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int64_t total = 0;
    for (size_t i = 0; i < arrays->n; i++)
        total += in[i];
    arrays->number = total;
}

void serial_sum_real(struct bench_arrays *arrays)
{
    const double *real = arrays->real;
    double total = 0;
    for (size_t i = 0; i < arrays->n; i++)
        total += real[i];
    arrays->number = (int64_t)total;
}

void serial_sum_bytes(struct bench_arrays *arrays)
{
    const uint8_t *bytes = arrays->bytes;
    int64_t total = 0;
    for (size_t i = 0; i < arrays->n; i++)
        total += bytes[i];
    arrays->number = total;
}

void serial_histogram(struct bench_arrays *arrays)
{
    memset(arrays->word_out, 0, bench_bins * sizeof arrays->word_out[0]);
    for (size_t i = 0; i < arrays->n; i++)
        arrays->word_out[arrays->bytes[i]]++;
    bench_show_bins(arrays);
}

void serial_sum_indexes(struct bench_arrays *arrays)
{
    uint64_t total = 0;
    for (size_t i = 0; i < arrays->n; i++)
        total += bench_mix(i);
    arrays->number = (int64_t)total;
}

void serial_min(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int32_t least = in[0];
    for (size_t i = 1; i < arrays->n; i++)
        least = in[i] < least ? in[i] : least;
    arrays->number = least;
}

void serial_argmin(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t at = 0;
    for (size_t i = 1; i < arrays->n; i++)
        if (in[i] < in[at])
            at = i;
    arrays->number = (int64_t)at;
}

void serial_count(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int64_t count = 0;
    for (size_t i = 0; i < arrays->n; i++)
        count += in[i] % 2 == 0;
    arrays->number = count;
}

void serial_fold(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int64_t total = 0;
    for (size_t i = 0; i < arrays->n; i++)
        if (in[i] % 2 == 0)
            total += (int64_t)in[i] * in[i];
    arrays->number = total;
}

void serial_chain(struct bench_arrays *arrays)
{
    serial_fold(arrays);
}

/* -- Searches ---------------------------------------------------------------------------------- */

/* The index of the first of the value; n: there is none. */
static size_t index_of(const struct bench_arrays *arrays, int32_t value)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n, i = 0;
    while (i < n && in[i] != value)
        i++;
    return i;
}

void serial_find(struct bench_arrays *arrays)
{
    arrays->number = (int64_t)index_of(arrays, bench_absent);
}

void serial_find_first(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n, i = 0;
    while (i < n && in[i] <= bench_largest)
        i++;
    arrays->number = (int64_t)i;
}

void serial_any(struct bench_arrays *arrays)
{
    arrays->number = index_of(arrays, bench_early(arrays)) < arrays->n;
}

void serial_all(struct bench_arrays *arrays)
{
    arrays->number = index_of(arrays, bench_early(arrays)) == arrays->n;
}

void serial_is_sorted(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n, i = 1;
    while (i < n && in[i - 1] <= in[i])
        i++;
    arrays->number = i >= n;
}

/* -- Tasks ------------------------------------------------------------------------------------- */

static int64_t fib(int64_t n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

void serial_join(struct bench_arrays *arrays)
{
    arrays->number = fib(bench_fib);
}
