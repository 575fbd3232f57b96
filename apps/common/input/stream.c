/* SPDX-License-Identifier: MIT */
/*
 * Streams (see stream.h).
 *
 * The thread that decodes ahead and the reader share a ring of a megabyte, of which the one fills
 * what is free while the other empties what is full; so the lock is held only to say how far each
 * of them is. A pipe would do as much, but takes descriptors, and one copy more.
 */
#include "common/input/stream.h"
#include "common/input/decoder.h"
#include "common/input/pipe_size.h"
#include "common/side_thread.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define INPUT_BYTES ((size_t)64 << 10)
#define RING_BYTES  ((size_t)1 << 20)
#define RING_PART   ((size_t)128 << 10) /* decoded at a time */

struct ahead {
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    uint64_t filled, emptied; /* bytes since the beginning */
    bool over;                /* nothing more is filled; `error` says why */
    bool stop;
    int error;
    unsigned char ring[RING_BYTES];
};

struct stream {
    int fd;
    enum stream_mode mode;
    enum packing packing;
    unsigned char *input; /* what was read and not yet decoded, or, at first, looked at */
    size_t begin, end;    /* is [begin, end) of it */
    bool drained;         /* nothing more can be read */
    bool decoded_some;
    int error; /* of decoding: nothing comes after it */
    struct decoder *decoder;
    struct ahead *ahead;
};

struct stream *stream_new(int fd, enum stream_mode mode)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->fd = fd;
    stream->mode = mode;
    stream->packing = mode == STREAM_AS_IT_IS ? PACKING_NONE : PACKING_UNDECIDED;
    pipe_enlarge(fd);
    return stream;
}

bool stream_is_packed(int fd, uint64_t offset)
{
    unsigned char bytes[PACKING_BYTES];
    const ssize_t got = pread(fd, bytes, sizeof bytes, (off_t)offset);
    return got > 0 && packing_of(bytes, (size_t)got) > PACKING_NONE;
}

/* read(), again after a signal. Here, and only here, a thread that decodes may be cancelled: the
 * read of a pipe may take for ever. 0 or errno. */
static int read_some(const struct stream *stream, void *to, size_t most, size_t *got)
{
    ssize_t count;
    int state;
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
    do
        count = read(stream->fd, to, most);
    while (count < 0 && errno == EINTR);
    pthread_setcancelstate(state, NULL);
    *got = count > 0 ? (size_t)count : 0;
    return count < 0 ? errno : 0;
}

/* Read on behind what is there. */
static int fill_input(struct stream *stream)
{
    size_t got;
    if (stream->begin == stream->end)
        stream->begin = stream->end = 0;
    const int error =
        read_some(stream, stream->input + stream->end, INPUT_BYTES - stream->end, &got);
    stream->end += got;
    stream->drained = !error && got == 0;
    return error;
}

/* -- Decoding ---------------------------------------------------------------------------------- */

/* What is wrong with the data: it is not what it seemed, or ends too early, or is damaged. */
static int data_error(const struct stream *stream, bool cut)
{
    const bool gzip = stream->packing == PACKING_GZIP;
    if (!stream->decoded_some)
        return gzip ? STREAM_NOT_GZIP : STREAM_NOT_ZSTD;
    if (cut)
        return gzip ? STREAM_CUT_GZIP : STREAM_CUT_ZSTD;
    return gzip ? STREAM_DAMAGED_GZIP : STREAM_DAMAGED_ZSTD;
}

/* Between two members: do these bytes, which could not be decoded, not even begin as one does? */
static bool is_garbage(const struct stream *stream, const unsigned char *bytes, size_t count)
{
    while (stream->packing == PACKING_GZIP && count > 0 && *bytes == 0) {
        bytes++;
        count--;
    }
    return packing_of(bytes, count) == PACKING_NONE;
}

/* What was decoded in front of an error is handed out first. */
static int put_off(struct stream *stream, int error, size_t got)
{
    stream->error = error;
    return got > 0 ? 0 : error;
}

/* Decode some bytes; *got is 0 at the end, and with an error. */
static int decode(struct stream *stream, unsigned char *to, size_t most, size_t *got)
{
    *got = 0;
    if (stream->error)
        return stream->error;
    while (*got == 0) {
        if (stream->begin == stream->end && !stream->drained) {
            const int error = fill_input(stream);
            if (error)
                return error;
        }
        const size_t left = stream->end - stream->begin;
        const bool trails = stream->decoded_some && decoder_is_between(stream->decoder) &&
                            is_garbage(stream, stream->input + stream->begin, left);
        struct decoding decoding = {stream->input + stream->begin, left, to, most};
        const int error = decoder_step(stream->decoder, &decoding);
        stream->begin += left - decoding.left;
        *got = most - decoding.room;
        stream->decoded_some |= *got > 0;
        if (error == EBADMSG && trails)
            return stream->packing == PACKING_GZIP ? STREAM_TRAILED_GZIP : STREAM_TRAILED_ZSTD;
        if (error)
            return put_off(stream, error == EBADMSG ? data_error(stream, false) : error, *got);
        if (*got == 0 && stream->drained && stream->begin == stream->end)
            return decoder_is_between(stream->decoder) ? 0 : data_error(stream, true);
    }
    return 0;
}

/* -- Decoding ahead ---------------------------------------------------------------------------- */

/* Wait until a part of the ring is free. False: nobody wants more. */
static bool wait_for_room(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    while (!ahead->stop && ahead->filled - ahead->emptied > RING_BYTES - RING_PART)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    const bool go_on = !ahead->stop;
    pthread_mutex_unlock(&ahead->lock);
    return go_on;
}

/* The thread: `filled` is written by it only. */
static void *decode_ahead(void *arg)
{
    struct stream *stream = arg;
    struct ahead *ahead = stream->ahead;
    bool over = false;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    while (!over && wait_for_room(ahead)) {
        const size_t at = ahead->filled % RING_BYTES;
        const size_t most = RING_BYTES - at < RING_PART ? RING_BYTES - at : RING_PART;
        size_t got;
        const int error = decode(stream, ahead->ring + at, most, &got);
        over = error || got == 0;
        pthread_mutex_lock(&ahead->lock);
        ahead->filled += got;
        ahead->error = error;
        ahead->over = over;
        pthread_cond_signal(&ahead->changed);
        pthread_mutex_unlock(&ahead->lock);
    }
    return NULL;
}

static int read_ahead(struct ahead *ahead, unsigned char *to, size_t most, size_t *got)
{
    pthread_mutex_lock(&ahead->lock);
    while (ahead->filled == ahead->emptied && !ahead->over)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    const uint64_t full = ahead->filled - ahead->emptied;
    const int error = full == 0 ? ahead->error : 0;
    pthread_mutex_unlock(&ahead->lock);
    const size_t at = ahead->emptied % RING_BYTES;
    size_t count = RING_BYTES - at < most ? RING_BYTES - at : most;
    if (count > full)
        count = (size_t)full;
    memcpy(to, ahead->ring + at, count);
    pthread_mutex_lock(&ahead->lock);
    ahead->emptied += count;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    *got = count;
    return error;
}

/* Start the thread; without it the reader decodes. */
static void start_ahead(struct stream *stream)
{
    struct ahead *ahead = calloc(1, sizeof *ahead);
    if (!ahead)
        return;
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    stream->ahead = ahead;
    if (!side_thread_start(&ahead->thread, decode_ahead, stream)) {
        stream->ahead = NULL;
        free(ahead);
    }
}

static void stop_ahead(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->stop = true;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    pthread_cancel(ahead->thread);
    pthread_join(ahead->thread, NULL);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    free(ahead);
}

/* -- Reading ----------------------------------------------------------------------------------- */

/* Read until it is clear whether the data is compressed. The bytes stay in `input`: some files in
 * /proc can be read only once and in one go. */
static int look(struct stream *stream)
{
    if (!stream->input)
        stream->input = malloc(INPUT_BYTES);
    if (!stream->input)
        return ENOMEM;
    while (stream->packing == PACKING_UNDECIDED && !stream->drained) {
        const int error = fill_input(stream);
        if (error)
            return error;
        stream->packing = packing_of(stream->input, stream->end);
    }
    if (stream->packing <= PACKING_NONE) {
        stream->packing = PACKING_NONE;
        return 0;
    }
    stream->decoder = decoder_new(stream->packing);
    if (!stream->decoder)
        return ENOMEM;
    if (stream->mode == STREAM_DECODED_AHEAD)
        start_ahead(stream);
    return 0;
}

static int read_as_it_is(struct stream *stream, unsigned char *to, size_t most, size_t *got)
{
    if (stream->begin == stream->end)
        return read_some(stream, to, most, got);
    const size_t left = stream->end - stream->begin;
    *got = left < most ? left : most;
    memcpy(to, stream->input + stream->begin, *got);
    stream->begin += *got;
    if (stream->begin == stream->end) {
        free(stream->input);
        stream->input = NULL;
    }
    return 0;
}

int stream_read(struct stream *stream, void *to, size_t most, size_t *got)
{
    *got = 0;
    if (stream->packing == PACKING_UNDECIDED) {
        const int error = look(stream);
        if (error)
            return error;
    }
    if (stream->ahead)
        return read_ahead(stream->ahead, to, most, got);
    return stream->decoder ? decode(stream, to, most, got) : read_as_it_is(stream, to, most, got);
}

bool stream_is_ready(struct stream *stream)
{
    struct pollfd wish = {.fd = stream->fd, .events = POLLIN};
    struct ahead *ahead = stream->ahead;
    if (!ahead)
        return stream->begin < stream->end || stream->drained || poll(&wish, 1, 0) > 0;
    pthread_mutex_lock(&ahead->lock);
    const bool ready = ahead->filled > ahead->emptied || ahead->over;
    pthread_mutex_unlock(&ahead->lock);
    return ready;
}

bool stream_is_full(struct stream *stream)
{
    struct ahead *ahead = stream->ahead;
    if (!ahead) {
        int there;
        const int room = fcntl(stream->fd, F_GETPIPE_SZ);
        return room < 0 || ioctl(stream->fd, FIONREAD, &there) < 0 || there / 3 >= room / 4;
    }
    pthread_mutex_lock(&ahead->lock);
    const bool full = ahead->filled - ahead->emptied > RING_BYTES - RING_PART;
    pthread_mutex_unlock(&ahead->lock);
    return full;
}

void stream_free(struct stream *stream)
{
    if (!stream)
        return;
    if (stream->ahead)
        stop_ahead(stream->ahead);
    decoder_free(stream->decoder);
    free(stream->input);
    free(stream);
}

bool stream_error_is_in_data(int error)
{
    return error >= STREAM_NOT_GZIP;
}

const char *stream_error_text(int error)
{
    switch (error) {
    case STREAM_SHRANK:
        return "became shorter while it was read";
    case STREAM_NOT_GZIP:
        return "not valid gzip data (--no-decompress reads it as it is)";
    case STREAM_NOT_ZSTD:
        return "not valid zstd data (--no-decompress reads it as it is)";
    case STREAM_DAMAGED_GZIP:
        return "damaged gzip data";
    case STREAM_DAMAGED_ZSTD:
        return "damaged zstd data";
    case STREAM_TRAILED_GZIP:
        return "gzip data with trailing garbage";
    case STREAM_TRAILED_ZSTD:
        return "zstd data with trailing garbage";
    case STREAM_CUT_GZIP:
        return "gzip data without its end";
    case STREAM_CUT_ZSTD:
        return "zstd data without its end";
    }
    return strerror(error);
}
