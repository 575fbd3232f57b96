/* SPDX-License-Identifier: MIT */
/* What the rows of a phrasebook are made of (phrases.awk). */
#ifndef CUPRO_TEST_PHRASE_H
#define CUPRO_TEST_PHRASE_H

#include "run_tests.h"

#include <cupro.h>
#include <ctype.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* A row need not use all the data that its section has. */
#pragma GCC diagnostic ignored "-Wunused-variable"

/* The call returns 0. */
#define OK(...)                                                                          \
    do {                                                                                 \
        const int code_ = (__VA_ARGS__);                                                 \
        ck_assert_msg(code_ == 0, "%s returns %s", #__VA_ARGS__, cupro_strerror(code_)); \
    } while (0)

/* The expression is true. */
#define HOLDS(...) ck_assert_msg((__VA_ARGS__), "%s does not hold", #__VA_ARGS__)

/* The array begins with these elements. */
#define HAS(array, ...)   EQUAL(array, (const __typeof__(*(array))[]){__VA_ARGS__})
#define EQUAL(array, ...) (memcmp((array), (__VA_ARGS__), sizeof(__VA_ARGS__)) == 0)

#endif
