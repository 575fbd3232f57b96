/* SPDX-License-Identifier: MIT */
#ifndef SEARCH_BASE64_H
#define SEARCH_BASE64_H

#include "common/output/draft.h"

/* Append the bytes in base64 (RFC 4648, section 4). */
void base64(struct draft *draft, const unsigned char *bytes, size_t length);

#endif
