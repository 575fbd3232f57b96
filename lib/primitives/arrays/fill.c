/* SPDX-License-Identifier: MIT */
/*
 * Arrays filled with one value, or numbered.
 *
 * One write of the array, limited by memory bandwidth from the L2 cache on, also with the narrowest
 * vectors that there are.
 */
#include <cupro/arrays.h>

#include "primitives/arrays/array.h"

#define MOST_ON_THE_SPOT (128 * 1024) /* bytes                       */
#define STRETCH          1024         /* elements that an int can count */

int cupro__array_run(size_t units, size_t bytes, cupro__run *run, void *arg, const cupro_call *call)
{
    if (units > 0 && units <= MOST_ON_THE_SPOT / bytes && cupro__call_is_plain(call))
        return run(0, units, 0, arg);
    if (call == NULL)
        call = &cupro__usual_call;
    struct cupro__work work = {.units = units,
                               .run = run,
                               .arg = arg,
                               .grain = call->grain,
                               .max_grain = call->max_grain,
                               .unit_ns = (double)bytes / cupro__bytes_a_ns};
    return cupro__engine_call(call, &work);
}

#define DEFINE_FILL(tag, T, S)                                            \
    struct fill_##tag {                                                   \
        T *x, value;                                                      \
    };                                                                    \
    static int fill_##tag(size_t lo, size_t hi, int runner, void *arg)    \
    {                                                                     \
        (void)runner;                                                     \
        const struct fill_##tag *fill = arg;                              \
        T *x = fill->x, value = fill->value;                              \
        for (size_t i = lo; i < hi; i++)                                  \
            x[i] = value;                                                 \
        return 0;                                                         \
    }                                                                     \
    int cupro_fill_##tag(T *x, size_t n, T value, const cupro_call *call) \
    {                                                                     \
        struct fill_##tag fill = {x, value};                              \
        if (cupro__array_is_wrong(x, n, sizeof *x))                       \
            return CUPRO_EINVAL;                                          \
        return cupro__array_run(n, sizeof *x, fill_##tag, &fill, call);   \
    }

CUPRO_NUMBERS(DEFINE_FILL)

/* -- Numbering: a piece x[lo] … x[hi - 1] -------------------------------------------------------
 */

#define NUMBER_INTEGER(tag, T, S)                                                \
    static inline void number_##tag(T *x, size_t lo, size_t hi, T start, T step) \
    {                                                                            \
        T number = (T)((uint64_t)start + lo * (uint64_t)step);                   \
        for (size_t i = lo; i < hi; i++) {                                       \
            x[i] = number;                                                       \
            number = (T)((uint64_t)number + (uint64_t)step);                     \
        }                                                                        \
    }

/* Short stretches, as an int becomes a double in one instruction. The product has a statement of
 * its own, so that no compiler makes one rounding of two. */
#define NUMBER_FLOAT(tag, T, S)                                                  \
    static inline void number_##tag(T *x, size_t lo, size_t hi, T start, T step) \
    {                                                                            \
        for (size_t at = lo; at < hi; at += STRETCH) {                           \
            int length = hi - at < STRETCH ? (int)(hi - at) : STRETCH;           \
            for (int i = 0; i < length; i++) {                                   \
                double distance = ((double)at + i) * (double)step;               \
                x[at + (size_t)i] = (T)((double)start + distance);               \
            }                                                                    \
        }                                                                        \
    }

CUPRO_INTEGERS(NUMBER_INTEGER)
CUPRO_FLOATS(NUMBER_FLOAT)

#define DEFINE_IOTA(tag, T, S)                                                    \
    struct iota_##tag {                                                           \
        T *x, start, step;                                                        \
    };                                                                            \
    static int iota_##tag(size_t lo, size_t hi, int runner, void *arg)            \
    {                                                                             \
        (void)runner;                                                             \
        const struct iota_##tag *iota = arg;                                      \
        number_##tag(iota->x, lo, hi, iota->start, iota->step);                   \
        return 0;                                                                 \
    }                                                                             \
    int cupro_iota_##tag(T *x, size_t n, T start, T step, const cupro_call *call) \
    {                                                                             \
        struct iota_##tag iota = {x, start, step};                                \
        if (cupro__array_is_wrong(x, n, sizeof *x))                               \
            return CUPRO_EINVAL;                                                  \
        return cupro__array_run(n, sizeof *x, iota_##tag, &iota, call);           \
    }

CUPRO_NUMBERS(DEFINE_IOTA)
