/* SPDX-License-Identifier: MIT */
/* The sorting kernels, compiled for one instruction set: portable. */
#define KERNELS cupro__sort_kernels_portable
#include "sort/numbers/kernels_insertion.inc"
