/* SPDX-License-Identifier: MIT */
/*
 * Assertions for loops of a hundred thousand rounds. One of Check's own tells the parent each time
 * that it holds, which reads that and moves what is left: half of a program's time with
 * AddressSanitizer. These speak when they fail.
 */
#ifndef CUPRO_TEST_EACH_H
#define CUPRO_TEST_EACH_H

#include <check.h>
#include <inttypes.h>

#define ASSERT_EACH(condition)                              \
    do {                                                    \
        if (!(condition))                                   \
            ck_abort_msg("'%s' does not hold", #condition); \
    } while (0)

/* Of two integers, which are printed. */
#define ASSERT_EACH_EQ(a, b)                                                               \
    do {                                                                                   \
        const uint64_t each_a = (uint64_t)(a), each_b = (uint64_t)(b);                     \
        if (each_a != each_b)                                                              \
            ck_abort_msg("'%s' is %" PRIu64 ", '%s' is %" PRIu64, #a, each_a, #b, each_b); \
    } while (0)

#endif
