/* SPDX-License-Identifier: MIT */
/* The number kernels, compiled for one instruction set: avx512. */
#define KERNELS cupro__number_kernels_avx512
#include "primitives/arrays/number_kernels.inc"
