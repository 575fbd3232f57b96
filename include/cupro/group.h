/* SPDX-License-Identifier: MIT */
/*
 * Groups: what elements with equal keys (key.h) have in common.
 *
 *     CUPRO_KEY(city_of, struct sale, s, s.city);
 *     CUPRO_MAP(price_of, struct sale, double, s, s.price);
 *     ...
 *     cupro_counts counts;
 *     error = cupro_count_by(sales, n, &city_of, &counts);              how many of each
 *     for (size_t g = 0; g < counts.count; g++)
 *         printf("%d %zu\n", sales[counts.first[g]].city, counts.size[g]);
 *     cupro_counts_free(&counts);
 *
 *     error = cupro_reduce_by(sales, n, &city_of, &price_of, &cupro_plus_f64, &totals);
 *     error = cupro_group_by(sales, n, &city_of, &groups);              which ones
 *     error = cupro_distinct(sales, n, &city_of, &indexes, &m);         one of each
 *     error = cupro_count_values(x, n, &counts);                        of an array of numbers
 *
 * Groups come in the order of their first elements, with `.sorted = true` in that of their keys.
 * Results are the same on any number of threads, also the bits of floating-point sums. Keys are
 * equal if they are so in their order: -0 and +0 are not, NaNs of the same bits are. Keys are
 * hashed with a number that is drawn once a process, so that nobody can prepare input that is slow;
 * results do not depend on it.
 *
 * A key is computed once for each element, for some thousand of them, a sample, twice, and with
 * `.sorted` once more for each group.
 *
 * Memory. Counting few groups, up to some 260000 as a sample has it: tables of 24 bytes a place,
 * two to eight places a group (numbers; others 40 bytes), on each thread, and n / 4 bytes where
 * more than one element of 256 is the first of its group; of up to 2048 groups of numbers also
 * cells, at most 16 MiB on each thread, and n bytes on all of them; of more, up to one for 16
 * elements, 70 to 150 bytes a group on each thread.
 * Otherwise, and for cupro_group_by and cupro_reduce_by, while it lasts: for each element 10 bytes
 * if keys are numbers, else 26, and fields of more than 16 bytes also these; cupro_reduce_by also
 * the values; for each group 24 bytes. Results are the caller's, to be released.
 *
 * Cost: elements are read once. Counting few groups needs nothing else; else keys are written once,
 * in parts by their hash, and read once or twice, a part at a time in a core's cache. Keys that are
 * a large share of all are kept out of that, so that no thread is left with all of one. Strings are
 * read once to be hashed, and when they are longer than 16 bytes compared with the first of their
 * group.
 *
 * Errors: as for loops (loop.h); results are then as they were. CUPRO_EINVAL also when a key or a
 * value is for elements of another size, for a string at NULL that is not empty, for `.keep_going`
 * and `.failures`. `.grain` and `.max_grain` mean nothing here.
 */
#ifndef CUPRO_GROUP_H
#define CUPRO_GROUP_H

#include <cupro/call.h>
#include <cupro/key.h>
#include <cupro/monoid.h>
#include <cupro/stage.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

/* Group g is of the elements order[starts[g]] … order[starts[g + 1] - 1], indexes that rise. */
typedef struct cupro_groups {
    size_t count;
    size_t *starts; /* count + 1; the last is n */
    size_t *order;  /* n                        */
} cupro_groups;

/* Group g has size[g] elements, of which the first has index first[g]. */
typedef struct cupro_counts {
    size_t count;
    size_t *first;
    size_t *size;
} cupro_counts;

/* values is an array of the monoid's type, and values[g] what became of group g. */
typedef struct cupro_reduced {
    size_t count;
    size_t *first;
    void *values;
} cupro_reduced;

/* Release what is in a result. What is all zeros may be released too, and is that afterwards. What
 * accumulators of a monoid own has to be dropped before. */
CUPRO_API void cupro_groups_free(cupro_groups *groups);
CUPRO_API void cupro_counts_free(cupro_counts *counts);
CUPRO_API void cupro_reduced_free(cupro_reduced *reduced);

#define cupro_group_by(...)  CUPRO__GROUP(group_by, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_count_by(...)  CUPRO__GROUP(count_by, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_reduce_by(...) CUPRO__REDUCE_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_distinct(...)  CUPRO__DISTINCT(__VA_ARGS__, .abi = CUPRO_ABI)

/* "invalid operands to binary -" at such a line says that the key or value is for another type. */
#define CUPRO__GROUP(verb, base, n, by, result, ...)                               \
    cupro_##verb##_with((base), (n), CUPRO__KEYED(base, by), &(by)->key, (result), \
                        &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_group_by_with(const void *base, size_t n, size_t size, const cupro_key *key,
                                  cupro_groups *groups, const cupro_call *call);
CUPRO_API int cupro_count_by_with(const void *base, size_t n, size_t size, const cupro_key *key,
                                  cupro_counts *counts, const cupro_call *call);

/*
 * `value` is a map (CUPRO_MAP) to the monoid's type; a group's values are combined in the order of
 * their indexes, those of a group that is a large share of all in stretches whose ends depend on n
 * only. So the monoid need not be commutative. An accumulator of a group begins as the identity.
 */
#define CUPRO__REDUCE_BY(base, n, by, value, monoid, result, ...)                             \
    cupro_reduce_by_with((base), (n), CUPRO__KEYED(base, by) + CUPRO__FIT(base, (value)->in), \
                         &(by)->key, &(value)->stage, (monoid), (result),                     \
                         &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_reduce_by_with(const void *base, size_t n, size_t size, const cupro_key *key,
                                   const cupro_stage *value, const cupro_monoid *monoid,
                                   cupro_reduced *reduced, const cupro_call *call);

/* *indexes becomes an array of *count indexes, of the first element of each group, to be released
 * with free(). */
#define CUPRO__DISTINCT(base, n, by, indexes, count, ...)                                    \
    cupro_distinct_with((base), (n), CUPRO__KEYED(base, by), &(by)->key, (indexes), (count), \
                        &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_distinct_with(const void *base, size_t n, size_t size, const cupro_key *key,
                                  size_t **indexes, size_t *count, const cupro_call *call);

/* Of arrays of int8_t … uint64_t, float and double how often there is each value; the type of x
 * picks the function (cupro_count_values_f64, …). */
#define cupro_count_values(...) CUPRO__COUNT_VALUES(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__COUNT_VALUES(x, n, counts, ...) \
    CUPRO__TYPED(count_values, x)((x), (n), (counts), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_COUNT_VALUES(tag, T, S)                                         \
    CUPRO_API int cupro_count_values_##tag(const T *x, size_t n, cupro_counts *counts, \
                                           const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_COUNT_VALUES)
#undef CUPRO__DECLARE_COUNT_VALUES

CUPRO_END_DECLS

#endif
