/* SPDX-License-Identifier: MIT */
/* Sorting elements by keys of several fields: their bytes are kept, and sorted as strings are. */
#include "memory/pages.h"
#include "sort/strings/string_keys.h"

#include <cupro/error.h>
#include <stdlib.h>

struct fields {
    const char *base;
    size_t size, width; /* bytes of an element, and of its key */
    unsigned char *kept;
    const cupro_key *key;
    void *ctx;
};

static int name(const void *in, void *out, size_t n, void *ctx)
{
    const struct fields *fields = ctx;
    const size_t at = (size_t)((const char *)in - fields->base) / fields->size;
    unsigned char *bytes = fields->kept + at * fields->width;
    cupro_slice *slices = out;
    if (fields->key->step(in, bytes, n, fields->ctx) != CUPRO_KEY_BYTES + (int)fields->width)
        return 0;
    for (size_t k = 0; k < n; k++)
        slices[k] = (cupro_slice){(const char *)bytes + k * fields->width, fields->width};
    return CUPRO_KEY_SLICE;
}

int cupro__sort_by_field_keys(void *base, size_t n, size_t size, size_t width, const cupro_key *key,
                              bool falls, const cupro_call *call)
{
    struct fields fields = {base, size, width, NULL, key, call->ctx};
    const cupro_key names = {size, name};
    cupro_call own = *call;
    own.ctx = &fields;
    if (n > SIZE_MAX / width || (fields.kept = cupro__pages_new(n * width)) == NULL)
        return CUPRO_ENOMEM;
    int error = cupro__sort_by_string_keys(base, n, size, &names, falls, &own);
    free(fields.kept);
    return error;
}
