/* SPDX-License-Identifier: MIT */
/* The hash's key (see word_hash.h). */
#include "count/word_hash.h"

#include <sys/random.h>
#include <time.h>
#include <unistd.h>

struct hash_key hash_key_draw(void)
{
    struct hash_key key;
    if (getrandom(&key, sizeof key, GRND_NONBLOCK) == (ssize_t)sizeof key)
        return key;
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    static const struct hash_key odd = {0x9e3779b97f4a7c15, 0xd1b54a32d192ed03, 0x8cb92ba72f3d8dd7};
    const uint64_t half[2] = {(uint64_t)time.tv_sec << 32 ^ (uint64_t)time.tv_nsec,
                              (uint64_t)(uintptr_t)&key ^ (uint64_t)getpid()};
    key.a = hash_inline(&odd, half, 1);
    key.b = hash_inline(&odd, half, 2);
    key.c = hash_inline(&odd, half, 3);
    return key;
}
