/* SPDX-License-Identifier: MIT */
/* What a saved tally begins with (see saved.h). */
#ifndef COUNT_SAVED_MAGIC_H
#define COUNT_SAVED_MAGIC_H

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#define SAVED_MAGIC  "cupro-count tally 1\n"
#define SAVED_CHECK  "check="
#define SAVED_COUNTS "counts="
#define SAVED_FILES  "files="

#define SAVED_CHECK_ROOM 32

/* The line that guards those below it, without its end. */
static inline void saved_check(char check[SAVED_CHECK_ROOM], const char *lines)
{
    snprintf(check, SAVED_CHECK_ROOM, SAVED_CHECK "%08lx",
             crc32_z(0, (const unsigned char *)lines, strlen(lines)));
}

#endif
