/* SPDX-License-Identifier: MIT */
/*
 * Batches in portable C (see tally_batch.h).
 *
 * How long the next key is cannot be foreseen, so a short key is loaded without a branch: as the
 * aligned words that it has bytes in, three at most, which are shifted together. What else is in
 * these words is read too, and is masked; it lies in the same page, so nothing can happen, but
 * tools that watch every byte would complain, and get a load of the key's bytes alone.
 */
#include "group/tally/table/tally_batch.h"

#include "runtime/isa.h"

#if defined(__has_feature)
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||   \
    HAS_FEATURE(address_sanitizer) || HAS_FEATURE(thread_sanitizer) || \
    __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__

static inline void load_short(struct cupro__tally_slot *slot, const char *begin, size_t length)
{
    uint64_t half[2];
    cupro__load_halves((const unsigned char *)begin, length, half);
    slot->key.half[0] = cupro__load64((const unsigned char *)&half[0]);
    slot->key.half[1] = cupro__load64((const unsigned char *)&half[1]);
}

#else

static inline uint64_t load_word(uintptr_t at, uintptr_t last)
{
    uint64_t word;
    memcpy(&word, (const void *)(at < last ? at : last), sizeof word);
    return word;
}

static inline void load_short(struct cupro__tally_slot *slot, const char *begin, size_t length)
{
    static const _Alignas(8) char none[8];
    uintptr_t at = (uintptr_t)(length > 0 ? begin : none);
    uintptr_t first = at & ~(uintptr_t)7;
    uintptr_t last = (at + length - (length > 0)) & ~(uintptr_t)7;
    unsigned shift = 8 * (unsigned)(at & 7);
    uint64_t word[3] = {load_word(first, last), load_word(first + 8, last),
                        load_word(first + 16, last)};
    uint64_t low = word[0] >> shift | word[1] << 1 << (63 - shift);
    uint64_t high = word[1] >> shift | word[2] << 1 << (63 - shift);
    /* All ones in the bytes that are the key's. */
    unsigned bits = 8 * (unsigned)length;
    uint64_t whole = bits < 64 ? 0 : UINT64_MAX, part = (UINT64_C(1) << bits % 64) - 1;
    slot->key.half[0] = low & (whole | part);
    slot->key.half[1] = high & (bits < 128 ? part & whole : UINT64_MAX);
}

#endif

#define BATCH_KERNEL cupro__batch_portable
#include "group/tally/table/tally_batch.inc"

cupro__batch_kernel *cupro__batch(void)
{
#ifdef __x86_64__
    if (cupro__isa() == CUPRO__AVX512)
        return cupro__batch_avx512;
#endif
    return cupro__batch_portable;
}
