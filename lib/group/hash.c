/* SPDX-License-Identifier: MIT */
/* The key of all hashes, and the hash of long keys (see hash.h). */
#include "group/hash.h"

#include <pthread.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static struct cupro__hash_key the_key;
static pthread_once_t drawn = PTHREAD_ONCE_INIT;

/* From the kernel, or if it has none to give yet from time and addresses. */
static void draw(void)
{
    uint64_t word[3];
    if (getrandom(word, sizeof word, GRND_NONBLOCK) != (ssize_t)sizeof word) {
        static const struct cupro__hash_key odd = {0x9e3779b97f4a7c15, 0xd1b54a32d192ed03,
                                                   0x8cb92ba72f3d8dd7, UINT64_MAX};
        struct timespec time;
        clock_gettime(CLOCK_REALTIME, &time);
        const uint64_t half[2] = {(uint64_t)time.tv_sec << 32 ^ (uint64_t)time.tv_nsec,
                                  (uint64_t)(uintptr_t)&time ^ (uint64_t)getpid()};
        for (size_t i = 0; i < 3; i++)
            word[i] = cupro__hash_halves(&odd, half, i);
    }
    the_key = (struct cupro__hash_key){word[0], word[1] | 1, word[2] | 1, UINT64_MAX};
}

const struct cupro__hash_key *cupro__hash_key(void)
{
    pthread_once(&drawn, draw);
    return &the_key;
}

void cupro__hash_key_set(const struct cupro__hash_key *key)
{
    pthread_once(&drawn, draw);
    if (key != NULL)
        the_key = *key;
    else
        draw();
}

/* Sixteen bytes more; what came before is in the state. */
static uint64_t absorb(uint64_t state, const struct cupro__hash_key *key,
                       const unsigned char *bytes)
{
    return cupro__multiply_fold(cupro__load64(bytes) ^ state, cupro__load64(bytes + 8) ^ key->b);
}

uint64_t cupro__hash_long(const struct cupro__hash_key *key, const void *bytes, size_t length)
{
    const unsigned char *at = bytes, *last = at + length - 16;
    uint64_t lane[4] = {key->a, key->a ^ key->c, key->a + key->c, key->c};
    for (; last - at > 48; at += 64)
        for (size_t i = 0; i < 4; i++)
            lane[i] = absorb(lane[i], key, at + 16 * i);
    uint64_t state = lane[0];
    if (length > 64)
        state ^= cupro__multiply_fold(lane[1] ^ key->b, lane[2] ^ lane[3] ^ key->c) ^ lane[3];
    for (; at < last; at += 16)
        state = absorb(state, key, at);
    const uint64_t half[2] = {cupro__load64(last) ^ state, cupro__load64(last + 8)};
    return cupro__hash_halves(key, half, length);
}
