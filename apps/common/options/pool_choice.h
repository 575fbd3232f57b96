/* SPDX-License-Identifier: MIT */
/* The options --threads and --bind: which threads a program works with. */
#ifndef APPS_POOL_CHOICE_H
#define APPS_POOL_CHOICE_H

#include "common/options/option_table.h"

#include <cupro/pool.h>

#include <stdbool.h>

enum { OPTION_THREADS = OPTION_LONG_ONLY + 16, OPTION_BIND };

#define OPTION_ROWS_POOL                                       \
    {OPTION_THREADS, "threads", "N", "work with N threads"},   \
    {                                                          \
        OPTION_BIND, "bind", "POLICY",                         \
            "bind the threads to processors: none, compact,\n" \
            "scatter, core, numa, or a list such as 0-3,8"     \
    }

/* All zero: nothing was asked for, and the library's default pool does the work. */
struct pool_choice {
    int threads;
    cupro_bind bind;
    const char *bind_text; /* --bind's argument */
};

/* An option_taker for the rows above: true if it was one of them. */
bool pool_choice_take(struct pool_choice *choice, int id, const char *argument);

/* Open the pool that was asked for, if any was, and send the calling thread's operations to it.
 * NULL: the default pool. Fails with a message. cupro_pool_close() ends it. */
cupro_pool *pool_choice_open(const struct pool_choice *choice);

#endif
