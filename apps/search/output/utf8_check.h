/* SPDX-License-Identifier: MIT */
#ifndef SEARCH_UTF8_CHECK_H
#define SEARCH_UTF8_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* Are these bytes UTF-8, as mbrtowc() sees it: shortest forms, no surrogates, up to U+10FFFF? */
bool utf8_check(const unsigned char *bytes, size_t length);

#endif
