/* SPDX-License-Identifier: MIT */
/* The finders of bins, compiled for one instruction set: portable. */
#define KERNELS cupro__bin_kernels_portable
#include "group/bin_kernels.inc"
