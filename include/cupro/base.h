/* SPDX-License-Identifier: MIT */
/* What every other header needs: linkage, and the number of the call interface. */
#ifndef CUPRO_BASE_H
#define CUPRO_BASE_H

#include <stddef.h>
#include <stdint.h>

#define CUPRO_VERSION_MAJOR 0
#define CUPRO_VERSION_MINOR 1
#define CUPRO_VERSION_PATCH 0

/* Every structure of options carries this number, so that a library can tell which fields the
 * program that calls it knew. The macros fill it in; whoever fills a structure by hand may leave
 * it 0, which means "the oldest". */
#define CUPRO_ABI 1

/* The index of what is not there. */
#define CUPRO_NOWHERE SIZE_MAX

/* 0, or an error when the two pointers are to different types. */
#define CUPRO__FIT(a, b) (0 * sizeof((a) - (b)))

#define CUPRO_API __attribute__((visibility("default")))

#ifdef __cplusplus
#define CUPRO_BEGIN_DECLS extern "C" {
#define CUPRO_END_DECLS   }
#else
#define CUPRO_BEGIN_DECLS
#define CUPRO_END_DECLS
#endif

#endif
