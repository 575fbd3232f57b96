/* SPDX-License-Identifier: MIT */
/*
 * Sorting elements of your own by a key (key.h):
 *
 *     CUPRO_KEY(cell_of, struct particle, p, p.cell);
 *     ...
 *     error = cupro_sort_by_key(p, n, &cell_of);
 *     error = cupro_sort_by_key_descending(p, n, &cell_of, .pool = near, .stop = &cancel);
 *
 * "Invalid operands to binary -" at such a line says that the key is for another type.
 *
 * Stable: elements with equal keys stay in the order in which they were, descending too. The result
 * is the same on any number of threads. Elements are moved by copying bytes. Each key is computed
 * once, and some thousand of them, for a sample, once more.
 *
 * Memory: the keys, 8 bytes each; rows of a key and the element, or, of elements above 32 bytes,
 * of 16 bytes at most, and a second array of elements; less than 4 MiB a thread. String keys: rows
 * that are 16 bytes larger, twice, and 8 bytes more (sort_strings.h); keys of several fields with
 * more than 8 bytes are strings, and kept. `.in_place` and `.unstable`
 * change nothing: there is a second array all the same, and equal keys keep their order.
 *
 * Cost: elements are read twice, once for the key, and moved twice; elements whose keys rise
 * already are read once. No keys take more than O(n log n). Rows of string keys are
 * sorted as strings are (sort_strings.h).
 *
 * Errors: as for loops (loop.h). CUPRO_EINVAL also when the key is for elements of another size.
 * After any, CUPRO_ESTOPPED too, the array is as it was: a sort that has begun to write to it goes
 * through. Elements that are sorted already report less progress than n elements take. `.grain` and
 * `.max_grain` mean nothing here.
 */
#ifndef CUPRO_SORT_BY_KEY_H
#define CUPRO_SORT_BY_KEY_H

#include <cupro/call.h>
#include <cupro/key.h>

CUPRO_BEGIN_DECLS

#define cupro_sort_by_key(...) CUPRO__SORT_BY_KEY(sort_by_key, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_sort_by_key_descending(...) \
    CUPRO__SORT_BY_KEY(sort_by_key_descending, __VA_ARGS__, .abi = CUPRO_ABI)

/* The same for elements of `size` bytes and a key that are known when the program runs. */
CUPRO_API int cupro_sort_by_key_with(void *base, size_t n, size_t size, const cupro_key *key,
                                     const cupro_call *call);
CUPRO_API int cupro_sort_by_key_descending_with(void *base, size_t n, size_t size,
                                                const cupro_key *key, const cupro_call *call);

#define CUPRO__SORT_BY_KEY(verb, base, n, by, ...)                       \
    cupro_##verb##_with((base), (n), CUPRO__KEYED(base, by), &(by)->key, \
                        &(const cupro_call){__VA_ARGS__})

CUPRO_END_DECLS

#endif
