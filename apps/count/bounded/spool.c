/* SPDX-License-Identifier: MIT */
/* Runs in a temporary file (see spool.h). */
#include "count/bounded/spool.h"

#include "common/diagnostics.h"
#include "common/output/quote.h"
#include "common/files/temporary_file.h"

#include <cupro/error.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WRITE_BUFFER = 128 << 10,
    HEAD_MOST = 20 /* bytes before a key */
};

void spool_open(struct spool *spool, const char *directory)
{
    *spool = (struct spool){.directory = directory, .fd = -1};
    pthread_mutex_init(&spool->lock, NULL);
}

void spool_close(struct spool *spool)
{
    if (spool->fd >= 0)
        close(spool->fd);
    pthread_mutex_destroy(&spool->lock);
    free(spool->runs);
}

_Noreturn void spool_fail(const struct spool *spool, int error)
{
    if (error < 0)
        fail_code(error);
    if (spool->fd < 0)
        fail("cannot create temporary file in %s: %s", quote_name_always(spool->directory),
             strerror(error));
    fail("temporary file in %s: %s", quote_name(spool->directory), strerror(error));
}

/* -- Writing ----------------------------------------------------------------------------------- */

int spool_begin(struct spool_writer *writer, struct spool *spool)
{
    *writer = (struct spool_writer){.spool = spool, .buffer = malloc(WRITE_BUFFER)};
    pthread_mutex_lock(&spool->lock);
    if (!writer->buffer)
        writer->error = CUPRO_ENOMEM;
    else if (spool->fd < 0 && (spool->fd = temporary_file(spool->directory)) < 0)
        writer->error = errno;
    writer->run.begin = writer->run.end = spool->end;
    return writer->error;
}

static int write_bytes(struct spool_writer *writer, const unsigned char *bytes, size_t length)
{
    while (length > 0 && !writer->error) {
        const ssize_t written = pwrite(writer->spool->fd, bytes, length, (off_t)writer->run.end);
        if (written < 0 && errno != EINTR)
            writer->error = errno;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
            writer->run.end += (uint64_t)written;
        }
    }
    return writer->error;
}

static int flush(struct spool_writer *writer)
{
    const size_t used = writer->used;
    writer->used = 0;
    return write_bytes(writer, writer->buffer, used);
}

static unsigned char *put_number(unsigned char *at, uint64_t number)
{
    for (; number >= 128; number >>= 7)
        *at++ = (unsigned char)(number | 128);
    *at++ = (unsigned char)number;
    return at;
}

int spool_put(struct spool_writer *writer, const cupro_tally_entry *entry)
{
    const size_t length = entry->key.length;
    if (WRITE_BUFFER - writer->used < HEAD_MOST + length && flush(writer))
        return writer->error;
    unsigned char *at = writer->buffer + writer->used;
    at = put_number(at, entry->count);
    at = put_number(at, length);
    writer->used = (size_t)(at - writer->buffer);
    if (length > WRITE_BUFFER - writer->used) {
        if (!flush(writer))
            write_bytes(writer, (const unsigned char *)entry->key.begin, length);
        return writer->error;
    }
    if (length > 0) /* an empty key may begin at NULL */
        memcpy(at, entry->key.begin, length);
    writer->used += length;
    return 0;
}

static int note_run(struct spool *spool, const struct spool_run *run)
{
    if (spool->count == spool->room) {
        const size_t room = spool->room > 0 ? 2 * spool->room : 16;
        struct spool_run *runs = reallocarray(spool->runs, room, sizeof *runs);
        if (!runs)
            return CUPRO_ENOMEM;
        spool->runs = runs;
        spool->room = room;
    }
    spool->runs[spool->count++] = *run;
    return 0;
}

int spool_end(struct spool_writer *writer)
{
    struct spool *spool = writer->spool;
    if (!writer->error && !flush(writer))
        writer->error = note_run(spool, &writer->run);
    spool->end = writer->run.end;
    pthread_mutex_unlock(&spool->lock);
    free(writer->buffer);
    return writer->error;
}

/* -- Reading ----------------------------------------------------------------------------------- */

/* Have `size` bytes more in the buffer behind `at`, or all that are left. */
static int fill(struct spool_reader *reader, size_t size)
{
    const size_t have = reader->filled - reader->at;
    if (have >= size || reader->left.begin == reader->left.end)
        return 0;
    if (have > 0)
        memmove(reader->buffer.bytes, reader->buffer.bytes + reader->at, have);
    reader->at = 0;
    reader->filled = have;
    if (buffer_reserve(&reader->buffer, size > reader->window ? size : reader->window))
        return CUPRO_ENOMEM;
    while (reader->filled < size && reader->left.begin < reader->left.end) {
        const uint64_t left = reader->left.end - reader->left.begin;
        size_t most = reader->buffer.room - reader->filled;
        most = left < most ? (size_t)left : most;
        const ssize_t got = pread(reader->spool->fd, reader->buffer.bytes + reader->filled, most,
                                  (off_t)reader->left.begin);
        if (got == 0)
            return EIO; /* somebody has cut the file */
        if (got < 0 && errno != EINTR)
            return errno;
        if (got > 0) {
            reader->filled += (size_t)got;
            reader->left.begin += (uint64_t)got;
        }
    }
    return 0;
}

static uint64_t take_number(struct spool_reader *reader)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const unsigned char byte = reader->buffer.bytes[reader->at++];
        number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            break;
    }
    return number;
}

int spool_read(struct spool_reader *reader)
{
    int error = fill(reader, HEAD_MOST);
    reader->ended = !error && reader->at == reader->filled;
    if (error || reader->ended)
        return error;
    reader->entry.count = take_number(reader);
    const uint64_t length = take_number(reader);
    error = fill(reader, (size_t)length);
    if (!error && reader->filled - reader->at < length)
        return EIO;
    reader->entry.key =
        (cupro_slice){(const char *)reader->buffer.bytes + reader->at, (size_t)length};
    reader->at += (size_t)length;
    return error;
}
