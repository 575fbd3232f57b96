/* SPDX-License-Identifier: MIT */
/* The selection kernels, compiled for one instruction set: avx2. */
#define KERNELS cupro__select_kernels_avx2
#define PACK    cupro__compact_avx2.pack
#include "sort/parts/select_kernels.inc"
