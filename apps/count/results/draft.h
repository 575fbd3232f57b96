/* SPDX-License-Identifier: MIT */
/* Output that is being put together in memory, so that threads can do so at the same time and one
 * of them writes. Running out of memory is remembered, and what follows it left out. */
#ifndef COUNT_DRAFT_H
#define COUNT_DRAFT_H

#include "common/buffer.h"

#include <stdbool.h>
#include <stdint.h>

/* Zero-initialise it. */
struct draft {
    struct buffer buffer;
    size_t used;
    bool failed; /* there was no memory */
};

void draft_bytes(struct draft *draft, const void *bytes, size_t length);
void draft_text(struct draft *draft, const char *text);
void draft_byte(struct draft *draft, char byte);

/* In decimal, right-aligned in `width` (at most 20) columns, as printf's %*ju. */
void draft_number(struct draft *draft, uint64_t number, int width);

/* A number >= 0 with six digits behind the point, which are the same everywhere: the number is
 * rounded once. At most 1e12. */
void draft_decimal(struct draft *draft, double number);

void draft_free(struct draft *draft);

#endif
