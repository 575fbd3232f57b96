/* SPDX-License-Identifier: MIT */
/* Random choices, and files of random lines, for tests of programs. */
#ifndef RANDOM_LINES_H
#define RANDOM_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From here on everything depends on the number only. */
void begin_case(uint64_t number);

size_t below(size_t n);
bool chance(size_t percent);

#define PICK(array) ((array)[below(sizeof(array) / sizeof(array)[0])])

/* Write a file of lines to `to`, which has room for a megabyte, and return its length. */
size_t make_text(char *to, char line_end, char separator);

#endif
