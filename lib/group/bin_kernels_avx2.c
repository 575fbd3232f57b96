/* SPDX-License-Identifier: MIT */
/* The finders of bins, compiled for one instruction set: avx2. */
#define KERNELS cupro__bin_kernels_avx2
#include "group/bin_kernels.inc"
