/* SPDX-License-Identifier: MIT */
/* The options that cupro-search has, and what its help says of them. */
#ifndef SEARCH_TABLE_H
#define SEARCH_TABLE_H

#include "common/options/option_table.h"

/* Those without a letter. */
enum {
    OPTION_BINARY_FILES = OPTION_OWN,
    OPTION_NO_IGNORE_CASE,
    OPTION_LABEL,
    OPTION_LINE_BUFFERED,
    OPTION_GROUP_SEPARATOR,
    OPTION_NO_GROUP_SEPARATOR,
    OPTION_COLOR,
    OPTION_EXCLUDE_FROM,
    OPTION_NO_DECOMPRESS,
    OPTION_MAX_DEPTH,
    OPTION_STATS,
    OPTION_JSON,
    OPTION_REPLACE,
    OPTION_GITIGNORE,
    OPTION_TYPE_LIST,
    OPTION_PROGRESS,
    OPTION_PIECE_SIZE
};

extern const struct option_table search_table;

#endif
