/* SPDX-License-Identifier: MIT */
/* Numbers as keys of rows (see number_keys.h). */
#include "sort/rows/number_keys.h"

int cupro__number_keys_load(void *arg, size_t at, size_t n, uint64_t *room, const uint64_t **keys)
{
    const struct cupro__number_keys *numbers = arg;
    const struct cupro__key_form form = numbers->form;
    const uint8_t *bytes = (const uint8_t *)numbers->x + at;
    const cupro__key16 *x16 = (const cupro__key16 *)numbers->x + at;
    const cupro__key32 *x32 = (const cupro__key32 *)numbers->x + at;
    const cupro__key64 *x64 = (const cupro__key64 *)numbers->x + at;
    *keys = room;
    if (numbers->size == 1)
        for (size_t k = 0; k < n; k++)
            room[k] = (uint8_t)(bytes[k] ^ form.always);
    else if (numbers->size == 2)
        for (size_t k = 0; k < n; k++)
            room[k] = (uint16_t)(x16[k] ^ form.always);
    else if (numbers->size == 4)
        for (size_t k = 0; k < n; k++)
            room[k] = cupro__key_of32(x32[k], form);
    else
        for (size_t k = 0; k < n; k++)
            room[k] = cupro__key_of64(x64[k], form);
    return 0;
}

int cupro__number_keys_load_packed(void *arg, size_t at, size_t n, uint64_t *room,
                                   const uint64_t **keys)
{
    int error = cupro__number_keys_load(arg, at, n, room, keys);
    for (size_t k = 0; k < n; k++)
        room[k] = room[k] << 32 | (at + k);
    return error;
}
