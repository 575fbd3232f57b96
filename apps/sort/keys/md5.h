/* SPDX-License-Identifier: MIT */
/* The hash of RFC 1321. It is no use for secrets; -R wants it, because GNU sort has it. */
#ifndef SORT_MD5_H
#define SORT_MD5_H

#include <stddef.h>
#include <stdint.h>

#define MD5_BYTES 16

struct md5 {
    uint32_t state[4];
    uint64_t length; /* bytes so far */
    unsigned char block[64];
};

void md5_begin(struct md5 *md5);
void md5_add(struct md5 *md5, const void *bytes, size_t length);
void md5_end(struct md5 *md5, unsigned char digest[MD5_BYTES]);

#endif
