/* SPDX-License-Identifier: MIT */
/*
 * Where a string of bytes stands in a text: memmem on all threads.
 *
 *     size_t at, count;
 *     error = cupro_find_bytes(text, length, "needle", 6, &at);
 *     if (error == 0 && at != CUPRO_NOWHERE)
 *         ...
 *     error = cupro_count_bytes(text, length, "\n", 1, &count);
 *
 * A text is n bytes of any kind, and so is the needle of m bytes; nothing ends at a NUL. Places are
 * counted from 0; needles may overlap, so that "aa" stands in "aaa" at 0 and at 1. For many
 * needles, and for cases that are folded, see needles.h.
 *
 * cupro_find_bytes stops early: threads take blocks of the text in order. `.grain` is in bytes and
 * says how large a block is; the default is 64 KiB or more.
 *
 * Errors: as for loops (loop.h); CUPRO_EINVAL also for an empty needle, and for `.keep_going` and
 * `.failures`; CUPRO_ENOMEM. Results are then as they were.
 *
 * Cost: one read of the text, or of what is in front of the first place. Where the text is full of
 * what nearly is the needle, up to m times that.
 */
#ifndef CUPRO_FIND_BYTES_H
#define CUPRO_FIND_BYTES_H

#include <cupro/call.h>

CUPRO_BEGIN_DECLS

/* *at = the first place, or CUPRO_NOWHERE. */
#define cupro_find_bytes(text, n, needle, m, ...) \
    CUPRO__BYTES(find, text, n, needle, m, __VA_ARGS__, .abi = CUPRO_ABI)
CUPRO_API int cupro_find_bytes_with(const void *text, size_t n, const void *needle, size_t m,
                                    size_t *at, const cupro_call *call);

/* *count = how many places there are. */
#define cupro_count_bytes(text, n, needle, m, ...) \
    CUPRO__BYTES(count, text, n, needle, m, __VA_ARGS__, .abi = CUPRO_ABI)
CUPRO_API int cupro_count_bytes_with(const void *text, size_t n, const void *needle, size_t m,
                                     size_t *count, const cupro_call *call);

#define CUPRO__BYTES(verb, text, n, needle, m, result, ...)         \
    cupro_##verb##_bytes_with((text), (n), (needle), (m), (result), \
                              &(const cupro_call){__VA_ARGS__})

/* All places, as (*places)[0 … *count), in ascending order, in memory of the exact size that the
 * library allocates: to be released with free(); NULL when there are none. Memory: n / 8 bytes
 * while it lasts. */
#define cupro_find_bytes_all(...) CUPRO__BYTES_ALL(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__BYTES_ALL(text, n, needle, m, places, count, ...)             \
    cupro_find_bytes_all_with((text), (n), (needle), (m), (places), (count), \
                              &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_find_bytes_all_with(const void *text, size_t n, const void *needle, size_t m,
                                        size_t **places, size_t *count, const cupro_call *call);

CUPRO_END_DECLS

#endif
