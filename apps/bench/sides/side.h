/* SPDX-License-Identifier: MIT */
/*
 * Sides: cupro and its peers, which do the same works on the same arrays.
 *
 * A side's function for the work `map` is called SIDE_map. To add a work: its name here, that
 * function in each side that has such an algorithm (side_cupro.c, peer_*, rayon/lib.rs), and a row
 * in rows/. Nothing else lists them: the linker knows which functions there are (sides.c),
 * and a side that has none for a work, or was not built, is left out of its rows.
 */
#ifndef BENCH_SIDE_H
#define BENCH_SIDE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
#define BENCH_WORKS(X)                                                                             \
    /* Arrays of the size of the input. */                                                         \
    X(map)            /* out[i] = 3 * in[i] + 1                                                 */ \
    X(map_bytes)      /* the same of bytes, modulo 256                                          */ \
    X(copy)           /* out[i] = in[i]                                                         */ \
    X(fill)           /* out[i] = bench_filling                                                 */ \
    X(scan)           /* out[i] = wide[0] + … + wide[i]                                         */ \
    X(scan_exclusive) /* out[i] = wide[0] + … + wide[i - 1]                                     */ \
    X(reverse)        /* out, which is in as the work begins, the other way round               */ \
    X(shuffle)        /* out, which is in as the work begins, in a random order of the side's   */ \
    X(sort_u64)       /* out, which is in as the work begins, rising                            */ \
    X(sort_i32)       /* the same of int32_t                                                    */ \
    X(sort_f64)       /* the same of double                                                     */ \
    X(sort_pairs)     /* out, which is in as the work begins, by key, equal keys in order       */ \
    X(sort_records)   /* the same of records of 64 bytes                                        */ \
    X(order_pairs)    /* as sort_pairs, by a comparison                                         */ \
    X(order_records)  /* as sort_records, by a comparison                                       */ \
    X(unstable_pairs) /* the same; equal ones may change places, but there are none             */ \
    X(argsort_f64)    /* word_out[k] = index of the k-th least of real, equal ones in order     */ \
    X(sort_strings)   /* the same of strings, by their bytes                                    */ \
    X(sort_in_place)  /* as sort_u64, without a second array                                    */ \
    X(nth)            /* the median of out, which is in as the work begins, to its place        */ \
    X(top)            /* the bench_top least of words, rising; out is words as the work begins  */ \
    X(merge)          /* the halves of words, which rise, as one array that rises               */ \
    X(bounds)         /* how many of the first half of words are less than each of the second   */ \
    X(unique)         /* out, which is in as the work begins, without equal neighbours          */ \
    /* Arrays of what is kept. */                                                                  \
    X(filter)         /* the even ones of in, in order, into memory that is there               */ \
    X(filter_new)     /* the same into memory that is allocated for it                          */ \
    X(partition)      /* the same, and the odd ones, too                                        */ \
    /* Numbers. */                                                                                 \
    X(sum)            /* of in, as int64_t                                                      */ \
    X(sum_real)       /* of real                                                                */ \
    X(sum_bytes)      /* of bytes                                                               */ \
    X(sum_indexes)    /* of bench_mix(i) for all i < n, modulo 2^64                             */ \
    X(min)            /* of in                                                                  */ \
    X(argmin)         /* the first index of the least of in                                     */ \
    X(count)          /* of the even ones of in                                                 */ \
    X(fold)           /* sum of the squares of the even ones of in, in one body                 */ \
    X(chain)          /* the same of a filter, a map and a sum                                  */ \
    /* Searches. */                                                                                \
    X(find)           /* the index of the first bench_absent in in; n: there is none            */ \
    X(find_first)     /* the index of the first of in above bench_largest; n: there is none    */ \
    X(any)            /* 1: some x of in is bench_early(arrays); 0: not so                      */ \
    X(all)            /* 1: every x of in is not bench_early(arrays); 0: not so                 */ \
    X(is_sorted)      /* 1: in does not fall; 0: not so                                         */ \
    /* Groups. */                                                                                  \
    X(count_by)       /* how often each of words occurs, as bench_count_digest has it           */ \
    X(histogram)      /* word_out[b] = how often b is in bytes, of 256; shown as bytes          */ \
    X(group_by)       /* the indexes of each of words, rising, as bench_group_digest has them   */ \
    /* Tasks. */                                                                                   \
    X(join)           /* fib(bench_fib), a join for each call to the leaf                       */
/* clang-format on */

enum bench_work {
#define BENCH_NUMBER(work) BENCH_##work,
    BENCH_WORKS(BENCH_NUMBER)
#undef BENCH_NUMBER
        BENCH_WORK_COUNT
};

enum bench_side_id {
    BENCH_CUPRO,
    BENCH_SERIAL,
    BENCH_OPENMP,
    BENCH_STD_PAR,
    BENCH_TBB,
    BENCH_PARALLEL_MODE,
    BENCH_RAYON,
    BENCH_RAYON_STD,
    BENCH_DASHMAP,
    BENCH_SIDE_COUNT
};

/* A work's functions, in the order of the sides. */
#define BENCH_TASKS(work)                                                        \
    cupro_side_##work, serial_##work, openmp_##work, std_par_##work, tbb_##work, \
        parallel_mode_##work, rayon_##work, rayon_std_##work, dashmap_##work

/* -- What a function gets ---------------------------------------------------------------------- */

/* An array that a side shows; its elements are of the row's type. */
struct bench_shown {
    const void *at;
    size_t count;
};

struct bench_pair {
    uint64_t key, value;
};

struct bench_record {
    uint64_t before[3];
    uint32_t id, key;
    uint64_t after[4];
};

/* Begins as cupro_slice, std::string_view's parts and Rust's &[u8] do; known to rayon/lib.rs. */
struct bench_string {
    const char *begin;
    size_t length;
};

/* Known to rayon/lib.rs, too. */
struct bench_arrays {
    size_t n;
    union { /* n elements of the row's type, which no side writes to; NULL for rows without any */
        const int32_t *in;   /* of 24 bits, so that 3 x + 1 fits          */
        const int64_t *wide; /* of 24 bits                                */
        const double *real;  /* whole, so that sums are exact in any order */
        const uint64_t *words;
        const uint8_t *bytes;
        const struct bench_pair *pairs;
        const struct bench_record *records;
        const struct bench_string *strings;
    };
    union { /* room for n elements of that type */
        int32_t *out;
        int64_t *wide_out;
        uint64_t *word_out;
        double *real_out;
        uint8_t *byte_out;
        struct bench_pair *pair_out;
        struct bench_record *record_out;
        struct bench_string *string_out;
    };

    /* What a side leaves: up to two arrays, mostly out, and a number. */
    struct bench_shown shown[2];
    int64_t number;

    /* Memory of the side's own that its arrays are in, or a result that is no array. `release`,
     * unless NULL, frees it; `digest`, unless NULL, is called off the clock, for a number that
     * stands for it. */
    void *own;
    void (*release)(void *own);
    uint64_t (*digest)(const void *own);
};

enum {
    bench_bins = 256,
    bench_absent = -1,
    bench_largest = 0xffffff,
    bench_filling = 7,
    bench_top = 1000,
    bench_fib = 32
};

/* A value that stands in the first hundredth of in. */
static inline int32_t bench_early(const struct bench_arrays *arrays)
{
    return arrays->in[arrays->n / 200];
}

/* Some work for an index, without memory. */
static inline uint64_t bench_mix(uint64_t i)
{
    uint64_t mixed = i * 0x9e3779b97f4a7c15u;
    return mixed ^ mixed >> 29;
}

/* The digest of counts by key, whatever their order: the sum of this over all keys. */
static inline uint64_t bench_count_digest(uint64_t key, uint64_t count)
{
    return bench_mix(bench_mix(key) + count);
}

/* The same of groups: the indexes of a group stand for a count, in their order. */
static inline uint64_t bench_group_digest(uint64_t key, const size_t *index, size_t count)
{
    uint64_t members = 0;
    for (size_t i = 0; i < count; i++)
        members = bench_mix(members + index[i]);
    return bench_count_digest(key, members);
}

static inline void bench_show(struct bench_arrays *arrays, const void *array, size_t count)
{
    arrays->shown[0].at = array;
    arrays->shown[0].count = count;
}

/* A histogram of bytes, whose bins are more than bytes. */
static inline void bench_show_bins(struct bench_arrays *arrays)
{
    bench_show(arrays, arrays->word_out, bench_bins * sizeof arrays->word_out[0]);
}

static inline void bench_show_two(struct bench_arrays *arrays, const void *first, size_t firsts,
                                  const void *second, size_t seconds)
{
    bench_show(arrays, first, firsts);
    arrays->shown[1].at = second;
    arrays->shown[1].count = seconds;
}

/* Free what the side keeps. A work that allocates its results begins with it. */
static inline void bench_release(struct bench_arrays *arrays)
{
    if (arrays->release != NULL)
        arrays->release(arrays->own);
    arrays->release = NULL;
    arrays->digest = NULL;
    arrays->own = NULL;
}

/* -- The sides --------------------------------------------------------------------------------- */

typedef void bench_task(struct bench_arrays *arrays);

#define BENCH_DECLARE(work) bench_task BENCH_TASKS(work);
BENCH_WORKS(BENCH_DECLARE)
#undef BENCH_DECLARE

/* Limits oneTBB, and std::execution::par with it. They never have more threads than processors. */
void tbb_start(int threads);

#ifdef __cplusplus
}
#endif

#endif
