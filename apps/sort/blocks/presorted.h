/* SPDX-License-Identifier: MIT */
/* Strings that are in order before they are sorted. */
#ifndef SORT_PRESORTED_H
#define SORT_PRESORTED_H

#include <cupro/text.h>

#include <stdbool.h>

enum presorted { PRESORTED_NOT, PRESORTED_RISING, PRESORTED_FALLING };

/* Whether no string is less than the one before it, or each is, of `count` structures of `size`
 * bytes that begin with them. 0, or a code of cupro's. */
int presorted_look(const void *strings, size_t size, size_t count, enum presorted *found);

#endif
