/* SPDX-License-Identifier: MIT */
/* The number kernels, compiled for one instruction set: avx2. */
#define KERNELS cupro__number_kernels_avx2
#include "primitives/arrays/number_kernels.inc"
