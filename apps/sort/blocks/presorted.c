/* SPDX-License-Identifier: MIT */
/*
 * Presorted strings (see presorted.h): what has been sorted before, or backwards, takes one reading
 * here instead of a sort. Strings spread over all of them are compared first, in which others show
 * that they are in no order; the rest are read until a pair is out of order, by all threads.
 * Equal ones must not change places, so what falls has to fall strictly.
 */
#include "sort/blocks/presorted.h"
#include "sort/keys/order.h"

#include <cupro.h>

#include <stdint.h>

#define LOOKS        32
#define OUT_OF_ORDER 1

struct looking {
    const char *strings;
    size_t size;
    bool falling;
};

static bool is_in_order(const struct looking *looking, size_t at, size_t other)
{
    const void *a = looking->strings + at * looking->size;
    const void *b = looking->strings + other * looking->size;
    const int order = slice_compare(*(const cupro_slice *)a, *(const cupro_slice *)b);
    return looking->falling ? order > 0 : order <= 0;
}

static int look_at_pairs(size_t lo, size_t hi, void *ctx)
{
    for (size_t i = lo; i < hi; i++)
        if (!is_in_order(ctx, i, i + 1))
            return OUT_OF_ORDER;
    return 0;
}

static bool seems_in_order(const struct looking *looking, size_t count)
{
    const size_t step = (count - 1) / LOOKS;
    for (size_t i = 0; step > 0 && i < LOOKS; i++)
        if (!is_in_order(looking, i * step, (i + 1) * step))
            return false;
    return true;
}

int presorted_look(const void *strings, size_t size, size_t count, enum presorted *found)
{
    struct looking looking = {strings, size, false};
    *found = PRESORTED_RISING;
    if (count < 2)
        return 0;
    looking.falling = !is_in_order(&looking, 0, count - 1);
    int error = OUT_OF_ORDER;
    if (seems_in_order(&looking, count))
        error = cupro_for(count - 1, look_at_pairs, &looking, .grain = 4096);
    if (error == OUT_OF_ORDER)
        *found = PRESORTED_NOT;
    else if (looking.falling)
        *found = PRESORTED_FALLING;
    return error == OUT_OF_ORDER ? 0 : error;
}
