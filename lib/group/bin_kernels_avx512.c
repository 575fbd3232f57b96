/* SPDX-License-Identifier: MIT */
/* The finders of bins, compiled for one instruction set: avx512. */
#define KERNELS cupro__bin_kernels_avx512
#include "group/bin_kernels.inc"
