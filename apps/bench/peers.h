/* SPDX-License-Identifier: MIT */
/* The same work done by others. */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

void peer_openmp_map(const int32_t *in, size_t n, int32_t *out);
void peer_openmp_copy(const int32_t *in, size_t n, int32_t *out);
int64_t peer_openmp_sum(const int32_t *in, size_t n);
int64_t peer_openmp_even_squares(const int32_t *in, size_t n);

/* std::copy_if with std::execution::par; returns how many it kept. */
size_t peer_tbb_filter(const int32_t *in, size_t n, int32_t *out);

#ifdef __cplusplus
}
#endif

#endif
