/* SPDX-License-Identifier: MIT */
/* Which instruction set the kernels use. Kernels that gain from wider instructions are compiled
 * once for each level, and chosen when the program runs. */
#ifndef CUPRO__ISA_H
#define CUPRO__ISA_H

enum cupro__isa { CUPRO__PORTABLE, CUPRO__AVX2, CUPRO__AVX512, CUPRO__ISAS };

/* The widest level that the processor has and the library was built with; CUPRO_ISA=portable, avx2
 * or avx512 lowers it. AVX2 stands for AVX2 and BMI; AVX512 for F, BW, DQ, VL, VBMI,
 * VBMI2, BITALG and GFNI too, which all processors have that have one of the last four. */
enum cupro__isa cupro__isa(void);

#endif
