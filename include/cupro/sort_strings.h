/* SPDX-License-Identifier: MIT */
/*
 * Sorting strings, and structures by a string that is in them, in place:
 *
 *     error = cupro_lines_new(text, length, &lines, &n);
 *     ...
 *     error = cupro_sort_strings(lines, n);
 *     error = cupro_sort_strings_descending(lines, n, .pool = near, .stop = &cancel);
 *
 *     struct entry {
 *         cupro_slice name;
 *         double price;
 *     } *entries;
 *     ...
 *     error = cupro_sort_by_string(entries, n, name);
 *     error = cupro_sort_by_string_descending(entries, n, name);
 *
 * A string is a cupro_slice (text.h): bytes of any kind, also NULs. The order is that of memcmp,
 * bytes without a sign, and a string stands before those that it is the beginning of; so the empty
 * one comes first. Only slices or structures move, the strings' bytes are read where they are.
 *
 * All of these are stable, also those that sort in descending order: of equal strings the one that
 * stood first stays first, as can be seen by where they begin or by the rest of the structures. So
 * the result is the same on any number of threads. `.unstable` and `.in_place` change nothing, and
 * `.grain` and `.max_grain` mean nothing here.
 *
 * Memory: for each string 8 bytes and a second slice or structure, so 24 bytes for slices; and some
 * 4 MiB a thread, more where structures have hundreds of bytes.
 * Cost: the bytes that tell strings apart are read seven at a time, each time at the price of a
 * cache miss if the strings lie scattered; what many have in common is read a few times, however
 * long it is. Twice a read and a write of the array and of a second one, and as much in the caches.
 * A string's bytes are read by one thread at a time: of a handful of very long ones, one does all.
 *
 * Errors: as for loops (loop.h); CUPRO_EINVAL also for a string that begins at NULL and has bytes
 * (one that is empty may begin at NULL), which a pass finds that is needed anyway. After it, and
 * after CUPRO_ENOMEM, the array is as it was; after CUPRO_ESTOPPED and CUPRO_ETIMEDOUT it is that,
 * or has its elements in some order, each one once.
 */
#ifndef CUPRO_SORT_STRINGS_H
#define CUPRO_SORT_STRINGS_H

#include <cupro/call.h>
#include <cupro/text.h>

CUPRO_BEGIN_DECLS

/* x is a cupro_slice *. */
#define cupro_sort_strings(...) CUPRO__SORT_STRINGS(, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_sort_strings_descending(...) \
    CUPRO__SORT_STRINGS(_descending, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__SORT_STRINGS(order, x, n, ...) \
    cupro_sort_strings##order##_with((x), (n), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_sort_strings_with(cupro_slice *x, size_t n, const cupro_call *call);
CUPRO_API int cupro_sort_strings_descending_with(cupro_slice *x, size_t n, const cupro_call *call);

/* x points to structures of any type, which are moved by copying bytes, and `member` is the name of
 * a cupro_slice in them. The functions take its offset, in bytes; CUPRO_EINVAL where it does not
 * fit the structure. */
#define cupro_sort_by_string(...) CUPRO__SORT_BY_STRING(, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_sort_by_string_descending(...) \
    CUPRO__SORT_BY_STRING(_descending, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__SORT_BY_STRING(order, x, n, member, ...)                                     \
    cupro_sort_by_string##order##_with((x), (n), sizeof *(x), CUPRO__SLICE_AT((x), member), \
                                       &(const cupro_call){__VA_ARGS__})
#define CUPRO__SLICE_AT(x, member) \
    (offsetof(__typeof__(*x), member) + 0 * sizeof(_Generic(x->member, cupro_slice : 0)))
CUPRO_API int cupro_sort_by_string_with(void *base, size_t n, size_t size, size_t offset,
                                        const cupro_call *call);
CUPRO_API int cupro_sort_by_string_descending_with(void *base, size_t n, size_t size, size_t offset,
                                                   const cupro_call *call);

CUPRO_END_DECLS

#endif
