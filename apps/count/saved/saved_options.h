/* SPDX-License-Identifier: MIT */
/* The options about tallies in files. */
#ifndef COUNT_SAVED_OPTIONS_H
#define COUNT_SAVED_OPTIONS_H

#include "common/files/names.h"
#include "common/options/option_table.h"

enum { OPTION_SAVE = OPTION_OWN + 300, OPTION_MERGE };

#define OPTION_ROWS_SAVED                                            \
    {OPTION_SAVE, "save", "FILE",                                    \
     "write all counts to FILE and print nothing; FILE may\n"        \
     "be -, standard output"},                                       \
    {                                                                \
        OPTION_MERGE, "merge", "FILE",                               \
            "add the counts that --save wrote to FILE, or to the\n"  \
            "files that match FILE, a pattern of the shell's. May\n" \
            "be given several times; no input is read then unless\n" \
            "FILEs are named"                                        \
    }

/* Zero-initialise it. */
struct saved_wish {
    const char *save; /* or NULL */
    struct names merge;
};

/* An option_taker for the rows above: true if it was one of them. */
bool saved_options_take(struct saved_wish *wish, int id, const char *argument);

#endif
