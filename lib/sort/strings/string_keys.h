/* SPDX-License-Identifier: MIT */
/* Sorting elements by keys that are strings. */
#ifndef CUPRO__STRING_KEYS_H
#define CUPRO__STRING_KEYS_H

#include <cupro/call.h>
#include <cupro/key.h>
#include <stdbool.h>

/* Stable; the arguments are sound, and n > 0. After errors the elements are as they were. */
int cupro__sort_by_string_keys(void *base, size_t n, size_t size, const cupro_key *key, bool falls,
                               const cupro_call *call);

/* The same by keys of `width` bytes, CUPRO_KEY_BYTES. */
int cupro__sort_by_field_keys(void *base, size_t n, size_t size, size_t width, const cupro_key *key,
                              bool falls, const cupro_call *call);

#endif
