/* SPDX-License-Identifier: MIT */
/* Turning arrays around, for those who have a crew, or only a thread. */
#ifndef CUPRO__REVERSE_H
#define CUPRO__REVERSE_H

#include "runtime/engine/engine.h"

void cupro__reverse(void *base, size_t n, size_t size);

int cupro__reverse_on(const struct cupro__crew *crew, void *base, size_t n, size_t size,
                      const cupro_call *call);

#endif
