/* SPDX-License-Identifier: MIT */
/* The sorting kernels, compiled for one instruction set: avx2. */
#define KERNELS cupro__sort_kernels_avx2
#include "sort/numbers/kernels_insertion.inc"
