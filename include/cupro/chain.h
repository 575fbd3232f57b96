/* SPDX-License-Identifier: MIT */
/*
 * Chains: an array, and up to eight stages that its elements pass.
 *
 *     size_t m;
 *     double total;
 *     cupro_collect(cupro_from(p, n, &energy), e, NULL);                         // map
 *     cupro_collect(cupro_from(p, n, &alive, &energy), e, &m);                   // filter, map
 *     cupro_reduce(cupro_from(p, n, &alive, &energy), &cupro_plus_f64, &total);  // one pass
 *     cupro_reduce(cupro_from(x, n, &even_sq), &cupro_plus_i64, &squares);       // fused by hand
 *
 * A chain is a small value: nothing is allocated and nothing runs until a verb takes it. Elements
 * pass in batches that stay in the L1 cache. Stages run at the same time on several threads.
 *
 * Instead of an array's elements the indexes of a range may pass: range.h.
 *
 * Errors of all verbs: as for loops (loop.h). CUPRO_EINVAL also for more than eight stages, for
 * neighbours whose sizes do not fit, for a fold that is not last or where nothing is reduced, for a
 * result of another size than the chain's elements, and for flat maps that could make more results
 * than a size_t can count.
 *
 * Grain: `.grain` and `.max_grain` count elements of the array.
 */
#ifndef CUPRO_CHAIN_H
#define CUPRO_CHAIN_H

#include <cupro/call.h>
#include <cupro/monoid.h>
#include <cupro/stage.h>

CUPRO_BEGIN_DECLS

#define CUPRO_MAX_STAGES 8

typedef struct cupro_chain {
    /* n elements of `size` bytes, which must stay while the chain is used; NULL: the n indexes from
     * `first` on (range.h). */
    const void *base;
    size_t first;
    size_t n;
    size_t size;
    size_t most;     /* results that can come of an element: 1, or what flat maps make of it */
    size_t out_size; /* bytes of what comes out of the last stage                            */
    int stages;
    int error; /* what was wrong when it was built; the verbs return it */
    const cupro_stage *stage[CUPRO_MAX_STAGES];
} cupro_chain;

/* cupro_from(base, n, stages …): a chain over base[0 … n), where each stage is the address of
 * something that a definer of stage.h made. "invalid operands to binary -" at this line says that
 * an element type is not the one that the stage takes. */
#define cupro_from(base, ...)                             \
    cupro_from_with((base), CUPRO__FIRST(__VA_ARGS__, 0), \
                    sizeof *(base) + CUPRO__STAGES(base, __VA_ARGS__))

/* The same from stages that are put together while the program runs. */
CUPRO_API cupro_chain cupro_from_with(const void *base, size_t n, size_t size, int stages,
                                      const cupro_stage *const *stage);

/*
 * Write what comes out of the chain to out[0 … *count), in order. `out` needs room for n results
 * when the chain filters, n times `most` for each flat map in it, and must not overlap the array
 * unless it is a map from one size to the same size, in place. `count` may be NULL for a chain
 * without filters and flat maps.
 *
 * Cost: every stage sees an element once, and each result is written once; filters before all maps
 * read the array once. With a flat map, or a filter after a map,
 * results are put aside and moved, so memory for them is needed once more.
 */
#define cupro_collect(...) CUPRO__COLLECT(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__COLLECT(chain, out, count, ...) \
    cupro_collect_with((chain), (out), sizeof *(out), (count), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_collect_with(cupro_chain chain, void *out, size_t out_size, size_t *count,
                                 const cupro_call *call);

/* The same into memory of the exact size that the library allocates: `double *e;
 * cupro_collect_new(chain, &e, &m)`. To be released with free(); NULL when there are no results. */
#define cupro_collect_new(...) CUPRO__COLLECT_NEW(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__COLLECT_NEW(chain, out, count, ...)                           \
    cupro_collect_new_with((chain), (void **)(out), sizeof **(out), (count), \
                           &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_collect_new_with(cupro_chain chain, void **out, size_t out_size, size_t *count,
                                     const cupro_call *call);

/* Write the elements that all filters keep to yes[0 … *count), and the others to no[0 … n -
 * *count), both in order. The chain has filters only; both outputs have room for n elements, and
 * neither overlaps the other or the array. One pass. */
#define cupro_partition(...) CUPRO__PARTITION(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__PARTITION(chain, yes, no, count, ...)                                         \
    cupro_partition_with((chain), (yes), (no), sizeof *(yes) + CUPRO__FIT(yes, no), (count), \
                         &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_partition_with(cupro_chain chain, void *yes, void *no, size_t out_size,
                                   size_t *count, const cupro_call *call);

/*
 * Combine everything that comes out of the chain with the monoid. If the last stage is a fold, its
 * accumulators are what the monoid combines. Bit-identical on any number of threads; the grid and
 * `.grain` are those of cupro_fold, but without a grain blocks have 64 elements at least, or n /
 * 128 if that is less. The result of an empty chain is the identity.
 */
#define cupro_reduce(...) CUPRO__REDUCE(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__REDUCE(chain, monoid, out, ...) \
    cupro_reduce_with((chain), (monoid), (out), sizeof *(out), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_reduce_with(cupro_chain chain, const cupro_monoid *monoid, void *out,
                                size_t out_size, const cupro_call *call);

/* How many elements come out of the chain. Maps after the last filter or flat map do not run. */
#define cupro_count(...) CUPRO__COUNT(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__COUNT(chain, count, ...) \
    cupro_count_with((chain), (count), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_count_with(cupro_chain chain, size_t *count, const cupro_call *call);

/* Hand what comes out of the chain to `visit`, in batches of 1 to some thousand elements (or all
 * that flat maps make of one), which it may read until it returns. Non-zero stops, as in a loop's
 * body. */
typedef int cupro_visit(const void *items, size_t n, void *ctx);
#define cupro_each(chain, visit, ...) \
    cupro_each_with((chain), (visit), &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_each_with(cupro_chain chain, cupro_visit *visit, const cupro_call *call);

/* -- The machinery of cupro_from ------------------------------------------------------------- */

#define CUPRO__FIRST(a, ...)                            (a)
#define CUPRO__NTH(n, a, b, c, d, e, f, g, h, nth, ...) nth

/* The last arguments of cupro_from_with: an addend that is 0 if the types fit, to elements like *p
 * at the beginning; then how many stages, and which. After p comes one argument that is passed
 * over. */
#define CUPRO__STAGES(p, ...)                                                                     \
    CUPRO__NTH(__VA_ARGS__, CUPRO__STAGES8, CUPRO__STAGES7, CUPRO__STAGES6, CUPRO__STAGES5,       \
               CUPRO__STAGES4, CUPRO__STAGES3, CUPRO__STAGES2, CUPRO__STAGES1, CUPRO__STAGES0, 0) \
    (p, __VA_ARGS__)
#define CUPRO__LIST(...)         \
    (const cupro_stage *const[]) \
    {                            \
        __VA_ARGS__              \
    }

#define CUPRO__STAGES0(p, n)    0, 0, NULL
#define CUPRO__STAGES1(p, n, a) CUPRO__FIT(p, (a)->in), 1, CUPRO__LIST(&(a)->stage)
#define CUPRO__STAGES2(p, n, a, b) \
    CUPRO__FIT(p, (a)->in) + CUPRO__FITS2(a, b), 2, CUPRO__LIST(&(a)->stage, &(b)->stage)
#define CUPRO__STAGES3(p, n, a, b, c)                  \
    CUPRO__FIT(p, (a)->in) + CUPRO__FITS3(a, b, c), 3, \
        CUPRO__LIST(&(a)->stage, &(b)->stage, &(c)->stage)
#define CUPRO__STAGES4(p, n, a, b, c, d)                  \
    CUPRO__FIT(p, (a)->in) + CUPRO__FITS4(a, b, c, d), 4, \
        CUPRO__LIST(&(a)->stage, &(b)->stage, &(c)->stage, &(d)->stage)
#define CUPRO__STAGES5(p, n, a, b, c, d, e)                  \
    CUPRO__FIT(p, (a)->in) + CUPRO__FITS5(a, b, c, d, e), 5, \
        CUPRO__LIST(&(a)->stage, &(b)->stage, &(c)->stage, &(d)->stage, &(e)->stage)
#define CUPRO__STAGES6(p, n, a, b, c, d, e, f)                  \
    CUPRO__FIT(p, (a)->in) + CUPRO__FITS6(a, b, c, d, e, f), 6, \
        CUPRO__LIST(&(a)->stage, &(b)->stage, &(c)->stage, &(d)->stage, &(e)->stage, &(f)->stage)
#define CUPRO__STAGES7(p, n, a, b, c, d, e, f, g)                                                 \
    CUPRO__FIT(p, (a)->in) + CUPRO__FITS7(a, b, c, d, e, f, g), 7,                                \
        CUPRO__LIST(&(a)->stage, &(b)->stage, &(c)->stage, &(d)->stage, &(e)->stage, &(f)->stage, \
                    &(g)->stage)
#define CUPRO__STAGES8(p, n, a, b, c, d, e, f, g, h)                                              \
    CUPRO__FIT(p, (a)->in) + CUPRO__FITS8(a, b, c, d, e, f, g, h), 8,                             \
        CUPRO__LIST(&(a)->stage, &(b)->stage, &(c)->stage, &(d)->stage, &(e)->stage, &(f)->stage, \
                    &(g)->stage, &(h)->stage)

#define CUPRO__FITS2(a, b)      CUPRO__FIT((a)->out, (b)->in)
#define CUPRO__FITS3(a, b, ...) CUPRO__FITS2(a, b) + CUPRO__FITS2(b, __VA_ARGS__)
#define CUPRO__FITS4(a, b, ...) CUPRO__FITS2(a, b) + CUPRO__FITS3(b, __VA_ARGS__)
#define CUPRO__FITS5(a, b, ...) CUPRO__FITS2(a, b) + CUPRO__FITS4(b, __VA_ARGS__)
#define CUPRO__FITS6(a, b, ...) CUPRO__FITS2(a, b) + CUPRO__FITS5(b, __VA_ARGS__)
#define CUPRO__FITS7(a, b, ...) CUPRO__FITS2(a, b) + CUPRO__FITS6(b, __VA_ARGS__)
#define CUPRO__FITS8(a, b, ...) CUPRO__FITS2(a, b) + CUPRO__FITS7(b, __VA_ARGS__)

CUPRO_END_DECLS

#endif
