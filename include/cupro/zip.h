/* SPDX-License-Identifier: MIT */
/*
 * Arrays of fields, and an array of structs.
 *
 *     struct particle { double mass, speed; int id; } p[N];
 *     double masses[N];
 *     int ids[N];
 *     error = cupro_unzip(p, N, mass, masses, id, ids);   masses[i] = p[i].mass, ids[i] = p[i].id
 *     error = cupro_zip(p, N, mass, masses, id, ids);     and back; p[i].speed stays
 *
 * "Invalid operands to binary -" at such a line says that an array is not of its field's type. A
 * field may be of any type, and named as a member's member or element: cupro_unzip(p, n,
 * place.x, x, place.y, y).
 *
 * To use arrays together without an array of structs, let a chain run over their indexes (range.h).
 *
 * Errors: as for loops (loop.h). CUPRO_EINVAL also if what is written overlaps anything else. After
 * CUPRO_ESTOPPED it is written in part.
 *
 * Cost: one pass over the structs for all fields.
 */
#ifndef CUPRO_ZIP_H
#define CUPRO_ZIP_H

#include <cupro/call.h>

CUPRO_BEGIN_DECLS

#define cupro_unzip(...) CUPRO__UNZIP(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_zip(...)   CUPRO__ZIP(__VA_ARGS__, .abi = CUPRO_ABI)

typedef struct cupro_field {
    size_t offset; /* in its struct                      */
    size_t size;   /* bytes; offset + size fit a struct  */
} cupro_field;

/* Any number of fields, 1 or more: field[k] of n structs of `size` bytes, and array[k] with n of
 * these. Fields and arrays that are zipped may overlap among themselves: the later one wins. */
CUPRO_API int cupro_unzip_with(const void *structs, size_t n, size_t size, int fields,
                               const cupro_field *field, void *const *array,
                               const cupro_call *call);
CUPRO_API int cupro_zip_with(void *structs, size_t n, size_t size, int fields,
                             const cupro_field *field, const void *const *array,
                             const cupro_call *call);

#define CUPRO__UNZIP(p, n, a, as, b, bs, ...)                                               \
    cupro_unzip_with((p), (n), sizeof *(p), 2,                                              \
                     (const cupro_field[]){CUPRO__FIELD(p, a, as), CUPRO__FIELD(p, b, bs)}, \
                     (void *const[]){(as), (bs)}, &(const cupro_call){__VA_ARGS__})
#define CUPRO__ZIP(p, n, a, as, b, bs, ...)                                               \
    cupro_zip_with((p), (n), sizeof *(p), 2,                                              \
                   (const cupro_field[]){CUPRO__FIELD(p, a, as), CUPRO__FIELD(p, b, bs)}, \
                   (const void *const[]){(as), (bs)}, &(const cupro_call){__VA_ARGS__})
#define CUPRO__FIELD(p, member, array)                                                            \
    {                                                                                             \
        offsetof(__typeof__(*(p)), member), sizeof((p)->member) + CUPRO__FIT(&(p)->member, array) \
    }

CUPRO_END_DECLS

#endif
