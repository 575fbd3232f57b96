/* SPDX-License-Identifier: MIT */
#ifndef SEARCH_LINE_COUNT_H
#define SEARCH_LINE_COUNT_H

#include <stddef.h>
#include <stdint.h>

/* How many of the bytes are `end`. Up to 63 bytes behind them are read too: those of a buffer
 * (common/buffer.h) have so many. */
uint64_t line_count(const unsigned char *bytes, size_t length, unsigned char end);

#endif
