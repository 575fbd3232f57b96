/* SPDX-License-Identifier: MIT */
/*
 * Folds: many indexes, one result.
 *
 *     static int add_energy(void *acc, size_t lo, size_t hi, void *ctx)
 *     {
 *         const struct particle *p = ctx;
 *         double sum = *(double *)acc;
 *         for (size_t i = lo; i < hi; i++)
 *             sum += 0.5 * p[i].mass * p[i].speed * p[i].speed;
 *         *(double *)acc = sum;
 *         return 0;
 *     }
 *     ...
 *     error = cupro_fold(n, add_energy, &cupro_plus_f64, &total, particles);
 *
 * Errors: as for loops (loop.h), and what a monoid's init or combine returned; the result is then
 * left as it was.
 */
#ifndef CUPRO_FOLD_H
#define CUPRO_FOLD_H

#include <cupro/call.h>
#include <cupro/monoid.h>

CUPRO_BEGIN_DECLS

/* Fold the indexes [lo, hi) into acc, which holds an accumulator of the monoid. */
typedef int cupro_folder(void *acc, size_t lo, size_t hi, void *ctx);

/*
 * The same result, to the last bit, on any number of threads: [0, n) is cut into a grid that
 * depends on n, on the monoid's size and on an explicit `.grain` only; every block is folded from
 * the identity; the blocks' results are combined pairwise in index order.
 *
 * Without a grain a block is one index up to n = 512; then blocks grow to 1024 indexes, then their
 * number grows to 4096, then blocks grow again. Accumulators above 4 KiB have fewer blocks: all of
 * them together take 16 MiB at most, or are 64. `.grain` is the block (a multiple of it beyond
 * 65536 blocks); give it when a fold of 512 indexes takes less than 10 us, or the blocks cost more
 * than the work. Memory: one accumulator a block. *out need not be initialised; for n = 0 it is the
 * identity.
 */
#define cupro_fold(n, folder, monoid, out, ...)     \
    cupro_fold_with((n), (folder), (monoid), (out), \
                    &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_fold_with(size_t n, cupro_folder *folder, const cupro_monoid *monoid, void *out,
                              const cupro_call *call);

/*
 * One accumulator a thread, for those that are large (hash tables, histograms). Ranges go to
 * whichever thread comes first, so the operation must not mind the order: it has to be commutative
 * too, and sums of floats may differ in the last bits from run to run. At most cupro_threads
 * accumulators are made, each on the thread that uses it; they are combined on the caller's side
 * one after the other.
 */
#define cupro_fold_workers(n, folder, monoid, out, ...)     \
    cupro_fold_workers_with((n), (folder), (monoid), (out), \
                            &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_fold_workers_with(size_t n, cupro_folder *folder, const cupro_monoid *monoid,
                                      void *out, const cupro_call *call);

CUPRO_END_DECLS

#endif
