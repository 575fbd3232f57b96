/* SPDX-License-Identifier: MIT */
/*
 * Packing: what flags say is to be kept, in its order and without gaps.
 *
 *     bool keep[N];
 *     error = cupro_pack(in, keep, N, out, &count);       the in[i] where keep[i]
 *     error = cupro_pack_index(keep, N, index, &count);   the i where keep[i]
 *
 * A flag is a bool, or a byte where anything but 0 means yes. Where an expression tells what is to
 * be kept, a filter needs no flags (stage.h, chain.h).
 *
 * Errors: as for loops (loop.h). CUPRO_EINVAL also for an output that overlaps an input. *count is
 * written only if there is no error; the output may be so in part.
 *
 * Cost: one pass, which reads each element and flag once and writes each result once. `.grain` and
 * `.max_grain` count elements. `.ctx` means nothing here.
 */
#ifndef CUPRO_PACK_H
#define CUPRO_PACK_H

#include <cupro/call.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

/* `out` needs room for as many elements as are kept. "Invalid operands to binary -" at this line
 * says that in and out are of different types. */
#define cupro_pack(...) CUPRO__PACK(__VA_ARGS__, .abi = CUPRO_ABI)
CUPRO_API int cupro_pack_with(const void *in, const void *flags, size_t n, size_t size, void *out,
                              size_t *count, const cupro_call *call);

/* `index` is a size_t *, with room for as many as are kept. */
#define cupro_pack_index(...) CUPRO__PACK_INDEX(__VA_ARGS__, .abi = CUPRO_ABI)
CUPRO_API int cupro_pack_index_with(const void *flags, size_t n, size_t *index, size_t *count,
                                    const cupro_call *call);

#define CUPRO__PACK(in, flags, n, out, count, ...)                                             \
    cupro_pack_with((in), CUPRO__FLAGS(flags), (n), sizeof *(in) + CUPRO__FIT(in, out), (out), \
                    (count), &(const cupro_call){__VA_ARGS__})
#define CUPRO__PACK_INDEX(flags, n, index, count, ...)                \
    cupro_pack_index_with(CUPRO__FLAGS(flags), (n), (index), (count), \
                          &(const cupro_call){__VA_ARGS__})

/* The flags; a compiler error that says so if they are no bytes. */
#define CUPRO__FLAGS(flags)           \
    _Generic(*(flags), bool           \
             : (flags), char          \
             : (flags), signed char   \
             : (flags), unsigned char \
             : (flags))

CUPRO_END_DECLS

#endif
