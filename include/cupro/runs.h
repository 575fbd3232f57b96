/* SPDX-License-Identifier: MIT */
/*
 * Runs: neighbours that belong together.
 *
 *     CUPRO_RELATION(same_cell, struct particle, a, b, a.cell == b.cell);
 *     ...
 *     error = cupro_chunk_by(p, n, &same_cell, body, &job);
 *
 *     size_t *begins, runs;
 *     error = cupro_runs_new(p, n, &same_cell, &begins, &runs);
 *     ... run k is [begins[k], begins[k + 1]) ...
 *     free(begins);
 *
 * A run is as long as the relation holds between each element and the next one. What stands further
 * apart is never compared, so the relation need not be transitive: a.time + 5 > b.time makes runs
 * without a gap of 5. Each element is in one run.
 *
 * The relation is asked once for each pair of neighbours, n - 1 times in all, in batches; after a
 * failure or a stop it may be less. A run may be as long as it likes: no thread follows it to its
 * end while others could help.
 *
 * `.grain` and `.max_grain` count elements and say where the array may be cut between threads: runs
 * that go on over a cut are put together again. The default is some thousand, less for short
 * arrays.
 *
 * Errors: as for loops (loop.h); CUPRO_EINVAL also when the relation is for elements of another
 * size, and for `.keep_going` and `.failures`.
 */
#ifndef CUPRO_RUNS_H
#define CUPRO_RUNS_H

#include <cupro/loop.h>
#include <cupro/stage.h>

CUPRO_BEGIN_DECLS

/*
 * A relation's step gets n + 1 elements in a row at `in`, and writes n bytes to `out`: 1 where
 * element i and the one behind it belong together, 0 elsewhere. It returns n, or less to have the
 * operation fail with CUPRO_EINVAL.
 */
typedef struct cupro_relation {
    size_t size; /* bytes of an element */
    cupro_step *step;
} cupro_relation;

/* Define `name`, a relation between a, an element of type In, and b, the one behind it. The
 * expression stands in a loop over a batch, as a filter's does (stage.h): it is inlined, expanded
 * once, over copies, and `ctx` is the call's `.ctx`. */
#define CUPRO_RELATION(name, In, a, b, ...)                      \
    CUPRO__STEP(name)                                            \
    {                                                            \
        (void)ctx;                                               \
        for (size_t i_ = 0; i_ < n_; i_++) {                     \
            const In a = ((const In *)in_)[i_];                  \
            const In b = ((const In *)in_)[i_ + 1];              \
            ((unsigned char *)out_)[i_] = (__VA_ARGS__) ? 1 : 0; \
        }                                                        \
        return n_;                                               \
    }                                                            \
    CUPRO__RELATION(name, In)

#define CUPRO__RELATION(name, In)                 \
    __attribute__((unused)) static const struct { \
        cupro_relation relation;                  \
        const In *in;                             \
    } name = {{sizeof(In), name##_step_}, 0}

/* Call body(lo, hi, ctx) for each run, [lo, hi), once. Memory: 32 bytes a grain. "invalid operands
 * to binary -" here says that the relation is for another type. */
#define cupro_chunk_by(base, n, together, body, ...)                                        \
    cupro_chunk_by_with((base), (n), CUPRO__RELATED(base, together), &(together)->relation, \
                        (body), &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_chunk_by_with(const void *base, size_t n, size_t size,
                                  const cupro_relation *together, cupro_body *body,
                                  const cupro_call *call);

/*
 * Where the runs begin, in order: run k is [(*begins)[k], (*begins)[k + 1]) for k < *count, and
 * (*begins)[*count] is n, so that there is an array even for n = 0. To be released with free().
 *
 * Cost: the array is read once; n / 8 bytes of memory while it lasts.
 */
#define cupro_runs_new(...) CUPRO__RUNS_NEW(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__RUNS_NEW(base, n, together, begins, count, ...)                              \
    cupro_runs_new_with((base), (n), CUPRO__RELATED(base, together), &(together)->relation, \
                        (begins), (count), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_runs_new_with(const void *base, size_t n, size_t size,
                                  const cupro_relation *together, size_t **begins, size_t *count,
                                  const cupro_call *call);

#define CUPRO__RELATED(base, together) (sizeof *(base) + CUPRO__FIT(base, (together)->in))

CUPRO_END_DECLS

#endif
