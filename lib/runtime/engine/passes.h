/* SPDX-License-Identifier: MIT */
/* Where in the elements that an operation is about its units are; as far as numbers go. */
#ifndef CUPRO__PASSES_H
#define CUPRO__PASSES_H

#include "runtime/engine/engine.h"

static inline size_t cupro__work_passes(const struct cupro__work *work)
{
    return work->passes > 0 ? (size_t)work->passes : 1;
}

/* Does it go over the elements, or is it what comes after the passes? */
static inline bool cupro__work_is_pass(const struct cupro__work *work)
{
    return (size_t)work->pass < cupro__work_passes(work);
}

static inline size_t cupro__work_elements(const struct cupro__work *work)
{
    return work->elements > 0 ? work->elements : work->units;
}

/* How many elements are before a unit. */
static inline size_t cupro__work_elements_before(const struct cupro__work *work, size_t unit)
{
    size_t elements = cupro__work_elements(work), before;
    size_t width = work->units > 0 ? elements / work->units + (elements % work->units != 0) : 0;
    return __builtin_mul_overflow(unit, width, &before) || before > elements ? elements : before;
}

#endif
