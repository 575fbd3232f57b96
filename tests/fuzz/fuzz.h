/* SPDX-License-Identifier: MIT */
/*
 * What a fuzzer consists of: a function that takes any bytes and aborts when something that is to
 * hold of them does not. libFuzzer calls it with bytes that it makes up, in the long tier;
 * replay.c with those of the files in corpus/, in every run.
 */
#ifndef CUPRO_TEST_FUZZ_H
#define CUPRO_TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* libFuzzer's name for it. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#define HOLDS(condition, ...)                                               \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition); \
            fprintf(stderr, __VA_ARGS__);                                   \
            fputc('\n', stderr);                                            \
            abort();                                                        \
        }                                                                   \
    } while (0)

#endif
