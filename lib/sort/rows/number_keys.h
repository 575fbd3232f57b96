/* SPDX-License-Identifier: MIT */
/* Numbers of all ten types as keys of rows (rows.h). */
#ifndef CUPRO__NUMBER_KEYS_H
#define CUPRO__NUMBER_KEYS_H

#include "sort/numbers/keys.h"
#include "sort/rows/rows.h"

struct cupro__number_keys {
    void *x;
    size_t size; /* bytes of one: 1, 2, 4, 8 */
    struct cupro__key_form form;
};

/* The form of a type, whatever its width. */
#define CUPRO__FORM_UNSIGNED(T) 0, (uint64_t)0
#define CUPRO__FORM_SIGNED(T)   0, (uint64_t)1 << (8 * sizeof(T) - 1)
#define CUPRO__FORM_FLOAT(T) \
    ((uint64_t)1 << (8 * sizeof(T) - 1)) - 1, (uint64_t)1 << (8 * sizeof(T) - 1)

/* Keys of the numbers, in the low bits; `arg` is a struct cupro__number_keys. */
cupro__rows_load cupro__number_keys_load;

/* Those of 4 bytes or less in the high half, and the number's index in the low one, so that all
 * are different: for less than 2^32 numbers. */
cupro__rows_load cupro__number_keys_load_packed;

/* x[at] = the number of a key. */
static inline void cupro__number_keys_put(const struct cupro__number_keys *keys, size_t at,
                                          uint64_t key, size_t size)
{
    if (size == 1)
        ((uint8_t *)keys->x)[at] = (uint8_t)(key ^ keys->form.always);
    else if (size == 2)
        ((cupro__key16 *)keys->x)[at] = (uint16_t)(key ^ keys->form.always);
    else if (size == 4)
        ((cupro__key32 *)keys->x)[at] = cupro__number_of32((uint32_t)key, keys->form);
    else
        ((cupro__key64 *)keys->x)[at] = cupro__number_of64(key, keys->form);
}

#endif
