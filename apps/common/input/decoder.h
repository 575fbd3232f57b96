/* SPDX-License-Identifier: MIT */
/* What gzip and zstd have written, piece by piece: by zlib and libzstd. Several members or frames,
 * one behind the other, are one text, as for gzip -d and zstd -d. */
#ifndef APPS_DECODER_H
#define APPS_DECODER_H

#include <stdbool.h>
#include <stddef.h>

enum packing { PACKING_UNDECIDED, PACKING_NONE, PACKING_GZIP, PACKING_ZSTD };

/* So many bytes decide every case. */
#define PACKING_BYTES 4

/* How data that begins with these bytes is compressed; undecided: it takes more bytes to tell. */
enum packing packing_of(const unsigned char *bytes, size_t count);

/* Bytes still to be decoded, and room for what they become: both shrink from the left. */
struct decoding {
    const unsigned char *from;
    size_t left;
    unsigned char *to;
    size_t room;
};

struct decoder;

/* For PACKING_GZIP or PACKING_ZSTD. NULL: no memory. */
struct decoder *decoder_new(enum packing packing);
void decoder_free(struct decoder *decoder);

/* Decode what is there, as far as there is room. 0, ENOMEM, or EBADMSG: this is no such data. */
int decoder_step(struct decoder *decoder, struct decoding *decoding);

/* Whether the data may end here, between two members. */
bool decoder_is_between(const struct decoder *decoder);

#endif
