/* SPDX-License-Identifier: MIT */
/* Numbers in cupro-sort's options, with GNU sort's rules and words. `option` is the option as it
 * was given, "-S". They fail with a message. */
#ifndef SORT_SORT_SIZE_H
#define SORT_SORT_SIZE_H

#include <stdint.h>

/* -S: bytes; without a suffix 1024 bytes, with % a part of the memory there is. */
uint64_t sort_size_parse(const char *option, const char *text);

/* --parallel */
int sort_threads_parse(const char *option, const char *text);

/* --batch-size */
unsigned sort_fan_in_parse(const char *option, const char *text);

/* How many runs may be merged at once, with the descriptors that there may be. */
uint64_t sort_most_fan_in(void);

/* A number of lines, of ours. */
uint64_t sort_lines_parse(const char *option, const char *text);

#endif
