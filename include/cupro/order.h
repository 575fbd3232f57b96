/* SPDX-License-Identifier: MIT */
/*
 * Orders: elements of your own types, sorted, merged and searched by a comparison.
 *
 *     CUPRO_ORDER(by_mass, struct particle, a, b, a.mass < b.mass);
 *     CUPRO_ORDER(by_name, struct person, a, b, strcmp(a.name, b.name) < 0);
 *     ...
 *     error = cupro_sort_by(p, n, &by_mass);
 *     error = cupro_top_by(p, n, 10, lightest, &by_mass);
 *
 * The expression says whether a comes before b. It must be a strict weak order: nothing comes
 * before itself, and what comes neither before nor after b is equal to it, also where it is
 * compared with others. It stands in loops over whole arrays in your translation unit, so it is
 * inlined, and elements move as their type. It is expanded once, over copies; the name `ctx` is the
 * call's `.ctx`. Compile with optimisation: without, sorts take some seven times as long.
 *
 * A comparison that is none (contradicts itself, depends on chance) gives an order that nobody
 * promises; the array still has the same elements, and all calls end.
 *
 * "invalid operands to binary -" at a call says that the order is for elements of another type.
 * Elements are moved by copying bytes. An order is constant, and for any number of threads.
 *
 * Errors: as for loops (loop.h). `.grain` and `.max_grain` mean nothing here but for bounds and
 * cupro_is_sorted_by.
 */
#ifndef CUPRO_ORDER_H
#define CUPRO_ORDER_H

#include <cupro/call.h>
#include <cupro/order_sets.h>

CUPRO_BEGIN_DECLS

/*
 * An order of elements of some size. Its functions work on thousands of elements; the definer makes
 * them, from the bodies in order_merges.h, order_sort.h, order_passes.h and order_sets.h, which say
 * what they do.
 */
typedef struct cupro_order {
    int abi;
    size_t size; /* bytes of an element                                              */
    size_t room; /* bytes that `sort` wants for each of them beside the second array */
    cupro_before *before;
    /* From one array to another, stable; what stands at `from` is then anything. */
    void (*sort)(void *from, void *to, void *room, size_t n, void *ctx);
    void (*classify)(const void *x, size_t n, const cupro_splitters *splitters, uint16_t *bucket,
                     size_t *counts, void *ctx);
    void (*scatter)(const void *x, size_t n, const uint16_t *bucket, size_t *next, void *out,
                    void *ctx);
    void (*merge)(const void *a, size_t na, const void *b, size_t nb, void *out, void *ctx);
    size_t (*run)(const void *x, size_t n, bool falls, void *ctx);
    void (*bounds)(const void *x, size_t n, const void *keys, size_t m, bool upper, size_t *at,
                   void *ctx);
    size_t (*partition)(void *x, size_t n, const void *pivot, bool or_equal, void *ctx);
    void (*set)(cupro_set_chain *chains, unsigned keeps, void *ctx);
} cupro_order;

/* -- The definer ------------------------------------------------------------------------------- */

/* Define `name`, an order of elements of type T. */
#define CUPRO_ORDER(name, T, a, b, ...)                                          \
    static inline bool name##_before_(const void *a_, const void *b_, void *ctx) \
    {                                                                            \
        (void)ctx;                                                               \
        const T a = *(const T *)a_;                                              \
        const T b = *(const T *)b_;                                              \
        return (__VA_ARGS__);                                                    \
    }                                                                            \
    CUPRO__ORDER_SORT(name, sizeof(T))                                           \
    CUPRO__ORDER_SPREAD(name, sizeof(T))                                         \
    CUPRO__ORDER_MERGE(name, sizeof(T))                                          \
    CUPRO__ORDER_SEARCH(name, sizeof(T))                                         \
    CUPRO__ORDER_SPLIT(name, sizeof(T))                                          \
    CUPRO__ORDER_SET(name, sizeof(T))                                            \
    CUPRO__ORDER(name, T)

#define CUPRO__ORDER_SORT(name, size)                                                           \
    static inline bool name##_before_at_(const void *a_, const void *b_, void *ctx_)            \
    {                                                                                           \
        return name##_before_(*(const void *const *)a_, *(const void *const *)b_, ctx_);        \
    }                                                                                           \
    static inline void name##_sort_(void *from_, void *to_, void *room_, size_t n_, void *ctx_) \
    {                                                                                           \
        if (size > CUPRO__RECORD)                                                               \
            cupro__sort_by_pointers((char *)from_, (char *)to_, room_, n_, size,                \
                                    name##_before_at_, ctx_);                                   \
        else                                                                                    \
            cupro__sort_records((char *)from_, (char *)to_, n_, size, name##_before_, ctx_);    \
    }

#define CUPRO__ORDER_SPREAD(name, size)                                                          \
    static inline void name##_classify_(const void *x_, size_t n_, const cupro_splitters *s_,    \
                                        uint16_t *bucket_, size_t *counts_, void *ctx_)          \
    {                                                                                            \
        cupro__classify((const char *)x_, n_, s_, bucket_, counts_, size, name##_before_, ctx_); \
    }                                                                                            \
    static inline void name##_scatter_(const void *x_, size_t n_, const uint16_t *bucket_,       \
                                       size_t *next_, void *out_, void *ctx_)                    \
    {                                                                                            \
        (void)ctx_;                                                                              \
        cupro__scatter((const char *)x_, n_, bucket_, next_, (char *)out_, size);                \
    }

#define CUPRO__ORDER_MERGE(name, size)                                                       \
    static inline void name##_merge_(const void *a_, size_t na_, const void *b_, size_t nb_, \
                                     void *out_, void *ctx_)                                 \
    {                                                                                        \
        cupro__merge_runs((const char *)a_, na_, (const char *)b_, nb_, (char *)out_, size,  \
                          name##_before_, ctx_);                                             \
    }                                                                                        \
    static inline size_t name##_run_(const void *x_, size_t n_, bool falls_, void *ctx_)     \
    {                                                                                        \
        return cupro__run_length((const char *)x_, n_, falls_, size, name##_before_, ctx_);  \
    }

#define CUPRO__ORDER_SEARCH(name, size)                                                        \
    static inline void name##_bounds_(const void *x_, size_t n_, const void *keys_, size_t m_, \
                                      bool upper_, size_t *at_, void *ctx_)                    \
    {                                                                                          \
        cupro__bounds((const char *)x_, n_, (const char *)keys_, m_, upper_, at_, size,        \
                      name##_before_, ctx_);                                                   \
    }

#define CUPRO__ORDER_SPLIT(name, size)                                                 \
    static inline size_t name##_partition_(void *x_, size_t n_, const void *pivot_,    \
                                           bool or_equal_, void *ctx_)                 \
    {                                                                                  \
        return cupro__partition((char *)x_, n_, (const char *)pivot_, or_equal_, size, \
                                name##_before_, ctx_);                                 \
    }

#define CUPRO__ORDER_SET(name, size)                                                      \
    static inline void name##_set_(cupro_set_chain *chains_, unsigned keeps_, void *ctx_) \
    {                                                                                     \
        cupro__set_chains(chains_, keeps_, size, name##_before_, ctx_);                   \
    }

#define CUPRO__ORDER(name, T)                     \
    __attribute__((unused)) static const struct { \
        cupro_order order;                        \
        const T *in;                              \
    } name = {CUPRO__ORDER_OF(name, sizeof(T)), 0}

#define CUPRO__ORDER_OF(name, size)                                                         \
    {                                                                                       \
        CUPRO_ABI, (size), (size) > CUPRO__RECORD ? 2 * sizeof(void *) : 0, name##_before_, \
            name##_sort_, name##_classify_, name##_scatter_, name##_merge_, name##_run_,    \
            name##_bounds_, name##_partition_, name##_set_                                  \
    }

/* -- Sorting ----------------------------------------------------------------------------------- */

/*
 * Elements that are equal stay in their order, and the result is the same on any number of threads.
 * With `.unstable = true` equal elements may change places where that is faster, which so far is
 * only in place: with a second array no unstable way has been found that takes less time.
 *
 * Memory: a second array, 2 bytes an element, and less than 8 MiB a thread; for elements above 32
 * bytes also up to 16 bytes an element. Cost: elements are read and written four times, some of it
 * in the caches, and compared about log2(n) times; above 32 bytes it is pointers that are sorted in
 * between. Arrays that rise already are read once, those that fall strictly turned around, those of
 * up to 8 runs merged, others with long runs sorted faster than random ones; so are those of few
 * values. No input takes more than O(n log n) in the usual case; see below for in place.
 *
 * `.in_place = true`: without a second array, in 256 KiB a thread. With `.unstable = true` too,
 * that takes about as long; stable, with O(n log^2 n) moves, twice as long for 1e7 elements of 16
 * bytes.
 *
 * After CUPRO_ENOMEM the array is as it was; after CUPRO_ESTOPPED and CUPRO_ETIMEDOUT it has the
 * same elements in some order.
 */
#define cupro_sort_by(...) CUPRO__SORT_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__SORT_BY(base, n, by, ...)                                    \
    cupro_sort_by_with((base), (n), CUPRO__ORDERED(base, by), &(by)->order, \
                       &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_sort_by_with(void *base, size_t n, size_t size, const cupro_order *order,
                                 const cupro_call *call);

/*
 * The same for elements of any size by a function, which says whether a comes before b (less than
 * 0), after it (more than 0), or is equal: as with qsort_r, but stable, and on all threads.
 *
 *     error = cupro_sort_any(base, n, size, compare, .ctx = &columns);
 *
 * A call for each comparison is what it costs more: where the type is known, CUPRO_ORDER saves it.
 * Elements of 1, 2, 4, 8 and 16 bytes move, of others pointers are sorted; these take 16 bytes an
 * element.
 */
typedef int cupro_comparison(const void *a, const void *b, void *ctx);

#define cupro_sort_any(...) CUPRO__SORT_ANY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__SORT_ANY(base, n, size, compare, ...) \
    cupro_sort_any_with((base), (n), (size), (compare), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_sort_any_with(void *base, size_t n, size_t size, cupro_comparison *compare,
                                  const cupro_call *call);

/* Whether no element comes before the one in front of it; ends soon when one does. `.grain` counts
 * elements. */
#define cupro_is_sorted_by(...) CUPRO__IS_SORTED_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__IS_SORTED_BY(base, n, by, sorted, ...)                                      \
    cupro_is_sorted_by_with((base), (n), CUPRO__ORDERED(base, by), &(by)->order, (sorted), \
                            &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_is_sorted_by_with(const void *base, size_t n, size_t size,
                                      const cupro_order *order, bool *sorted,
                                      const cupro_call *call);

/* -- Two arrays into one ----------------------------------------------------------------------- */

/*
 * Merge a and b, which are sorted, to `out`, which has room for na + nb elements and overlaps
 * neither (CUPRO_EINVAL). Of equal elements a's come first, and those of one array stay in their
 * order. If they are not sorted, `out` gets the same elements in some order. After other errors
 * than CUPRO_EINVAL `out` holds anything. Cost: one read and one write of all elements.
 */
#define cupro_merge_by(...) CUPRO__MERGE_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__MERGE_BY(a, na, b, nb, out, by, ...)                                     \
    cupro_merge_by_with((a), (na), (b), (nb) + CUPRO__FIT(a, b), CUPRO__ORDERED(a, by), \
                        (out) + CUPRO__FIT(a, out), &(by)->order,                       \
                        &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_merge_by_with(const void *a, size_t na, const void *b, size_t nb, size_t size,
                                  void *out, const cupro_order *order, const cupro_call *call);

/* -- Searches ---------------------------------------------------------------------------------- */

/*
 * Where m keys, elements too, belong in a sorted array, each at[i] from 0 to n:
 *
 *     cupro_lower_bound_by(x, n, keys, m, at, &by_mass)   before all that are equal to keys[i]
 *     cupro_upper_bound_by(x, n, keys, m, at, &by_mass)   behind them
 *
 * `at` is an array of m size_t that overlaps neither. `.grain` counts keys. Cost: log2(n) steps a
 * key, those of eight keys at the same time. If x is not sorted, each at[i] is some number up to n.
 */
#define cupro_lower_bound_by(...) CUPRO__BOUND_BY(false, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_upper_bound_by(...) CUPRO__BOUND_BY(true, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__BOUND_BY(upper, base, n, keys, m, at, by, ...)                  \
    cupro_bound_by_with((base), (n), (keys), (m) + CUPRO__FIT(base, keys),     \
                        CUPRO__ORDERED(base, by), &(by)->order, (upper), (at), \
                        &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_bound_by_with(const void *base, size_t n, const void *keys, size_t m,
                                  size_t size, const cupro_order *order, bool upper, size_t *at,
                                  const cupro_call *call);

/*
 * Rearrange the array so that element k is what sorting would put there, nothing before it comes
 * after it, and nothing behind it comes before it. CUPRO_EINVAL for k >= n. Not stable. Cost: about
 * two reads of the array, in place; memory for 1024 elements. After errors, the same elements in
 * some order.
 */
#define cupro_nth_by(...) CUPRO__NTH_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__NTH_BY(base, n, k, by, ...)                                      \
    cupro_nth_by_with((base), (n), (k), CUPRO__ORDERED(base, by), &(by)->order, \
                      &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_nth_by_with(void *base, size_t n, size_t k, size_t size,
                                const cupro_order *order, const cupro_call *call);

/*
 * The k first elements in the order, sorted, to `out`, which has room for k and does not overlap
 * the array; of equal ones those that stand first. CUPRO_EINVAL for k > n. Cost: two reads of the
 * array, and a sort of somewhat more than k elements, with memory for them; from about a quarter of
 * n on, a sort of a copy. After other errors than CUPRO_EINVAL `out` holds anything.
 */
#define cupro_top_by(...) CUPRO__TOP_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TOP_BY(base, n, k, out, by, ...)                                                  \
    cupro_top_by_with((base), (n), (k) + CUPRO__FIT(base, out), CUPRO__ORDERED(base, by), (out), \
                      &(by)->order, &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_top_by_with(const void *base, size_t n, size_t k, size_t size, void *out,
                                const cupro_order *order, const cupro_call *call);

#define CUPRO__ORDERED(base, by) (sizeof *(base) + CUPRO__FIT(base, (by)->in))

CUPRO_END_DECLS

#endif
