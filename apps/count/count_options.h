/* SPDX-License-Identifier: MIT */
/* What the user of cupro-count asked for. */
#ifndef COUNT_COUNT_OPTIONS_H
#define COUNT_COUNT_OPTIONS_H

#include "count/bounded/memory_options.h"
#include "count/results/result_wish.h"
#include "count/saved/saved_options.h"
#include "count/words/word_wish.h"

#include "common/options/pool_choice.h"
#include "common/output/progress.h"
#include "common/files/tree_choice.h"

struct count_options {
    struct word_wish words;
    bool as_is; /* --no-decompress */
    struct result_wish result;
    struct saved_wish saved;
    struct tree_choice tree;
    struct memory_wish memory;
    const char *list; /* --files0-from, or NULL */
    size_t block;     /* bytes */
    enum progress_when progress;
    struct pool_choice pool;
};

/* Read the command line; return the index of the first operand. Ends the program when there is
 * something wrong with it, or for --help. */
int count_options_parse(struct count_options *options, int argc, char **argv);

#endif
