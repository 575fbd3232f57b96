/* SPDX-License-Identifier: MIT */
/* The number kernels, compiled for one instruction set: portable. */
#define KERNELS cupro__number_kernels_portable
#include "primitives/arrays/number_kernels.inc"
