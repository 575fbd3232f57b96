/* SPDX-License-Identifier: MIT */
/* Numbers without a pattern, for samples. */
#ifndef CUPRO__MIXED_H
#define CUPRO__MIXED_H

#include <stdint.h>

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
static inline uint64_t cupro__mixed(uint64_t i)
{
    uint64_t state = (i + 1) * 0x9e3779b97f4a7c15;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
    state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
    return state ^ (state >> 31);
}

#endif
