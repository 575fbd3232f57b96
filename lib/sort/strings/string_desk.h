/* SPDX-License-Identifier: MIT */
/* Desks: where one thread sorts strings that fit its cache. */
#ifndef CUPRO__STRING_DESK_H
#define CUPRO__STRING_DESK_H

#include "sort/strings/strings.h"

enum { CUPRO__DESK_MOST = 65536 }; /* strings */

/* Neighbours in the array that share their first `depth` bytes, and are to be sorted. */
struct cupro__string_run {
    uint32_t begin, n;
    size_t depth;
};

struct cupro__string_desk {
    struct cupro__strings strings; /* those that are being sorted                         */
    uint64_t *keys;                /* of the elements on the desk                         */
    char *elements;                /* copies                                              */
    uint64_t *words, *spare;       /* the beginning of a key, and an element's number     */
    struct cupro__string_run *run; /* a stack of what is left to do                       */
    size_t runs;
};

/* Bytes of a desk for so many elements; 0: too many. */
size_t cupro__string_desk_bytes(size_t most, size_t size);

/* Lay it out in that memory. */
void cupro__string_desk_lay(struct cupro__string_desk *desk, size_t most, char *memory);

/* Sort the strings, which have their first `depth` bytes in common: those that are in the array, or
 * those of which keys (from there on) and elements are on the desk, into the array. */
void cupro__string_desk_sort(struct cupro__string_desk *desk, const struct cupro__strings *strings,
                             size_t depth);
void cupro__string_desk_bring(struct cupro__string_desk *desk, const struct cupro__strings *strings,
                              size_t depth);

/* Sort a few strings where they are. */
enum { CUPRO__FEW_STRINGS = 8 };
void cupro__sort_few_strings(const struct cupro__strings *strings, size_t depth, char *spare);

#endif
