/* SPDX-License-Identifier: MIT */
/*
 * cupro_lower_bound and cupro_upper_bound: the places of many keys in a sorted array (see
 * <cupro/bounds.h>).
 *
 * The units are keys. A batch of them that does not rise is searched for in groups
 * (bounds_kernel.inc). Of one that rises the places of the first and of the last key are looked
 * for, and the others between these: in groups again, or, where there are not many more elements
 * than keys, by going through both as in a merge.
 */
#include <cupro/bounds.h>

#include "primitives/arrays/array.h"
#include "sort/parts/ordered.h"

#include <cupro/error.h>
#include <string.h>

enum { FEW = 4, GROUP = 16, BATCH = 256, WALK = 4 };

#define BITS 8
#include "sort/parts/bounds_kernel.inc"
#define BITS 16
#include "sort/parts/bounds_kernel.inc"
#define BITS 32
#include "sort/parts/bounds_kernel.inc"
#define BITS 64
#include "sort/parts/bounds_kernel.inc"

struct bounds {
    const void *x;
    const char *keys;
    size_t n, m, size;
    struct cupro__key_form form;
    bool upper;
    size_t *at;
};

static int find_range(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct bounds *bounds = arg;
    for (size_t i = lo; i < hi; i += BATCH) {
        size_t some = hi - i < BATCH ? hi - i : BATCH;
        const char *keys = bounds->keys + i * bounds->size;
        CUPRO__BY_KIND(find, bounds->size, bounds->form, bounds->upper, bounds->x, bounds->n, keys,
                       some, bounds->at + i)
    }
    return 0;
}

static int find_bounds(struct bounds *bounds, const cupro_call *call)
{
    size_t size = bounds->size, bytes = bounds->m * size;
    if (cupro__array_is_wrong(bounds->x, bounds->n, size) ||
        cupro__array_is_wrong(bounds->keys, bounds->m, size) ||
        cupro__array_is_wrong(bounds->at, bounds->m, sizeof *bounds->at) ||
        cupro__arrays_overlap(bounds->keys, bytes, bounds->at, bounds->m * sizeof *bounds->at) ||
        cupro__arrays_overlap(bounds->x, bounds->n * size, bounds->at,
                              bounds->m * sizeof *bounds->at))
        return CUPRO_EINVAL;
    if (call == NULL)
        call = &cupro__usual_call;
    struct cupro__work work = {.units = bounds->m,
                               .run = find_range,
                               .arg = bounds,
                               .grain = call->grain,
                               .max_grain = call->max_grain};
    if (bounds->m > 0 && bounds->m <= BATCH && cupro__call_is_plain(call))
        return find_range(0, bounds->m, 0, bounds);
    return cupro__engine_call(call, &work);
}

#define DEFINE_BOUND(name, tag, T, is_upper)                                            \
    int cupro_##name##_##tag(const T *x, size_t n, const T *keys, size_t m, size_t *at, \
                             const cupro_call *call)                                    \
    {                                                                                   \
        struct bounds bounds = {x,         (const char *)keys, n,        m,             \
                                sizeof *x, CUPRO__FORM(T),     is_upper, at};           \
        return find_bounds(&bounds, call);                                              \
    }
#define DEFINE_BOUNDS(tag, T, S)             \
    DEFINE_BOUND(lower_bound, tag, T, false) \
    DEFINE_BOUND(upper_bound, tag, T, true)
CUPRO_NUMBERS(DEFINE_BOUNDS)
