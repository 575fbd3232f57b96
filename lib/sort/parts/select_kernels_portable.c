/* SPDX-License-Identifier: MIT */
/* The selection kernels, compiled for one instruction set: portable. */
#define KERNELS cupro__select_kernels_portable
#define PACK    cupro__compact_portable.pack
#include "sort/parts/select_kernels.inc"
