/* SPDX-License-Identifier: MIT */
/* Counting bytes by carry-save adders, 64 at a time, where the processor has such wide words. */
#ifndef CUPRO__BYTE_ADDERS_H
#define CUPRO__BYTE_ADDERS_H

#include <stddef.h>

enum {
    CUPRO__ADDED_GROUP = 2048, /* bytes of a quarter that are counted at once                  */
    CUPRO__ADDED_BATCH = 1024, /* bytes that are split before quarters are looked at           */
    CUPRO__ADDED_TABLES = 8,   /* of eight values each: those of a quarter                     */
    CUPRO__ADDED_SUMS = 5,     /* sums of 1, 2, 4 … 16: what comes of a group is a sum of 32   */
    CUPRO__ADDED_WORD = 64,    /* bytes of a word                                              */
    CUPRO__ADDED_PAGE = 4096,  /* bytes; adders are aligned to it                              */
    CUPRO__ADDED_HELD = CUPRO__ADDED_GROUP + CUPRO__ADDED_BATCH + CUPRO__ADDED_WORD
};

/* So many bytes for each runner at least: less would not pay for zeros and sums, some 10 µs. */
enum { CUPRO__ADDED_BYTES = 1 << 17 };

/* The bytes whose two upper bits are the quarter's number. Each bit of a sum belongs to the value
 * 8 * table + the bit's place in its byte. */
struct cupro__byte_quarter {
    unsigned char bytes[CUPRO__ADDED_HELD]; /* within one page: a store across two is slow */
    unsigned char sums[CUPRO__ADDED_TABLES][CUPRO__ADDED_SUMS][CUPRO__ADDED_WORD];
    unsigned char carried[CUPRO__ADDED_TABLES]
                         [CUPRO__ADDED_WORD]; /* counts of 32, a value a byte */
    size_t held;   /* bytes that are not yet counted                     */
    size_t groups; /* counted since what is carried was put among counts */
    unsigned char rest[2 * CUPRO__ADDED_PAGE - CUPRO__ADDED_HELD -
                       CUPRO__ADDED_TABLES * (CUPRO__ADDED_SUMS + 1) * CUPRO__ADDED_WORD -
                       2 * sizeof(size_t)]; /* to whole pages */
};

/* A runner's; all zeros to begin with, aligned to a page. */
struct cupro__byte_adders {
    struct cupro__byte_quarter quarters[4];
};

/* `count` counts n bytes; counts[v] is how often v was there once `finish` was called, which is
 * the last call. */
struct cupro__byte_adding {
    void (*count)(struct cupro__byte_adders *adders, const unsigned char *x, size_t n,
                  size_t *counts);
    void (*finish)(struct cupro__byte_adders *adders, size_t *counts);
};

extern const struct cupro__byte_adding cupro__byte_adding_avx512;

/* NULL where there is none. */
const struct cupro__byte_adding *cupro__byte_adding(void);

#endif
