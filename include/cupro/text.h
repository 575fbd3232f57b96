/* SPDX-License-Identifier: MIT */
/*
 * Texts in pieces: at separators, in lines, in tokens.
 *
 *     static int measure(const cupro_slice *lines, size_t count, void *ctx)
 *     {
 *         for (size_t i = 0; i < count; i++)
 *             note(ctx, lines[i].begin, lines[i].length);
 *         return 0;
 *     }
 *     ...
 *     error = cupro_lines(text, length, measure, &job);
 *
 *     cupro_slice *words;
 *     size_t count;
 *     error = cupro_tokens_new(text, length, &words, &count);   all of them, in order
 *     ... words[i].begin, words[i].length ...
 *     free(words);
 *
 * A text is `length` bytes of any kind; nothing ends at a NUL. Slices point into it.
 *
 *   what                 is cut at                pieces                         of an empty text
 *   cupro_split          a byte                   all, also empty ones: one more      an empty one
 *                                                 than there are separators
 *   cupro_split_any      each byte of a set       the same                            an empty one
 *   cupro_lines          "\n" and "\r\n"          all, also empty ones; what stands           none
 *                                                 behind the last line end is one
 *                                                 only if it is not empty
 *   cupro_tokens         ASCII white space        those that are not empty                    none
 *   cupro_tokens_any     each byte of a set       those that are not empty                    none
 *
 * These are the rules of Rust's split, lines and split_ascii_whitespace. So "\r" without "\n" ends
 * no line, not even the last one; and white space is ' ', \t, \n, \f and \r, but not \v.
 *
 * `visit` gets some pieces at a time, 1 to 512, in the order of the text and nothing between them
 * left out; the calls run at the same time on several threads. Non-zero stops, as in a loop's body:
 * of several failures that of the lowest piece is returned.
 *
 * `.grain` and `.max_grain` are in bytes and say where the text may be cut between threads: a piece
 * that goes on over a cut is put together again, however long it is. The default is up to 64 KiB.
 *
 * Errors: as for loops (loop.h); CUPRO_EINVAL also for a separator that is not 0 … 255, and for
 * `.keep_going` and `.failures`.
 *
 * Cost: one read of the text; `visit` finds its pieces in a cache.
 */
#ifndef CUPRO_TEXT_H
#define CUPRO_TEXT_H

#include <cupro/call.h>

CUPRO_BEGIN_DECLS

typedef struct cupro_slice {
    const char *begin;
    size_t length; /* bytes */
} cupro_slice;

typedef int cupro_visit_slices(const cupro_slice *pieces, size_t count, void *ctx);

/* A set of bytes: bit c / 16 % 8 of row[c / 128][c % 16] says whether byte c is in it. */
typedef struct cupro_bytes {
    uint8_t row[2][16];
} cupro_bytes;

/* The set of the n bytes at `bytes`, as cupro_bytes_of(",;", 2). */
CUPRO_API cupro_bytes cupro_bytes_of(const void *bytes, size_t n);

/* -- Piece by piece. Memory: 32 bytes a grain. ------------------------------------------------ */

#define cupro_split(text, length, separator, visit, ...)     \
    cupro_split_with((text), (length), (separator), (visit), \
                     &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_split_with(const void *text, size_t length, int separator,
                               cupro_visit_slices *visit, const cupro_call *call);

#define cupro_split_any(text, length, separators, visit, ...)     \
    cupro_split_any_with((text), (length), (separators), (visit), \
                         &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_split_any_with(const void *text, size_t length, const cupro_bytes *separators,
                                   cupro_visit_slices *visit, const cupro_call *call);

#define cupro_lines(text, length, visit, ...)   \
    cupro_lines_with((text), (length), (visit), \
                     &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_lines_with(const void *text, size_t length, cupro_visit_slices *visit,
                               const cupro_call *call);

#define cupro_tokens(text, length, visit, ...)   \
    cupro_tokens_with((text), (length), (visit), \
                      &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_tokens_with(const void *text, size_t length, cupro_visit_slices *visit,
                                const cupro_call *call);

#define cupro_tokens_any(text, length, delimiters, visit, ...)     \
    cupro_tokens_any_with((text), (length), (delimiters), (visit), \
                          &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_tokens_any_with(const void *text, size_t length, const cupro_bytes *delimiters,
                                    cupro_visit_slices *visit, const cupro_call *call);

/* -- All pieces -------------------------------------------------------------------------------- */

/*
 * The same pieces as (*pieces)[0 … *count), in order, in memory of the exact size that the library
 * allocates: to be released with free(); NULL when there are none. Cost: one read of the text, one
 * write of the pieces; length / 8 bytes of memory while it lasts, twice that for lines.
 */
#define cupro_split_new(...)      CUPRO__CUT_NEW(split, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_split_any_new(...)  CUPRO__CUT_NEW(split_any, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_lines_new(...)      CUPRO__PIECES_NEW(lines, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_tokens_new(...)     CUPRO__PIECES_NEW(tokens, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_tokens_any_new(...) CUPRO__CUT_NEW(tokens_any, __VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__CUT_NEW(verb, text, length, where, pieces, count, ...)     \
    cupro_##verb##_new_with((text), (length), (where), (pieces), (count), \
                            &(const cupro_call){__VA_ARGS__})
#define CUPRO__PIECES_NEW(verb, text, length, pieces, count, ...) \
    cupro_##verb##_new_with((text), (length), (pieces), (count), &(const cupro_call){__VA_ARGS__})

CUPRO_API int cupro_split_new_with(const void *text, size_t length, int separator,
                                   cupro_slice **pieces, size_t *count, const cupro_call *call);
CUPRO_API int cupro_split_any_new_with(const void *text, size_t length,
                                       const cupro_bytes *separators, cupro_slice **pieces,
                                       size_t *count, const cupro_call *call);
CUPRO_API int cupro_lines_new_with(const void *text, size_t length, cupro_slice **pieces,
                                   size_t *count, const cupro_call *call);
CUPRO_API int cupro_tokens_new_with(const void *text, size_t length, cupro_slice **pieces,
                                    size_t *count, const cupro_call *call);
CUPRO_API int cupro_tokens_any_new_with(const void *text, size_t length,
                                        const cupro_bytes *delimiters, cupro_slice **pieces,
                                        size_t *count, const cupro_call *call);

CUPRO_END_DECLS

#endif
