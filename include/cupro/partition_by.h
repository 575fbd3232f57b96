/* SPDX-License-Identifier: MIT */
/*
 * An array divided into classes, which are numbered, in one pass after another:
 *
 *     CUPRO_KEY(shard_of, struct row, r, hash(r.id) % 16);
 *     ...
 *     size_t starts[16 + 1];
 *     error = cupro_partition_by(rows, n, 16, &shard_of, out, starts);
 *     ... class k is out[starts[k]] up to out[starts[k + 1]], without that ...
 *
 * The key (key.h) of an element, of any integer type, is the number of its class, 0 … ways - 1, for
 * 1 to 65536 ways. Elements of one class stay in their order; so the result is the same on any
 * number of threads. `out` has room for n elements, `starts` for ways + 1; starts[0] is 0, and
 * starts[ways] is n. x, `out` and `starts` do not overlap (CUPRO_EINVAL), and x stays as it is.
 *
 * Into two classes, by a filter: cupro_partition (chain.h). Into more than 65536:
 * cupro_sort_by_key.
 *
 * `.grain` and `.max_grain` mean nothing here.
 *
 * Cost: elements are read twice, and written once; each key is computed once, the first one twice.
 * Memory: 2 bytes an element, up to 2 more for the counts if there are many ways, and up to 4 MiB a
 * thread.
 *
 * Errors: as for loops (loop.h). CUPRO_EINVAL also when a class is not one of 0 … ways - 1, when
 * the key is a slice, or for elements of another size. One mistake is not found, as a key does not
 * tell whether its type is signed: where the classes of all elements are wrong by the same 2^31
 * (for types of 64 bits 2^63), those of an unsigned type too large, of a signed one too small, they
 * are taken as if they were not. `starts` is written if there is no error; `out` is as it was after
 * CUPRO_EINVAL and CUPRO_ENOMEM, and holds anything after others. "Invalid operands to binary -"
 * says that the key is for another type, or `out` of one.
 */
#ifndef CUPRO_PARTITION_BY_H
#define CUPRO_PARTITION_BY_H

#include <cupro/call.h>
#include <cupro/key.h>

CUPRO_BEGIN_DECLS

#define cupro_partition_by(...) CUPRO__PARTITION_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__PARTITION_BY(base, n, ways, by, out, starts, ...)                                 \
    cupro_partition_by_with((base), (n) + CUPRO__FIT(base, out), CUPRO__KEYED(base, by), (ways), \
                            &(by)->key, (out), (starts), &(const cupro_call){__VA_ARGS__})

/* The same for elements of `size` bytes and a key that are known when the program runs. */
CUPRO_API int cupro_partition_by_with(const void *base, size_t n, size_t size, size_t ways,
                                      const cupro_key *class_of, void *out, size_t *starts,
                                      const cupro_call *call);

CUPRO_END_DECLS

#endif
