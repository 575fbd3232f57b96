/* SPDX-License-Identifier: MIT */
/* Keyed elements (see keyed.h): keys of all kinds become words. */
#include "group/keys/keyed.h"

#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

struct cupro__keyed cupro__keyed_numbers(const void *x, size_t n, size_t size,
                                         struct cupro__key_form form)
{
    return (struct cupro__keyed){.x = x,
                                 .n = n,
                                 .size = size,
                                 .form = form,
                                 .kind = CUPRO_KEY_NUMBER64,
                                 .words = CUPRO__NUMBER_WORDS,
                                 .hash = cupro__hash_key()};
}

static bool kind_is_known(int kind)
{
    return kind == CUPRO_KEY_NUMBER32 || kind == CUPRO_KEY_NUMBER64 || kind == CUPRO_KEY_SLICE ||
           (kind > CUPRO_KEY_BYTES && kind <= CUPRO_KEY_BYTES + CUPRO_KEY_MOST_BYTES);
}

int cupro__keyed_open(struct cupro__keyed *keyed, const void *base, size_t n, size_t size,
                      const cupro_key *key, void *ctx)
{
    *keyed = cupro__keyed_numbers(base, n, size, (struct cupro__key_form){0, 0});
    keyed->step = key->step;
    keyed->ctx = ctx;
    uint64_t first[CUPRO_KEY_MOST_BYTES / sizeof(uint64_t)]; /* of any kind */
    if (n > 0)
        keyed->kind = key->step(base, first, 1, ctx);
    if (!kind_is_known(keyed->kind))
        return CUPRO_EINVAL;
    if (keyed->kind > CUPRO_KEY_BYTES)
        keyed->width = (size_t)(keyed->kind - CUPRO_KEY_BYTES);
    if (keyed->kind == CUPRO_KEY_SLICE || keyed->width > 0)
        keyed->words = CUPRO__BYTES_WORDS;
    if (keyed->width <= 16)
        return 0;
    if (n > SIZE_MAX / keyed->width || (keyed->kept = cupro__pages_new(n * keyed->width)) == NULL)
        return CUPRO_ENOMEM;
    return 0;
}

void cupro__keyed_close(struct cupro__keyed *keyed)
{
    free(keyed->kept);
}

/* -- Numbers ----------------------------------------------------------------------------------- */

static void load_numbers(const struct cupro__keyed *keyed, size_t at, size_t n, uint64_t *room)
{
    const struct cupro__key_form form = keyed->form;
    const uint8_t *x8 = (const uint8_t *)keyed->x + at;
    const cupro__key16 *x16 = (const cupro__key16 *)(const void *)keyed->x + at;
    const cupro__key32 *x32 = (const cupro__key32 *)(const void *)keyed->x + at;
    const cupro__key64 *x64 = (const cupro__key64 *)(const void *)keyed->x + at;
    if (keyed->size == 1)
        for (size_t k = 0; k < n; k++)
            room[k] = cupro__key_of8(x8[k], form);
    else if (keyed->size == 2)
        for (size_t k = 0; k < n; k++)
            room[k] = cupro__key_of16(x16[k], form);
    else if (keyed->size == 4)
        for (size_t k = 0; k < n; k++)
            room[k] = cupro__key_of32(x32[k], form);
    else
        for (size_t k = 0; k < n; k++)
            room[k] = cupro__key_of64(x64[k], form);
}

/* -- Bytes ------------------------------------------------------------------------------------- */

static void put_bytes(const struct cupro__hash_key *hash, uint64_t *key, const void *bytes,
                      size_t length)
{
    uint64_t code = length;
    if (length <= 16) {
        cupro__load_halves(bytes, length, key + 1);
        key[0] = cupro__hash_halves(hash, key + 1, length);
    } else {
        key[0] = cupro__hash_long(hash, bytes, length);
        key[1] = (uintptr_t)bytes;
        key[2] = length;
        code = CUPRO__LONG_KEY;
    }
    key[0] = (key[0] & ~(uint64_t)CUPRO__LENGTH_BITS) | code;
}

static int load_slices(const struct cupro__keyed *keyed, const void *items, size_t n,
                       uint64_t *room)
{
    cupro_slice slices[CUPRO__KEYED_BATCH];
    if (keyed->step(items, slices, n, keyed->ctx) != keyed->kind)
        return CUPRO_EINVAL;
    for (size_t k = 0; k < n; k++) {
        if (slices[k].begin == NULL && slices[k].length > 0)
            return CUPRO_EINVAL;
        put_bytes(keyed->hash, room + k * CUPRO__BYTES_WORDS, slices[k].begin, slices[k].length);
    }
    return 0;
}

/* `bytes` is for what is to be kept; NULL: nothing is. */
static int load_fields(const struct cupro__keyed *keyed, const void *items, size_t n,
                       unsigned char *bytes, uint64_t *room)
{
    unsigned char few[CUPRO__KEYED_BATCH * 16];
    const size_t width = keyed->width;
    if (bytes == NULL)
        bytes = few;
    if (keyed->step(items, bytes, n, keyed->ctx) != keyed->kind)
        return CUPRO_EINVAL;
    for (size_t k = 0; k < n; k++)
        put_bytes(keyed->hash, room + k * CUPRO__BYTES_WORDS, bytes + k * width, width);
    return 0;
}

/* -- All of them ------------------------------------------------------------------------------- */

static int load(const struct cupro__keyed *keyed, size_t at, size_t n, unsigned char *bytes,
                uint64_t *room, const uint64_t **keys)
{
    const char *items = keyed->x + at * keyed->size;
    *keys = room;
    if (keyed->step == NULL) {
        if (keyed->size == sizeof(uint64_t) && (keyed->form.negative | keyed->form.always) == 0)
            *keys = (const uint64_t *)(const void *)items;
        else
            load_numbers(keyed, at, n, room);
        return 0;
    }
    if (keyed->kind == CUPRO_KEY_SLICE)
        return load_slices(keyed, items, n, room);
    if (keyed->width > 0)
        return load_fields(keyed, items, n, bytes, room);
    return keyed->step(items, room, n, keyed->ctx) == keyed->kind ? 0 : CUPRO_EINVAL;
}

int cupro__keyed_load(const struct cupro__keyed *keyed, size_t at, size_t n, uint64_t *room,
                      const uint64_t **keys)
{
    unsigned char *bytes = keyed->kept != NULL ? keyed->kept + at * keyed->width : NULL;
    return load(keyed, at, n, bytes, room, keys);
}

int cupro__keyed_draw(const struct cupro__keyed *keyed, size_t at, unsigned char *bytes,
                      uint64_t *room, const uint64_t **key)
{
    return load(keyed, at, 1, keyed->kept != NULL ? bytes : NULL, room, key);
}

int cupro__keyed_slice(const struct cupro__keyed *keyed, size_t at, unsigned char *room,
                       cupro_slice *slice)
{
    const char *item = keyed->x + at * keyed->size;
    if (keyed->kind == CUPRO_KEY_SLICE)
        return keyed->step(item, slice, 1, keyed->ctx) == keyed->kind ? 0 : CUPRO_EINVAL;
    *slice = (cupro_slice){(const char *)room, keyed->width};
    return keyed->step(item, room, 1, keyed->ctx) == keyed->kind ? 0 : CUPRO_EINVAL;
}
