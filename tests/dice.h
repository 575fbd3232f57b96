/* SPDX-License-Identifier: MIT */
/*
 * Random numbers that can be had again: main calls dice_announce, which prints the seed, and the
 * same tests with CUPRO_TEST_SEED set to it throw the same.
 */
#ifndef CUPRO_TEST_DICE_H
#define CUPRO_TEST_DICE_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct dice {
    uint64_t seed; /* what CUPRO_TEST_SEED is to be set to */
    uint64_t state;
};

static inline uint64_t dice_seed(void)
{
    const char *given = getenv("CUPRO_TEST_SEED");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t clock = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    return given != NULL ? strtoull(given, NULL, 10) : clock;
}

static inline void dice_announce(void)
{
    char seed[32];
    snprintf(seed, sizeof seed, "%" PRIu64, dice_seed());
    setenv("CUPRO_TEST_SEED", seed, 1);
    printf("CUPRO_TEST_SEED=%s\n", seed);
    fflush(stdout);
}

/* A bijection of 64-bit words that leaves no pattern. (Steele, Lea, Flood: splitmix64.) */
static inline uint64_t scramble(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* The dice of one test; `number` (_i) makes those of its repetitions differ. */
static inline struct dice dice_for(int number)
{
    uint64_t seed = dice_seed();
    return (struct dice){seed, scramble(scramble(seed) + (uint64_t)number)};
}

static inline uint64_t dice_bits(struct dice *dice)
{
    return scramble(dice->state += 0x9e3779b97f4a7c15u);
}

/* 0 … n - 1, for n > 0. */
static inline size_t dice_below(struct dice *dice, size_t n)
{
    return (size_t)(dice_bits(dice) % n);
}

/* True once in n times. */
static inline bool dice_once_in(struct dice *dice, size_t n)
{
    return dice_below(dice, n) == 0;
}

#endif
