/* SPDX-License-Identifier: MIT */
/*
 * Scans: what has been folded up to each place.
 *
 *     cupro_scan_inclusive(x, sums, n, &cupro_plus_i64);    // sums[i] = x[0] + … + x[i]
 *     cupro_scan_exclusive(x, begins, n, &cupro_plus_i64);  // begins[i] = x[0] + … + x[i - 1]
 *
 * Any monoid (monoid.h) of the elements' type will do; those of CUPRO_MONOID and the built-in ones
 * run as fast as a loop written by hand. Bit-identical on any number of threads: the array is cut
 * into blocks that depend on n and on the element's size only, each is folded from the identity,
 * and its place in the scan begins with the results of those before it, combined in their order.
 *
 * Errors: as for loops (loop.h). CUPRO_EINVAL also for a monoid of another size, for one that owns
 * memory (`init` or `drop`), and for arrays that overlap otherwise than in place. Results are then
 * partly written.
 *
 * Cost: 2 n combinations. Memory: each element is read once and each result written once; an
 * accumulator a block. `.grain` and `.max_grain` mean nothing here.
 */
#ifndef CUPRO_SCAN_H
#define CUPRO_SCAN_H

#include <cupro/fold.h>

CUPRO_BEGIN_DECLS

/* out[i] = in[0] . … . in[i]; `out` has room for n elements and may be `in`. */
#define cupro_scan_inclusive(...) CUPRO__SCAN(inclusive, __VA_ARGS__, .abi = CUPRO_ABI)

/* out[i] = in[0] . … . in[i - 1], out[0] is the identity; `out` may be `in`. */
#define cupro_scan_exclusive(...) CUPRO__SCAN(exclusive, __VA_ARGS__, .abi = CUPRO_ABI)

/* "invalid operands to binary -" here says that in and out are of different types. */
#define CUPRO__SCAN(kind, in, out, n, monoid, ...)                                           \
    cupro_scan_##kind##_with((in), (out), sizeof *(in) + CUPRO__FIT(in, out), (n), (monoid), \
                             &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_scan_inclusive_with(const void *in, void *out, size_t size, size_t n,
                                        const cupro_monoid *monoid, const cupro_call *call);
CUPRO_API int cupro_scan_exclusive_with(const void *in, void *out, size_t size, size_t n,
                                        const cupro_monoid *monoid, const cupro_call *call);

/*
 * A scan of your own: `folder` folds indexes into an accumulator, as for cupro_fold; `scanner` gets
 * one that has everything before lo in it, writes what it likes for each of [lo, hi), and may use
 * the accumulator up. Every index is folded once and scanned once, in ranges that are the same on
 * any number of threads. `total`, if not NULL, becomes the fold of all.
 */
typedef int cupro_scanner(void *acc, size_t lo, size_t hi, void *ctx);
#define cupro_scan(n, folder, scanner, monoid, total, ...)       \
    cupro_scan_with((n), (folder), (scanner), (monoid), (total), \
                    &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_scan_with(size_t n, cupro_folder *folder, cupro_scanner *scanner,
                              const cupro_monoid *monoid, void *total, const cupro_call *call);

CUPRO_END_DECLS

#endif
