/* SPDX-License-Identifier: MIT */
/* Decoding (see decoder.h): RFC 1952 (gzip) and RFC 8878 (zstd). */
#include "common/input/decoder.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#define GZIP_ONLY 16 /* added to zlib's window size: no other headers than gzip's */

struct decoder {
    enum packing packing;
    bool between; /* members: the last one is complete, and nothing of another one was seen */
    z_stream gzip;
    ZSTD_DStream *zstd;
};

/* Does it begin as the magic number does? */
static bool begins_as(const unsigned char *bytes, size_t count, const unsigned char *magic,
                      size_t length, unsigned char mask)
{
    for (size_t i = 0; i < count && i < length; i++) {
        if ((bytes[i] & (i == 0 ? mask : 0xff)) != magic[i])
            return false;
    }
    return true;
}

enum packing packing_of(const unsigned char *bytes, size_t count)
{
    static const unsigned char gzip[] = {0x1f, 0x8b}, zstd[] = {0x28, 0xb5, 0x2f, 0xfd};
    /* A frame to be skipped, 50 to 5f: some programs put one first. */
    static const unsigned char skipped[] = {0x50, 0x2a, 0x4d, 0x18};
    if (begins_as(bytes, count, gzip, sizeof gzip, 0xff))
        return count < sizeof gzip ? PACKING_UNDECIDED : PACKING_GZIP;
    if (begins_as(bytes, count, zstd, sizeof zstd, 0xff) ||
        begins_as(bytes, count, skipped, sizeof skipped, 0xf0))
        return count < sizeof zstd ? PACKING_UNDECIDED : PACKING_ZSTD;
    return PACKING_NONE;
}

struct decoder *decoder_new(enum packing packing)
{
    struct decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder)
        return NULL;
    decoder->packing = packing;
    bool ready;
    if (packing == PACKING_GZIP) {
        ready = inflateInit2(&decoder->gzip, MAX_WBITS + GZIP_ONLY) == Z_OK;
    } else {
        decoder->zstd = ZSTD_createDStream();
        ready = decoder->zstd != NULL;
    }
    if (ready)
        return decoder;
    free(decoder);
    return NULL;
}

void decoder_free(struct decoder *decoder)
{
    if (!decoder)
        return;
    if (decoder->packing == PACKING_GZIP)
        inflateEnd(&decoder->gzip);
    ZSTD_freeDStream(decoder->zstd);
    free(decoder);
}

bool decoder_is_between(const struct decoder *decoder)
{
    return decoder->between;
}

static void advance(struct decoding *decoding, size_t read, size_t written)
{
    decoding->from += read;
    decoding->left -= read;
    decoding->to += written;
    decoding->room -= written;
}

static int gzip_step(struct decoder *decoder, struct decoding *decoding)
{
    /* Zeros between members are padding, as on tapes. */
    while (decoder->between && decoding->left > 0 && *decoding->from == 0)
        advance(decoding, 1, 0);
    if (decoder->between && decoding->left == 0)
        return 0;
    z_stream *gzip = &decoder->gzip;
    const uInt left = decoding->left < UINT_MAX ? (uInt)decoding->left : UINT_MAX;
    const uInt room = decoding->room < UINT_MAX ? (uInt)decoding->room : UINT_MAX;
    gzip->next_in = (z_const Bytef *)decoding->from;
    gzip->avail_in = left;
    gzip->next_out = decoding->to;
    gzip->avail_out = room;
    const int status = inflate(gzip, Z_NO_FLUSH);
    advance(decoding, left - gzip->avail_in, room - gzip->avail_out);
    decoder->between = status == Z_STREAM_END;
    if (decoder->between)
        inflateReset(gzip);
    if (status == Z_MEM_ERROR)
        return ENOMEM;
    return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR ? 0 : EBADMSG;
}

static int zstd_step(struct decoder *decoder, struct decoding *decoding)
{
    /* Without bytes it would begin a frame that nobody wrote. */
    if (decoder->between && decoding->left == 0)
        return 0;
    ZSTD_inBuffer in = {decoding->from, decoding->left, 0};
    ZSTD_outBuffer out = {decoding->to, decoding->room, 0};
    const size_t status = ZSTD_decompressStream(decoder->zstd, &out, &in);
    advance(decoding, in.pos, out.pos);
    decoder->between = status == 0;
    return ZSTD_isError(status) ? EBADMSG : 0;
}

int decoder_step(struct decoder *decoder, struct decoding *decoding)
{
    return decoder->packing == PACKING_GZIP ? gzip_step(decoder, decoding)
                                            : zstd_step(decoder, decoding);
}
