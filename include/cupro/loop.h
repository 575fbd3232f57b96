/* SPDX-License-Identifier: MIT */
/*
 * Loops: a body is called for ranges that together cover all of the work, each index once.
 *
 *     static int axpy(size_t lo, size_t hi, void *ctx)
 *     {
 *         struct axpy *job = ctx;
 *         for (size_t i = lo; i < hi; i++)
 *             job->y[i] += job->a * job->x[i];
 *         return 0;
 *     }
 *     ...
 *     int error = cupro_for(n, axpy, &job);
 *
 * Bodies run at the same time on several threads, in no particular order; threads that run out of
 * ranges steal from the others. A body that returns non-zero stops the ranges after its own; those
 * before it still run, so that of several failures the lowest one is returned on every run.
 *
 * All loops: any thread, also inside bodies, OpenMP regions and tasks. Cost: nothing is allocated
 * up to 64 threads; about 0.5 us to start a team that is awake; 5 to 10 ns a chunk.
 *
 * Errors of all loops: CUPRO_EINVAL (NULL where something is needed, a foreign pool, sizes that
 * overflow), CUPRO_ENOMEM, CUPRO_ESTOPPED, or what a body returned.
 */
#ifndef CUPRO_LOOP_H
#define CUPRO_LOOP_H

#include <cupro/call.h>

CUPRO_BEGIN_DECLS

/* Work on the indexes [lo, hi); 0: go on; anything else: stop, and return it. */
typedef int cupro_body(size_t lo, size_t hi, void *ctx);

/* Call body(lo, hi, ctx) for ranges that cover [0, n). */
#define cupro_for(n, body, ...) \
    cupro_for_with((n), (body), &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_for_with(size_t n, cupro_body *body, const cupro_call *call);

/*
 * The same with ranges of exactly `size` indexes: [0, size), [size, 2 size), …, the last one
 * shorter if size does not divide n. The ranges do not depend on threads or time, so lo / size can
 * number them. Here `.grain` and `.max_grain` count ranges per hand-out, and change nothing that a
 * body sees. CUPRO_EINVAL for size 0.
 */
#define cupro_chunks(n, size, body, ...)   \
    cupro_chunks_with((n), (size), (body), \
                      &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_chunks_with(size_t n, size_t size, cupro_body *body, const cupro_call *call);

/*
 * The same counted from the end: […, n - size), [n - size, n); the first range is the one that is
 * shorter if size does not divide n. (n - hi) / size numbers them from the end.
 *
 * For whole chunks only, leave out the rest, which is then yours:
 *
 *     size_t rest = n % size;
 *     error = cupro_chunks(n - rest, size, body, ctx);
 *
 * What is left over is [n - rest, n), or, if the body counts from `rest` on, [0, rest).
 */
#define cupro_rchunks(n, size, body, ...)   \
    cupro_rchunks_with((n), (size), (body), \
                       &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_rchunks_with(size_t n, size_t size, cupro_body *body, const cupro_call *call);

/*
 * All n - width + 1 windows of `width` neighbours: body(lo, hi, ctx) gets ranges of their *starts*,
 * and is to look at [i, i + width) for each i in [lo, hi); so what it carries from one window to
 * the next costs one set-up a range. Windows overlap, also those of different ranges: a body must
 * not write to them. None when width > n. CUPRO_EINVAL for width 0.
 */
#define cupro_windows(n, width, body, ...)   \
    cupro_windows_with((n), (width), (body), \
                       &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_windows_with(size_t n, size_t width, cupro_body *body, const cupro_call *call);

/*
 * Ranges of bytes that end at a separator: body(lo, hi, ctx) gets text[lo, hi) such that
 * text[hi - 1] == separator, or hi == length. So every record, with the separator that ends it,
 * lies in one range; a last record without a separator counts. A record longer than the grain makes
 * its range longer. `.grain` and `.max_grain` are in bytes and say where to look for a border;
 * default 256 KiB, less for short texts.
 * `separator` is a byte, 0 to 255 (CUPRO_EINVAL otherwise). Reads the text once more than the body
 * does, around borders only.
 */
#define cupro_records(text, length, separator, body, ...)     \
    cupro_records_with((text), (length), (separator), (body), \
                       &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_records_with(const void *text, size_t length, int separator, cupro_body *body,
                                 const cupro_call *call);

CUPRO_END_DECLS

#endif
