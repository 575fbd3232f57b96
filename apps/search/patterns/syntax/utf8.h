/* SPDX-License-Identifier: MIT */
/* UTF-8, a character at a time. */
#ifndef SEARCH_UTF8_H
#define SEARCH_UTF8_H

#include "search/patterns/syntax/char_set.h"

/* The character that the n > 0 bytes begin with, and its length; of what is no character of UTF-8,
 * one byte, as STRAY_BYTE + its value. */
uint32_t utf8_character(const unsigned char *text, size_t n, size_t *length);

/* Does a place lie inside a character of the n bytes? */
bool utf8_is_inside(const unsigned char *text, size_t n, size_t at);

/* Write a character; how many bytes. */
size_t utf8_write(unsigned char bytes[4], uint32_t character);

#endif
