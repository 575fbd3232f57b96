/* SPDX-License-Identifier: MIT */
/*
 * Zipping and unzipping: fields of structs copied from or to arrays of their own.
 *
 * The structs pass in stretches that stay in the L1 cache while one field after the other is
 * copied, so that memory sees each of them once (and the array's lines once), however many fields
 * there are.
 */
#include <cupro/zip.h>

#include "primitives/arrays/array.h"

#include <string.h>

#define STRETCH_BYTES (8 << 10) /* of structs */

struct zip {
    char *structs;
    size_t size;
    size_t stretch; /* structs at a time */
    bool to_structs;
    int fields;
    const cupro_field *field;
    const void *const *array;
};

/* Copy n fields of `size` bytes that stand so far apart. `size` is a constant wherever that pays.
 */
static inline __attribute__((always_inline)) void copy_items(char *restrict to, size_t to_step,
                                                             const char *restrict from,
                                                             size_t from_step, size_t size,
                                                             size_t n)
{
    for (size_t i = 0; i < n; i++)
        memcpy(to + i * to_step, from + i * from_step, size);
}

static void copy_fields(char *to, size_t to_step, const char *from, size_t from_step, size_t size,
                        size_t n)
{
    switch (size) {
    case 1:
        copy_items(to, to_step, from, from_step, 1, n);
        break;
    case 2:
        copy_items(to, to_step, from, from_step, 2, n);
        break;
    case 4:
        copy_items(to, to_step, from, from_step, 4, n);
        break;
    case 8:
        copy_items(to, to_step, from, from_step, 8, n);
        break;
    case 16:
        copy_items(to, to_step, from, from_step, 16, n);
        break;
    default:
        copy_items(to, to_step, from, from_step, size, n);
    }
}

static void copy_stretch(const struct zip *zip, size_t at, size_t n)
{
    for (int k = 0; k < zip->fields; k++) {
        size_t size = zip->field[k].size;
        char *field = zip->structs + at * zip->size + zip->field[k].offset;
        char *item = (char *)(uintptr_t)zip->array[k] + at * size;
        if (zip->to_structs)
            copy_fields(field, zip->size, item, size, size, n);
        else
            copy_fields(item, size, field, zip->size, size, n);
    }
}

static int copy_range(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct zip *zip = arg;
    for (size_t at = lo; at < hi; at += zip->stretch)
        copy_stretch(zip, at, hi - at < zip->stretch ? hi - at : zip->stretch);
    return 0;
}

/* -- Arguments ----------------------------------------------------------------------------------
 */

/* Is field k all right, and if arrays are written, is its array apart from those before it? */
static bool field_is_sound(const struct zip *zip, int k, size_t n)
{
    const cupro_field *field = zip->field;
    if (field[k].size == 0 || field[k].size > zip->size ||
        field[k].offset > zip->size - field[k].size)
        return false;
    if (n == 0)
        return true;
    const void *array = zip->array[k];
    if (array == NULL ||
        cupro__arrays_overlap(array, n * field[k].size, zip->structs, n * zip->size))
        return false;
    for (int i = 0; i < k && !zip->to_structs; i++)
        if (cupro__arrays_overlap(array, n * field[k].size, zip->array[i], n * field[i].size))
            return false;
    return true;
}

static bool is_sound(const struct zip *zip, size_t n)
{
    if (cupro__array_is_wrong(zip->structs, n, zip->size) || zip->fields < 1 ||
        zip->field == NULL || zip->array == NULL)
        return false;
    for (int k = 0; k < zip->fields; k++)
        if (!field_is_sound(zip, k, n))
            return false;
    return true;
}

static int run(struct zip *zip, size_t n, const cupro_call *call)
{
    if (!is_sound(zip, n))
        return CUPRO_EINVAL;
    zip->stretch = zip->size < STRETCH_BYTES ? STRETCH_BYTES / zip->size : 1;
    return cupro__array_run(n, zip->size, copy_range, zip, call);
}

int cupro_unzip_with(const void *structs, size_t n, size_t size, int fields,
                     const cupro_field *field, void *const *array, const cupro_call *call)
{
    struct zip zip = {.structs = (char *)(uintptr_t)structs,
                      .size = size,
                      .fields = fields,
                      .field = field,
                      .array = (const void *const *)array};
    return run(&zip, n, call);
}

int cupro_zip_with(void *structs, size_t n, size_t size, int fields, const cupro_field *field,
                   const void *const *array, const cupro_call *call)
{
    struct zip zip = {.structs = structs,
                      .size = size,
                      .to_structs = true,
                      .fields = fields,
                      .field = field,
                      .array = array};
    return run(&zip, n, call);
}
