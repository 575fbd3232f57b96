/* SPDX-License-Identifier: MIT */
/* Batches with AVX-512 (see tally_batch.h): bytes that are masked are not read at all. */
#include "group/tally/table/tally_batch.h"

#include <immintrin.h>

static inline void load_short(struct cupro__tally_slot *slot, const char *begin, size_t length)
{
    __mmask16 mask = (__mmask16)((1u << length) - 1);
    _mm_storeu_si128((void *)slot->key.bytes, _mm_maskz_loadu_epi8(mask, begin));
}

#define BATCH_KERNEL cupro__batch_avx512
#include "group/tally/table/tally_batch.inc"
