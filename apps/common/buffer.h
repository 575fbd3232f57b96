/* SPDX-License-Identifier: MIT */
/* Bytes that grow, with room behind them that may be read and written too: so code that works on
 * blocks of 64 bytes needs no special case at the end. */
#ifndef APPS_BUFFER_H
#define APPS_BUFFER_H

#include <stddef.h>

#define BUFFER_SLACK 128

/* Zero-initialise it. */
struct buffer {
    unsigned char *bytes;
    size_t room; /* without the slack */
};

/* Make room for `size` bytes; those that are in it stay. It grows to twice its room at least, so
 * that growing by bits stays linear. 0 or CUPRO_ENOMEM. */
int buffer_reserve(struct buffer *buffer, size_t size);

void buffer_free(struct buffer *buffer);

#endif
