/* SPDX-License-Identifier: MIT */
/* The options about memory. */
#ifndef COUNT_MEMORY_OPTIONS_H
#define COUNT_MEMORY_OPTIONS_H

#include "count/results/result_wish.h"

#include "common/options/option_table.h"

enum { OPTION_MEMORY = OPTION_OWN + 400, OPTION_TEMPORARY };

#define OPTION_ROWS_MEMORY                                        \
    {OPTION_MEMORY, "memory", "SIZE",                             \
     "use no more than SIZE bytes of memory, 16M or\n"            \
     "more, and temporary files for the rest; K, M, G or\n"       \
     "T may follow. With many files their names need more\n"      \
     "than 16M. Not with --approx, which needs no more\n"         \
     "than N words take"},                                        \
    {                                                             \
        OPTION_TEMPORARY, "temporary-directory", "DIR",           \
            "put temporary files into DIR, not into $TMPDIR or\n" \
            "/tmp"                                                \
    }

/* Zero-initialise it. */
struct memory_wish {
    uint64_t bytes;        /* 0: as much as it takes */
    const char *directory; /* or NULL */
};

/* An option_taker for the rows above: true if it was one of them. */
bool memory_options_take(struct memory_wish *wish, int id, const char *argument);

/* Does not return if these do not go with the others. */
void memory_options_check(const struct memory_wish *wish, const struct result_wish *result);

#endif
