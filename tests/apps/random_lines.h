/* SPDX-License-Identifier: MIT */
/* Files of random lines, for tests of programs. */
#ifndef RANDOM_LINES_H
#define RANDOM_LINES_H

#include "differ.h"

/* Write a file of lines to `to`, which has room for a megabyte, and return its length. */
size_t make_text(char *to, char line_end, char separator);

#endif
