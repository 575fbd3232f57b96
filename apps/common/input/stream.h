/* SPDX-License-Identifier: MIT */
/*
 * An input that is read from its beginning to its end. If it begins as gzip or zstd data do, what
 * it gives is what they decode to, and a thread of its own decodes while the reader works.
 *
 *     struct stream *stream = stream_new(fd, STREAM_DECODED_AHEAD);
 *     while ((error = stream_read(stream, room, sizeof room, &got)) == 0 && got > 0)
 *         ...
 *     stream_free(stream);
 *     close(fd);
 */
#ifndef APPS_STREAM_H
#define APPS_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stream_mode {
    STREAM_AS_IT_IS,
    STREAM_DECODED,       /* by the reader, for where there are many streams */
    STREAM_DECODED_AHEAD, /* by a thread of the stream's own, if it can be started */
};

struct stream;

/* Nothing is read before the first stream_read(). NULL: no memory. */
struct stream *stream_new(int fd, enum stream_mode mode);

/* End it, whether all was read or not; NULL is allowed. The descriptor stays open. */
void stream_free(struct stream *stream);

/* Read some bytes, `most` at most; *got is 0 at the end. 0, or an error for stream_error_text(). */
int stream_read(struct stream *stream, void *to, size_t most, size_t *got);

/* Whether a read would return at once, as far as can be told. */
bool stream_is_ready(struct stream *stream);

/* Whether what is there fills most of the room that there is for it, so that who writes waits, or
 * soon will. True where this cannot be told. */
bool stream_is_full(struct stream *stream);

/* Errors are errno's numbers, and these. */
enum stream_error {
    STREAM_SHRANK = 1 << 16, /* the file has lost its end while it was read */
    STREAM_NOT_GZIP,         /* it begins so, but no byte of it could be decoded */
    STREAM_NOT_ZSTD,
    STREAM_DAMAGED_GZIP,
    STREAM_DAMAGED_ZSTD,
    STREAM_TRAILED_GZIP, /* it is complete, and something else stands behind it */
    STREAM_TRAILED_ZSTD,
    STREAM_CUT_GZIP, /* the end is missing */
    STREAM_CUT_ZSTD,
};

/* Whether the data is at fault, not the reading. */
bool stream_error_is_in_data(int error);

/* Words for an error. */
const char *stream_error_text(int error);

/* Whether a file that can seek is compressed, going by what stands at the offset. */
bool stream_is_packed(int fd, uint64_t offset);

#endif
