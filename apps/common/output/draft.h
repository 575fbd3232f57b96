/* SPDX-License-Identifier: MIT */
/* Output that is being put together in memory, so that threads can do so at the same time and one
 * of them writes. Running out of memory is remembered, and what follows it left out. */
#ifndef APPS_DRAFT_H
#define APPS_DRAFT_H

#include "common/buffer.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Zero-initialise it. */
struct draft {
    struct buffer buffer;
    size_t used;
    bool failed; /* there was no memory */
};

/* Make room for so many bytes more. False: there is no memory. */
bool draft_make_room(struct draft *draft, size_t bytes);

static inline void draft_bytes(struct draft *draft, const void *bytes, size_t length)
{
    if (draft->buffer.room - draft->used < length && !draft_make_room(draft, length))
        return;
    if (length > 0)
        memcpy(draft->buffer.bytes + draft->used, bytes, length);
    draft->used += length;
}

static inline void draft_text(struct draft *draft, const char *text)
{
    draft_bytes(draft, text, strlen(text));
}

static inline void draft_byte(struct draft *draft, char byte)
{
    draft_bytes(draft, &byte, 1);
}

/* In decimal, right-aligned in `width` (at most 20) columns, as printf's %*ju. */
void draft_number(struct draft *draft, uint64_t number, int width);

/* A number >= 0 with six digits behind the point, which are the same everywhere: the number is
 * rounded once. At most 1e12. */
void draft_decimal(struct draft *draft, double number);

void draft_free(struct draft *draft);

#endif
