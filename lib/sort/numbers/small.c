/* SPDX-License-Identifier: MIT */
/* On the caller, numbers of any type: sorting a few, and writing one to many places. */
#include "sort/numbers/sorting.h"

#include <string.h>

/* Those of 1 and 2 bytes: there are no kernels for them. */
static void sort_widened(const struct cupro__sorting *sorting)
{
    uint32_t wide[CUPRO__SORT_SMALL], spare[CUPRO__SORT_SMALL];
    for (size_t i = 0; i < sorting->n; i++)
        wide[i] = (uint32_t)cupro__key_at(sorting->x, i, sorting->size, sorting->form);
    cupro__sort_kernels(sizeof *wide)
        ->sort(wide, spare, sorting->n, (struct cupro__key_form){0, 0});
    for (size_t i = 0; i < sorting->n; i++) /* a key's key is the number */
        if (sorting->size == 1)
            ((cupro__key8 *)sorting->x)[i] = cupro__key_of8((uint8_t)wide[i], sorting->form);
        else
            ((cupro__key16 *)(void *)sorting->x)[i] =
                cupro__key_of16((uint16_t)wide[i], sorting->form);
}

void cupro__sort_small(const struct cupro__sorting *sorting)
{
    uint64_t spare[CUPRO__SORT_SMALL];
    if (sorting->n < 2)
        return;
    if (sorting->size <= 2)
        sort_widened(sorting);
    else
        cupro__sort_kernels(sorting->size)->sort(sorting->x, spare, sorting->n, sorting->form);
}

void cupro__sort_fill(const struct cupro__sorting *sorting, size_t begin, size_t end, uint64_t key)
{
    void *x = sorting->x;
    switch (sorting->size) {
    case 1:
        memset(sorting->x + begin, cupro__key_of8((uint8_t)key, sorting->form), end - begin);
        break;
    case 2: {
        cupro__key16 number = cupro__key_of16((uint16_t)key, sorting->form);
        for (size_t i = begin; i < end; i++)
            ((cupro__key16 *)x)[i] = number;
        break;
    }
    case 4: {
        cupro__key32 number = cupro__number_of32((uint32_t)key, sorting->form);
        for (size_t i = begin; i < end; i++)
            ((cupro__key32 *)x)[i] = number;
        break;
    }
    default: {
        cupro__key64 number = cupro__number_of64(key, sorting->form);
        for (size_t i = begin; i < end; i++)
            ((cupro__key64 *)x)[i] = number;
    }
    }
}
