/* SPDX-License-Identifier: MIT */
/* Lines written past the caches, with the widest stores of the file that includes this. */
#ifndef CUPRO__SORT_STREAM_H
#define CUPRO__SORT_STREAM_H

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

static inline void stream_line(void *to, const void *from)
{
#if defined(__AVX512F__)
    _mm512_stream_si512((__m512i *)to, _mm512_load_si512(from));
#else
    for (int i = 0; i < 4; i++)
        _mm_stream_si128((__m128i *)to + i, _mm_load_si128((const __m128i *)from + i));
#endif
}

static inline void finish_streams(void)
{
    _mm_sfence();
}
#else
static inline void stream_line(void *to, const void *from)
{
    memcpy(to, from, 64);
}

static inline void finish_streams(void)
{
}
#endif

#endif
