/* SPDX-License-Identifier: MIT */
#ifndef CUPRO_ORDER_H
#define CUPRO_ORDER_H

#include <cupro/call.h>
#include <cupro/order_passes.h>

CUPRO_BEGIN_DECLS

/* An order of elements of some size. Its functions work on arrays of thousands; the definer makes
 * them. */
typedef struct cupro_order {
    int abi;
    size_t size; /* bytes of an element                    */
    size_t room; /* bytes a `sort` wants for each of them  */
    cupro_before *before;
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
} cupro_order;

/* -- The definer ------------------------------------------------------------------------------- */

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

#define CUPRO__ORDER(name, T)                     \
    __attribute__((unused)) static const struct { \
        cupro_order order;                        \
        const T *in;                              \
    } name = {CUPRO__ORDER_OF(name, sizeof(T)), 0}

#define CUPRO__ORDER_OF(name, size)                                                         \
    {                                                                                       \
        CUPRO_ABI, (size), (size) > CUPRO__RECORD ? 2 * sizeof(void *) : 0, name##_before_, \
            name##_sort_, name##_classify_, name##_scatter_, name##_merge_, name##_run_,    \
            name##_bounds_, name##_partition_                                               \
    }

/* -- The verbs --------------------------------------------------------------------------------- */

#define cupro_sort_by(...) CUPRO__SORT_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__SORT_BY(base, n, by, ...)                                    \
    cupro_sort_by_with((base), (n), CUPRO__ORDERED(base, by), &(by)->order, \
                       &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_sort_by_with(void *base, size_t n, size_t size, const cupro_order *order,
                                 const cupro_call *call);

#define cupro_merge_by(...) CUPRO__MERGE_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__MERGE_BY(a, na, b, nb, out, by, ...)                                     \
    cupro_merge_by_with((a), (na), (b), (nb) + CUPRO__FIT(a, b), CUPRO__ORDERED(a, by), \
                        (out) + CUPRO__FIT(a, out), &(by)->order,                       \
                        &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_merge_by_with(const void *a, size_t na, const void *b, size_t nb, size_t size,
                                  void *out, const cupro_order *order, const cupro_call *call);

typedef int cupro_comparison(const void *a, const void *b, void *ctx);

#define cupro_sort_any(...) CUPRO__SORT_ANY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__SORT_ANY(base, n, size, compare, ...) \
    cupro_sort_any_with((base), (n), (size), (compare), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_sort_any_with(void *base, size_t n, size_t size, cupro_comparison *compare,
                                  const cupro_call *call);

#define cupro_is_sorted_by(...) CUPRO__IS_SORTED_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__IS_SORTED_BY(base, n, by, sorted, ...)                                      \
    cupro_is_sorted_by_with((base), (n), CUPRO__ORDERED(base, by), &(by)->order, (sorted), \
                            &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_is_sorted_by_with(const void *base, size_t n, size_t size,
                                      const cupro_order *order, bool *sorted,
                                      const cupro_call *call);

#define cupro_lower_bound_by(...) CUPRO__BOUND_BY(false, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_upper_bound_by(...) CUPRO__BOUND_BY(true, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__BOUND_BY(upper, base, n, keys, m, at, by, ...)                  \
    cupro_bound_by_with((base), (n), (keys), (m) + CUPRO__FIT(base, keys),     \
                        CUPRO__ORDERED(base, by), &(by)->order, (upper), (at), \
                        &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_bound_by_with(const void *base, size_t n, const void *keys, size_t m,
                                  size_t size, const cupro_order *order, bool upper, size_t *at,
                                  const cupro_call *call);

#define cupro_nth_by(...) CUPRO__NTH_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__NTH_BY(base, n, k, by, ...)                                      \
    cupro_nth_by_with((base), (n), (k), CUPRO__ORDERED(base, by), &(by)->order, \
                      &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_nth_by_with(void *base, size_t n, size_t k, size_t size,
                                const cupro_order *order, const cupro_call *call);

#define cupro_top_by(...) CUPRO__TOP_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TOP_BY(base, n, k, out, by, ...)                                                  \
    cupro_top_by_with((base), (n), (k) + CUPRO__FIT(base, out), CUPRO__ORDERED(base, by), (out), \
                      &(by)->order, &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_top_by_with(const void *base, size_t n, size_t k, size_t size, void *out,
                                const cupro_order *order, const cupro_call *call);

#define CUPRO__ORDERED(base, by) (sizeof *(base) + CUPRO__FIT(base, (by)->in))

CUPRO_END_DECLS

#endif
