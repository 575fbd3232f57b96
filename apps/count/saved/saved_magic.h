/* SPDX-License-Identifier: MIT */
/* The words that a saved tally begins with (see saved.h). */
#ifndef COUNT_SAVED_MAGIC_H
#define COUNT_SAVED_MAGIC_H

#define SAVED_MAGIC  "cupro-count tally 1\n"
#define SAVED_COUNTS "counts="
#define SAVED_FILES  "files="

#endif
