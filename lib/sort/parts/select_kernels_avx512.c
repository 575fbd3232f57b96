/* SPDX-License-Identifier: MIT */
/* The selection kernels, compiled for one instruction set: avx512. */
#define KERNELS cupro__select_kernels_avx512
#define PACK    cupro__compact_avx512.pack
#include "sort/parts/select_kernels.inc"
