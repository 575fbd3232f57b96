/* SPDX-License-Identifier: MIT */
/* What is UTF-8, as mbrtowc() sees it: shortest forms, no surrogates, up to U+10FFFF. */
#ifndef APPS_UTF8_CHECK_H
#define APPS_UTF8_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* How many of the bytes, of which there is one at least, begin a character: 1 at least; *whole if
 * they are all of it. */
size_t utf8_part(const unsigned char *at, size_t left, bool *whole);

/* Are all of these bytes characters? */
bool utf8_check(const unsigned char *bytes, size_t length);

#endif
