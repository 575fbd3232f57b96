/* SPDX-License-Identifier: MIT */
/*
 * Histograms (see <cupro/histogram.h>): a table of counts for each runner, added up in the end.
 *
 * Work O(n), and the bins of all tables; span a piece and the tables of a bin. Bytes moved: one
 * read of the array.
 *
 * Bytes are counted by their values. Many of them are counted by adders of bits where words are
 * wide (byte_adders.h), or else in pairs where few pairs of bytes occur (byte_pairs.h). The rest
 * are counted eight at a time in four tables: an increment of a counter that was just written waits
 * for that store on some processors, and so neighbours have counters of their own. What limits this
 * is one store a byte and cycle. Against the speed of cupro_sum (cupro-bench, rows histogram-speed
 * and histogram-text; 1e8 bytes, a busy Sapphire Rapids): adders 0.7 for random bytes and 0.73 for
 * letters, 0.58 to 0.86 in single runs; tables 0.33 for random bytes, pairs 0.46 for letters (a
 * busy Zen 3, 8e6 bytes). The goal of 0.8 wants 0.3 cycles a byte on the former where a loop that
 * only reads takes 0.24, less than the 0.33 that adders take at their best. Eight tables instead of
 * four took 0.87 of the time for equal bytes, 0.95 for text, and 1.05 for two values.
 *
 * Of other numbers a batch's bins are found first, by vectors (bin_kernels.inc), then counted in
 * the same four tables. Random numbers in 16 to 1024 bins, processor time (two threads, a busy
 * Sapphire Rapids, 1e7 numbers), and that of a loop which finds and counts one after the other,
 * with a table for each thread:
 *
 *     ns a number                     uint16  int32   float   double
 *     AVX-512                         0.85    0.95    1.15    1.4
 *     AVX2                            1.4     1.4     1.6     1.85
 *     portable                        2.0     1.9     2.4     2.4
 *     the loop                        2.7     1.5     2.1     2.0
 *     before, on all: no vectors      3.7     2.6     4.3     3.5
 *
 * Equal numbers in one table wait for each other, 2.5 ns each: 1024 bins have four, too, for which
 * an L1 cache of 32 KiB is just too small. Between 256 and 1024 edges a number takes 4 to 7 ns,
 * that loop 17 to 23.
 *
 * Where tables would outnumber the numbers, runners count in one table by atomic additions.
 */
#include <cupro/histogram.h>

#include "group/bins.h"
#include "group/byte_adders.h"
#include "group/byte_pairs.h"
#include "group/lanes.h"
#include "primitives/arrays/array.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = CUPRO__BYTE_VALUES, LINE = 128 / sizeof(size_t) };
enum { FEW_COUNTS = CUPRO__LANES * (CUPRO__LANE_CELLS + LINE) };

struct counting {
    const char *x;
    size_t n;
    struct cupro__bins bins;
    size_t cells;   /* of a table: bins and one for what is in none, or the values of a byte */
    size_t lanes;   /* tables of a runner                                                    */
    size_t stride;  /* counts from one runner's tables to the next one's; 0: all have one    */
    size_t *tables; /* zeroed                                                                */
    size_t *counts; /* the result                                                            */
    size_t runners;
    /* Bytes only: what counts them if not the tables do, one for each runner, or NULL. */
    const struct cupro__byte_adding *adding;
    struct cupro__byte_adders *adders; /* in `memory` */
    struct cupro__byte_pairs *pairs;
    void *memory;
};

/* -- Counting ---------------------------------------------------------------------------------- */

static int count_bytes(size_t lo, size_t hi, int runner, void *arg)
{
    const struct counting *counting = arg;
    const unsigned char *x = (const unsigned char *)counting->x;
    size_t *table = counting->tables + (size_t)runner * counting->stride;
    if (counting->adders != NULL) {
        counting->adding->count(&counting->adders[runner], x + lo, hi - lo, table);
        return 0;
    }
    if (counting->pairs != NULL) {
        cupro__byte_pairs_count(&counting->pairs[runner], x + lo, hi - lo, table);
        return 0;
    }
    for (; lo + 8 <= hi; lo += 8) {
        uint64_t eight;
        memcpy(&eight, x + lo, sizeof eight);
        for (size_t k = 0; k < 8; k++)
            table[k % CUPRO__LANES * BYTES + (eight >> 8 * k & 0xff)]++;
    }
    for (; lo < hi; lo++)
        table[x[lo]]++;
    return 0;
}

static void count_atomically(const uint32_t *bin, size_t n, size_t bins, size_t *table)
{
    for (size_t i = 0; i < n; i++)
        if (bin[i] < bins)
            __atomic_fetch_add(&table[bin[i]], 1, __ATOMIC_RELAXED);
}

static int count_range(size_t lo, size_t hi, int runner, void *arg)
{
    const struct counting *counting = arg;
    const struct cupro__bins *bins = &counting->bins;
    size_t *table = counting->tables + (size_t)runner * counting->stride;
    uint32_t bin[CUPRO__BINS_BATCH];
    for (size_t some; lo < hi; lo += some) {
        some = hi - lo < CUPRO__BINS_BATCH ? hi - lo : CUPRO__BINS_BATCH;
        bins->find(counting->x + lo * bins->size, some, bins, bin);
        if (counting->stride == 0)
            count_atomically(bin, some, bins->bins, table);
        else
            cupro__lanes_count(bin, some, counting->cells, table);
    }
    return 0;
}

/* -- Adding up --------------------------------------------------------------------------------- */

static size_t total_of(const struct counting *counting, size_t cell)
{
    size_t total = 0;
    for (size_t runner = 0; runner < counting->runners; runner++)
        for (size_t lane = 0; lane < counting->lanes; lane++)
            total += counting->tables[runner * counting->stride + lane * counting->cells + cell];
    return total;
}

static int add_up(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct counting *counting = arg;
    for (size_t cell = lo; cell < hi; cell++)
        counting->counts[cell] = total_of(counting, cell);
    return 0;
}

/* What adders and pairs of runners lo … hi - 1 still hold goes to their tables. */
static int settle(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct counting *counting = arg;
    for (size_t i = lo; i < hi; i++) {
        size_t *table = counting->tables + i * counting->stride;
        if (counting->adders != NULL)
            counting->adding->finish(&counting->adders[i], table);
        else
            cupro__byte_pairs_add_up(&counting->pairs[i], table);
    }
    return 0;
}

/* The bins of a byte's values. */
static void add_up_values(const struct counting *counting)
{
    const struct cupro__bins *bins = &counting->bins;
    unsigned char values[BYTES];
    uint32_t bin[BYTES];
    for (size_t value = 0; value < BYTES; value++)
        values[value] = (unsigned char)value;
    bins->find(values, BYTES, bins, bin);
    memset(counting->counts, 0, bins->bins * sizeof *counting->counts);
    for (size_t value = 0; value < BYTES; value++)
        if (bin[value] < bins->bins)
            counting->counts[bin[value]] += total_of(counting, value);
}

/* -- The verbs --------------------------------------------------------------------------------- */

/* Memory of runners is cleared when they first touch it. */
static int open_adders(struct counting *counting)
{
    const size_t page = CUPRO__ADDED_PAGE;
    counting->memory = calloc(counting->runners * sizeof *counting->adders + page, 1);
    if (counting->memory == NULL)
        return CUPRO_ENOMEM;
    counting->adders = (void *)(((uintptr_t)counting->memory / page + 1) * page);
    return 0;
}

static int open_for_bytes(struct counting *counting)
{
    const unsigned char *x = (const unsigned char *)counting->x;
    const size_t each = counting->n / counting->runners;
    counting->adding = cupro__byte_adding();
    if (counting->adding != NULL)
        return each < CUPRO__ADDED_BYTES ? 0 : open_adders(counting);
    if (each < CUPRO__PAIRED_BYTES || !cupro__bytes_are_paired(x, counting->n))
        return 0;
    counting->memory = calloc(counting->runners, sizeof *counting->pairs);
    counting->pairs = counting->memory;
    return counting->pairs != NULL ? 0 : CUPRO_ENOMEM;
}

static int open_tables(struct counting *counting)
{
    bool is_bytes = counting->bins.size == 1;
    size_t bins = counting->bins.bins, counts;
    counting->cells = is_bytes ? BYTES : bins + 1;
    counting->lanes = cupro__lanes_for(counting->cells);
    counting->stride = (counting->cells * counting->lanes / LINE + 2) * LINE;
    if (__builtin_mul_overflow(counting->stride, counting->runners, &counts) ||
        (counts > FEW_COUNTS * counting->runners && counts > counting->n &&
         counting->runners > 1)) {
        counting->stride = 0;
        counting->runners = 1;
        counts = counting->cells;
    }
    counting->tables = calloc(counts, sizeof *counting->tables);
    if (counting->tables == NULL)
        return CUPRO_ENOMEM;
    return is_bytes ? open_for_bytes(counting) : 0;
}

static int count_on(void *arg, const struct cupro__crew *crew, const cupro_call *call)
{
    struct counting *counting = arg;
    bool is_bytes = counting->bins.size == 1;
    struct cupro__work work = {.units = counting->n,
                               .run = is_bytes ? count_bytes : count_range,
                               .arg = counting,
                               .grain = call->grain,
                               .max_grain = call->max_grain,
                               .unit_ns = is_bytes ? 0.3 : 1};
    counting->runners = (size_t)crew->runners;
    int error = open_tables(counting);
    if (counting->adders != NULL)
        work.unit_ns = 0.1; /* pieces of 20 KB: their ends are slow, 6 percent of 7 KB */
    if (error == 0)
        error = cupro__engine_run(crew, &work, call);
    cupro_call rest = {.ctx = NULL}; /* what has begun to write goes through */
    if (error == 0 && counting->memory != NULL) {
        struct cupro__work last = {
            .units = counting->runners, .run = settle, .arg = counting, .unit_ns = 10000};
        error = cupro__sort_surely(crew, &last, &rest);
    }
    if (error == 0 && is_bytes)
        add_up_values(counting);
    else if (error == 0) {
        struct cupro__work adding = {.units = counting->bins.bins, .run = add_up, .arg = counting};
        error = cupro__sort_surely(crew, &adding, &rest);
    }
    free(counting->tables);
    free(counting->memory);
    return error;
}

static bool is_wrong(const struct counting *counting, size_t edges)
{
    const struct cupro__bins *bins = &counting->bins;
    size_t bytes = bins->bins * sizeof *counting->counts;
    return cupro__array_is_wrong(counting->x, counting->n, bins->size) ||
           cupro__array_is_wrong(counting->counts, bins->bins, sizeof *counting->counts) ||
           cupro__arrays_overlap(counting->x, counting->n * bins->size, counting->counts, bytes) ||
           (edges > 0 &&
            cupro__arrays_overlap(bins->edges, edges * bins->size, counting->counts, bytes));
}

static int count(struct counting *counting, size_t edges, const cupro_call *call)
{
    if (is_wrong(counting, edges))
        return CUPRO_EINVAL;
    return cupro__engine_perform(call, count_on, counting);
}

#define DEFINE_HISTOGRAM(tag, T, S)                                                          \
    int cupro_histogram_##tag(const T *x, size_t n, T lo, T hi, size_t bins, size_t *counts, \
                              const cupro_call *call)                                        \
    {                                                                                        \
        struct counting counting = {.x = (const char *)x, .n = n, .counts = counts};         \
        return cupro__bins_of_range_##tag(&counting.bins, lo, hi, bins)                      \
                   ? count(&counting, 0, call)                                               \
                   : CUPRO_EINVAL;                                                           \
    }                                                                                        \
    int cupro_histogram_edges_##tag(const T *x, size_t n, const T *edges, size_t bins,       \
                                    size_t *counts, const cupro_call *call)                  \
    {                                                                                        \
        struct counting counting = {.x = (const char *)x, .n = n, .counts = counts};         \
        return cupro__bins_of_edges_##tag(&counting.bins, edges, bins)                       \
                   ? count(&counting, bins + 1, call)                                        \
                   : CUPRO_EINVAL;                                                           \
    }
CUPRO_NUMBERS(DEFINE_HISTOGRAM)
