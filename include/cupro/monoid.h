/* SPDX-License-Identifier: MIT */
/*
 * Monoids: how partial results become one. An operation `.` that is associative, and an identity
 * that changes nothing: (a . b) . c = a . (b . c), e . a = a . e = a. It need not be commutative:
 * cupro combines in index order.
 *
 * Your own in one line, for any type that can be copied by assignment:
 *
 *     CUPRO_MONOID(lowest, double, a, b, fmin(a, b), INFINITY);
 *     CUPRO_MONOID(total, struct price, a, b, add_prices(a, b), {0, EURO});
 *     CUPRO_MONOID(box, struct point, a, b, ((struct point){a.x + b.x, a.y + b.y}), {0, 0});
 *
 * An expression with a comma outside of parentheses needs a pair around it, as the last one has.
 *
 * Built in, for the ten number types: cupro_plus_i8 … cupro_plus_f64, cupro_min_…, cupro_max_….
 * Integer sums wrap around. Minimum and maximum of floats follow the total order described in
 * number.h, so that the identity of min is the NaN above +inf, and that of max the one below -inf.
 */
#ifndef CUPRO_MONOID_H
#define CUPRO_MONOID_H

#include <cupro/base.h>
#include <cupro/types.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

/*
 * For accumulators that own memory, fill the structure by hand: `init` makes an identity in place
 * (non-zero: the operation fails with that code), `combine` may empty `other` into `acc` but must
 * leave it fit for `drop`, and `drop` frees what an accumulator owns; every accumulator that was
 * initialised is dropped, except the result when the operation succeeds: that one is the caller's.
 * Accumulators are moved by memcpy, and aligned to 64 bytes or to their size's largest power of
 * two, whichever is less.
 */
typedef struct cupro_monoid {
    size_t size;          /* bytes of an accumulator; not 0                                     */
    const void *identity; /* that many bytes; used where init is NULL                           */
    int (*init)(void *acc, void *ctx);
    int (*combine)(void *acc, void *other, void *ctx); /* acc = acc . other; required           */
    void (*drop)(void *acc, void *ctx);                /* NULL: nothing to free                 */
    /* acc = acc . items[0] . … . items[n - 1], where the items are accumulators in a row. NULL:
     * combine is called for each. */
    void (*fold)(void *acc, const void *items, size_t n);
    /* The same, and out[i] becomes acc after item i; before it, if exclusive. `out` may be `items`.
     * NULL: combine is called for each. */
    void (*scan)(void *acc, const void *items, void *out, size_t n, bool exclusive);
} cupro_monoid;

#define CUPRO_MONOID(name, T, a, b, expression, ...)           \
    static inline T name##_op_(const T a, const T b)           \
    {                                                          \
        return (expression);                                   \
    }                                                          \
    CUPRO__MONOID_CALLS(name, T)                               \
    CUPRO__MONOID_SCAN(name, T)                                \
    static const T name##_identity_ = __VA_ARGS__;             \
    __attribute__((unused)) static const cupro_monoid name = { \
        sizeof(T), &name##_identity_, NULL, name##_combine_, NULL, name##_fold_, name##_scan_}

#define CUPRO__MONOID_CALLS(name, T)                                           \
    static inline int name##_combine_(void *acc_, void *other_, void *ctx_)    \
    {                                                                          \
        (void)ctx_;                                                            \
        *(T *)acc_ = name##_op_(*(const T *)acc_, *(const T *)other_);         \
        return 0;                                                              \
    }                                                                          \
    static inline void name##_fold_(void *acc_, const void *items_, size_t n_) \
    {                                                                          \
        T sum_ = *(const T *)acc_;                                             \
        for (size_t i_ = 0; i_ < n_; i_++)                                     \
            sum_ = name##_op_(sum_, ((const T *)items_)[i_]);                  \
        *(T *)acc_ = sum_;                                                     \
    }

#define CUPRO__MONOID_SCAN(name, T)                                                        \
    static inline void name##_scan_(void *acc_, const void *items_, void *out_, size_t n_, \
                                    bool exclusive_)                                       \
    {                                                                                      \
        T sum_ = *(const T *)acc_;                                                         \
        for (size_t i_ = 0; i_ < n_; i_++) {                                               \
            const T next_ = name##_op_(sum_, ((const T *)items_)[i_]);                     \
            ((T *)out_)[i_] = exclusive_ ? sum_ : next_;                                   \
            sum_ = next_;                                                                  \
        }                                                                                  \
        *(T *)acc_ = sum_;                                                                 \
    }

#define CUPRO__DECLARE_MONOIDS(tag, T, S) \
    CUPRO_API extern const cupro_monoid cupro_plus_##tag, cupro_min_##tag, cupro_max_##tag;
CUPRO_NUMBERS(CUPRO__DECLARE_MONOIDS)
#undef CUPRO__DECLARE_MONOIDS

CUPRO_END_DECLS

#endif
