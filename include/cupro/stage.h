/* SPDX-License-Identifier: MIT */
/*
 * Stages: what happens to an element on its way, written down once for a type of your own.
 *
 *     CUPRO_FILTER(alive,   struct particle, p, p.alive);
 *     CUPRO_MAP   (energy,  struct particle, double, p, 0.5 * p.mass * p.speed * p.speed);
 *     CUPRO_FOLD  (even_sq, int32_t, int64_t, x, acc, { if (x % 2 == 0) acc += (int64_t)x * x; });
 *     CUPRO_FLAT_MAP(halves, struct span, struct span, 2, s, put, {
 *         size_t middle = s.lo + (s.hi - s.lo) / 2;
 *         *put++ = (struct span){s.lo, middle};
 *         *put++ = (struct span){middle, s.hi};
 *     });
 *
 * Each defines a constant (alive, energy, …) whose address goes into a chain (chain.h). The
 * expression stands in a loop over a batch of elements that your compiler sees whole, so it is
 * inlined and vectorised as if written by hand. It is expanded once, over the names that you give
 * (p, x, acc), which hold copies; the name `ctx` is the call's `.ctx`. It must not depend on the
 * order of the elements, except in a fold, which sees the elements of a block in their order.
 *
 * A flat map makes of an element any number of results up to a constant: none or one, and it is a
 * filter and a map in one; two, and the chain doubles. `put` points to where the next result goes.
 */
#ifndef CUPRO_STAGE_H
#define CUPRO_STAGE_H

#include <cupro/base.h>

CUPRO_BEGIN_DECLS

/*
 * A step works on a batch: `n` elements stand at `in`, in a row. It writes to `out`
 *   a map:    n results;
 *   a filter: n bytes, 1 for each element to keep, 0 for the others;
 *   a fold:   nothing new: out is the accumulator, to be folded into;
 *   a flat map: 0 to `most` results for each element, in the elements' order, without gaps.
 * It returns n, or less to have the operation fail with CUPRO_EINVAL. A flat map returns how many
 * results it wrote; SIZE_MAX, or any number above n * most, for that failure.
 */
typedef size_t cupro_step(const void *in, void *out, size_t n, void *ctx);

typedef enum cupro_stage_kind {
    CUPRO_STAGE_MAP = 1,
    CUPRO_STAGE_FILTER,
    CUPRO_STAGE_FOLD, /* the last stage of a chain that is reduced */
    CUPRO_STAGE_FLAT_MAP
} cupro_stage_kind;

typedef struct cupro_stage {
    cupro_stage_kind kind;
    size_t in_size;  /* bytes of an element that comes in                                        */
    size_t out_size; /* bytes of one that goes out: a filter's in_size, a fold's accumulator     */
    cupro_step *step;
    size_t most; /* a flat map's: results of one element at most, not 0 */
} cupro_stage;

/* The definers. Each makes `name`, a stage with pointers (always NULL) that carry its types, which
 * is how a chain over the wrong type becomes an error at the line that builds it. */
#define CUPRO_MAP(name, In, Out, x, ...)        \
    CUPRO__STEP(name)                           \
    {                                           \
        (void)ctx;                              \
        for (size_t i_ = 0; i_ < n_; i_++) {    \
            const In x = ((const In *)in_)[i_]; \
            ((Out *)out_)[i_] = (__VA_ARGS__);  \
        }                                       \
        return n_;                              \
    }                                           \
    CUPRO__STAGE(name, CUPRO_STAGE_MAP, In, Out, 0)

#define CUPRO_FILTER(name, In, x, ...)                           \
    CUPRO__STEP(name)                                            \
    {                                                            \
        (void)ctx;                                               \
        for (size_t i_ = 0; i_ < n_; i_++) {                     \
            const In x = ((const In *)in_)[i_];                  \
            ((unsigned char *)out_)[i_] = (__VA_ARGS__) ? 1 : 0; \
        }                                                        \
        return n_;                                               \
    }                                                            \
    CUPRO__STAGE(name, CUPRO_STAGE_FILTER, In, In, 0)

#define CUPRO_FOLD(name, In, Acc, x, acc, ...)  \
    CUPRO__STEP(name)                           \
    {                                           \
        (void)ctx;                              \
        Acc acc = *(const Acc *)out_;           \
        for (size_t i_ = 0; i_ < n_; i_++) {    \
            const In x = ((const In *)in_)[i_]; \
            __VA_ARGS__;                        \
        }                                       \
        *(Acc *)out_ = acc;                     \
        return n_;                              \
    }                                           \
    CUPRO__STAGE(name, CUPRO_STAGE_FOLD, In, Acc, 0)

/*
 * CUPRO_FLAT_MAP(name, In, Out, most, x, put, { … *put++ = result; … }): `most` is a constant, as
 * each thread keeps room for so many results of every element of a batch, and a batch is at least
 * one element. An element that has more makes the operation fail with CUPRO_EINVAL; by then it has
 * written over memory that is not its own, as behind the end of any array.
 */
#define CUPRO_FLAT_MAP(name, In, Out, most, x, put, ...)                                 \
    CUPRO__STEP(name)                                                                    \
    {                                                                                    \
        (void)ctx;                                                                       \
        Out *put = out_;                                                                 \
        Out *from_ = put;                                                                \
        for (size_t i_ = 0; i_ < n_ && (size_t)(put - from_) <= (most); i_++) {          \
            const In x = ((const In *)in_)[i_];                                          \
            from_ = put;                                                                 \
            __VA_ARGS__;                                                                 \
        }                                                                                \
        return (size_t)(put - from_) <= (most) ? (size_t)(put - (Out *)out_) : SIZE_MAX; \
    }                                                                                    \
    CUPRO__STAGE(name, CUPRO_STAGE_FLAT_MAP, In, Out, most)

#define CUPRO__STEP(name)                                                                       \
    static inline size_t name##_step_(const void *restrict in_, void *restrict out_, size_t n_, \
                                      void *ctx)

#define CUPRO__STAGE(name, kind, In, Out, most)   \
    __attribute__((unused)) static const struct { \
        cupro_stage stage;                        \
        const In *in;                             \
        const Out *out;                           \
    } name = {{(kind), sizeof(In), sizeof(Out), name##_step_, (most)}, 0, 0}

CUPRO_END_DECLS

#endif
