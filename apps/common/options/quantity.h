/* SPDX-License-Identifier: MIT */
/* Numbers in option arguments. */
#ifndef APPS_QUANTITY_H
#define APPS_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

/* Read a decimal number; one that is too large becomes UINT64_MAX. False: it is not a number. */
bool quantity_parse(const char *text, uint64_t *number);

/* The same with an optional K, M, G or T after it: times 1024, 1024^2 … */
bool quantity_parse_size(const char *text, uint64_t *bytes);

#endif
