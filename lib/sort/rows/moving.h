/* SPDX-License-Identifier: MIT */
/*
 * Moving: elements that go where the rows of a sort go (rows.h).
 *
 * Small ones are the rows' cargo, and come back out of a cache. Of large ones the rows carry the
 * index; they are picked from where they are, into a second array, and copied back.
 */
#ifndef CUPRO__MOVING_H
#define CUPRO__MOVING_H

#include "sort/rows/rows.h"

struct cupro__moving {
    char *items;
    size_t n, size; /* of them, and bytes of one            */
    char *second;   /* NULL: they are the rows' cargo       */
};

/* Elements to be moved: says what the rows' cargo is, all but how keys are loaded. With
 * `is_narrow` keys have 32 bits, so that, of less than 2^32 elements, they could be packed with the
 * index: then rows->size is 0. CUPRO_ENOMEM; else to be closed. */
int cupro__moving_open(struct cupro__moving *moving, void *items, size_t n, size_t size,
                       bool is_narrow, struct cupro__rows_from *from);
void cupro__moving_close(struct cupro__moving *moving);

/* As cupro__rows_emit. */
void cupro__moving_emit(const struct cupro__moving *moving, const char *rows, size_t row,
                        const uint64_t *order, size_t begin, size_t n);

/* Sort rows, where the call wants it, and then bring the elements back; `moving` may be NULL. */
int cupro__moving_sort(const struct cupro__moving *moving, const struct cupro__rows *rows,
                       const cupro_call *call);

/* Copy n > 0 elements back from the second array, if there is one; this goes through. */
int cupro__moving_bring_back(const struct cupro__moving *moving, const struct cupro__crew *crew);

/* Whether keys of so many bytes can be packed with an index. */
static inline bool cupro__rows_can_pack(size_t key_bytes, size_t n)
{
    return key_bytes <= 4 && n <= UINT32_MAX;
}

/* The row that comes k-th. */
static inline const char *cupro__row_at(const char *rows, size_t row, const uint64_t *order,
                                        size_t k)
{
    return rows + (order != NULL ? order[k] : k) * row;
}

/* The index that a row carries, packed with its key (rows of 8 bytes) or behind it. */
static inline uint64_t cupro__row_index(const char *at, size_t row)
{
    return row == sizeof(uint64_t) ? (uint32_t)cupro__row_key(at)
                                   : cupro__row_key(at + sizeof(uint64_t));
}

#endif
